import Glibc
import Linux
import Market

/// The messages sent in a session's current epoch. Without messages it has no file and no mapping.
struct SessionChannel: ~Copyable, Sendable {
  /// Which file of the epoch comes first with which number.
  struct Segment: Equatable, Sendable {
    let first: UInt64
    let path: String
  }

  let session: SessionID
  private(set) var epoch = Epoch(rawValue: 0)
  private(set) var segments: [Segment] = []
  /// The last entry; nil while the epoch has none.
  private(set) var last: StoredMessageHead?
  /// Entries found damaged: they are gap-filled. An alarm where it is not zero.
  var damaged = 0
  /// Whether recovery has cut something off.
  private(set) var isTorn = false
  /// Whether recovery has met a file that is shorter than it was made.
  var isShortened = false
  /// Whether recovery has cut something off behind a hole.
  var hasHole = false
  /// Files that recovery has put aside.
  var filesAside = 0
  /// The session's folder is there, as far as is known.
  var hasFolder = false
  /// The last segment.
  var writing: SessionSegment?
  private(set) var end = SessionSegment.entriesOffset
  private var entryCount = 0
  /// What a resend reads.
  var reading: HistoryPiece?
  /// What it reads next has been asked for.
  var asked: AskedPiece?

  /// The length of the last file if the one after it was asked for; else 0.
  private var wantsAfter = 0

  init(_ session: SessionID) { self.session = session }

  /// Begins an epoch: nothing of the one before is read any more.
  mutating func begin(_ epoch: Epoch, _ files: borrowing SessionFiles) {
    precondition(epoch > self.epoch, "epochs go up")
    wantNothing(files)
    self.epoch = epoch
    segments = []
    last = nil
    close(files)
    end = SessionSegment.entriesOffset
    entryCount = 0
  }

  /// Lets go of the mappings; the next message or resend maps again.
  mutating func close(_ files: borrowing SessionFiles) {
    writing = nil
    endReading(files)
  }

  /// Takes over what `recovered` has found in the last segment.
  mutating func recover(
    _ epoch: Epoch, segments: [Segment], _ recovered: RecoveredSegment
  ) {
    self.epoch = epoch
    self.segments = segments
    last = recovered.last
    end = recovered.end
    entryCount = recovered.entryCount
    damaged += recovered.damaged
    isTorn = recovered.isTorn
  }

  /// Makes sure that an entry of `length` bytes fits behind the last one, in a file that begins with
  /// number `first` or in the present one. False, with the reason in `files`, where there is no room.
  mutating func makeRoom(for length: Int, first: UInt64, _ files: inout SessionFiles) -> Bool {
    if end + length <= (writing?.byteCount ?? 0) { return true }
    precondition(length <= SessionSegment.entryBytesMost, "an entry has a longest")
    precondition(
      SessionSegment.entriesOffset + length <= files.options.firstSegmentBytes,
      "a file holds any message")
    do throws(SystemError) {
      if writing == nil, let segment = segments.last {
        writing = try map(segment)
        if end + length <= (writing?.byteCount ?? 0) { return true }
      }
      return try grow(first, &files)
    } catch {
      files.lastError = error
      return false
    }
  }

  /// Stores a message behind the last one; the caller has made room for it.
  mutating func append(
    _ head: StoredMessageHead, _ bytes: RawSpan, _ files: inout SessionFiles
  ) {
    precondition(head.epoch == epoch, "the epoch was begun")
    precondition(head.msgSeqNum.rawValue > (last?.msgSeqNum.rawValue ?? 0), "numbers go up")
    var head = head
    let length = StoredMessageHead.entryLength(bytes.byteCount)
    head.length = UInt32(length)
    head.byteCount = UInt32(bytes.byteCount)
    guard var segment = writing.take() else { preconditionFailure("a segment is mapped") }
    segment.write(head, bytes, at: end, ordinal: entryCount)
    end += length
    entryCount += 1
    last = head
    if wantsAfter == 0 && end > segment.byteCount / 4 * 3 {
      wantsAfter = segment.byteCount
      files.want(true, after: wantsAfter)
    }
    writing = consume segment
  }

  /// Goes on in a longer file.
  private mutating func grow(
    _ first: UInt64, _ files: inout SessionFiles
  ) throws(SystemError) -> Bool {
    try makeFolder(in: files.directory)
    let path = Self.path(of: session, epoch, first, in: files.directory)
    let byteCount = writing?.byteCount ?? 0
    guard let map = files.begin(path, first: first, owner: owner, after: byteCount) else {
      hasFolder = false
      return false
    }
    wantNothing(files)
    let full = writing.take()
    writing = SessionSegment(map, session: session, epoch: epoch)
    let before = segments.last?.path
    segments.append(Segment(first: first, path: path))
    end = SessionSegment.entriesOffset
    entryCount = 0
    if let full, let before { files.leave(full.release(), before) }
    return true
  }

  /// Makes sure of the folder that the session's files are in.
  mutating func makeFolder(in directory: String) throws(SystemError) {
    if hasFolder { return }
    try makeDirectory(Self.folder(of: session, in: directory))
    hasFolder = true
  }

  /// Takes back what was asked for.
  private mutating func wantNothing(_ files: borrowing SessionFiles) {
    if wantsAfter > 0 { files.want(false, after: wantsAfter) }
    wantsAfter = 0
  }

  var owner: UInt64 { UInt64(epoch.rawValue) << 32 | UInt64(session.rawValue) }

  static func folder(of session: SessionID, in directory: String) -> String {
    "\(directory)/\(DecimalText.padded(session.rawValue, 8))"
  }

  static func path(
    of session: SessionID, _ epoch: Epoch, _ first: UInt64, in directory: String
  ) -> String {
    "\(folder(of: session, in: directory))/\(DecimalText.padded(epoch.rawValue, 8))-"
      + "\(DecimalText.padded(first, SegmentKind.sessions.nameDigits)).out"
  }

  private func map(_ segment: Segment) throws(SystemError) -> SessionSegment {
    let file = try File.open(segment.path, O_RDWR)
    return SessionSegment(try MappedFile(file, writable: true), session: session, epoch: epoch)
  }
}
