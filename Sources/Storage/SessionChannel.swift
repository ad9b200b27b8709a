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
  /// The last segment.
  var writing: SessionSegment?
  private(set) var end = SessionSegment.entriesOffset
  private var entryCount = 0
  /// An earlier segment, mapped for a resend.
  var reading: SessionSegment?
  var readingIndex = -1

  init(_ session: SessionID) { self.session = session }

  /// Begins an epoch: nothing of the one before is read any more.
  mutating func begin(_ epoch: Epoch) {
    precondition(epoch > self.epoch, "epochs go up")
    self.epoch = epoch
    segments = []
    last = nil
    close()
    end = SessionSegment.entriesOffset
    entryCount = 0
  }

  /// Lets go of the mappings; the next message or resend maps again.
  mutating func close() {
    writing = nil
    reading = nil
    readingIndex = -1
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

  /// Stores a message behind the last one.
  mutating func append(
    _ head: StoredMessageHead, _ bytes: RawSpan, in directory: String, _ sizes: SessionStoreOptions,
    _ identity: LogIdentity
  ) throws(SystemError) {
    precondition(head.epoch == epoch, "the epoch was begun")
    precondition(head.msgSeqNum.rawValue > (last?.msgSeqNum.rawValue ?? 0), "numbers go up")
    var head = head
    let length = StoredMessageHead.entryLength(bytes.byteCount)
    precondition(
      SessionSegment.entriesOffset + length <= sizes.firstSegmentBytes, "a file holds any message")
    head.length = UInt32(length)
    head.byteCount = UInt32(bytes.byteCount)
    if writing == nil, let segment = segments.last {
      writing = try map(segment, writable: true)
    }
    if writing == nil || end + length > (writing?.byteCount ?? 0) {
      try grow(head.msgSeqNum, in: directory, sizes, identity)
    }
    guard var segment = writing.take() else { preconditionFailure("a segment is mapped") }
    segment.write(head, bytes, at: end, ordinal: entryCount)
    writing = consume segment
    end += length
    entryCount += 1
    last = head
  }

  /// Begins a file twice as large as the last one.
  private mutating func grow(
    _ first: MsgSeqNum, in directory: String, _ sizes: SessionStoreOptions, _ identity: LogIdentity
  ) throws(SystemError) {
    let size = min((writing?.byteCount ?? 0) * 2, sizes.largestSegmentBytes)
    let byteCount = max(size, sizes.firstSegmentBytes)
    let folder = Self.folder(of: session, in: directory)
    try makeDirectory(folder)
    let path =
      "\(folder)/\(decimal(UInt64(epoch.rawValue), digits: 8))-"
      + "\(decimal(first.rawValue, digits: SegmentKind.sessions.nameDigits)).out"
    let file = try File.open(path, O_RDWR | O_CREAT | O_TRUNC)
    do throws(SystemError) {
      try file.allocate(byteCount)
    } catch {
      // What a full disk gave to this file goes back; should that fail too, `error` says enough.
      _ = unsafe unlink(path)
      throw error
    }
    let header = SegmentHeader(
      .sessions, identity, first: first.rawValue, segmentBytes: byteCount, owner: owner)
    try header.write(to: file.descriptor.rawValue, path: path)
    writing = SessionSegment(
      try MappedFile(file, writable: true), session: session, epoch: epoch)
    segments.append(Segment(first: first.rawValue, path: path))
    end = SessionSegment.entriesOffset
    entryCount = 0
  }

  var owner: UInt64 { UInt64(epoch.rawValue) << 32 | UInt64(session.rawValue) }

  static func folder(of session: SessionID, in directory: String) -> String {
    "\(directory)/\(decimal(UInt64(session.rawValue), digits: 8))"
  }

  func map(_ segment: Segment, writable: Bool) throws(SystemError) -> SessionSegment {
    let file = try File.open(segment.path, writable ? O_RDWR : O_RDONLY)
    return SessionSegment(
      try MappedFile(file, writable: writable), session: session, epoch: epoch)
  }
}
