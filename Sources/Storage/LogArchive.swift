import Glibc
import Linux
public import Market
import Records

/// Keeps the logs of a venue for years: seals segments that no start needs, and removes them from an archive when
/// their time is over. Works beside a venue that runs; one at a time in a directory.
///
/// A segment is sealed when it is full, older than asked, and when nothing in it is needed behind the newest snapshot;
/// the last two of the commands and the last three of the events never, since they are what a start writes to. All
/// readers read sealed ones too, only slower. Commands are sealed in order, and each with a line of the chain.
///
/// Segments are removed from an archive only: a venue's own log stays whole, for the numbers of its market data and its
/// answers about the past are functions of all of it.
public struct LogArchive: ~Copyable {
  /// A segment that was sealed, and its lengths in bytes.
  public struct Sealed: Sendable, Equatable {
    public let path: String
    public let plainBytes: Int
    public let sealedBytes: Int
  }

  /// Years that are kept at least.
  public static var leastYears: Int { 5 }

  private let directory: String
  private var chain: LogChain
  private let lock: File
  private var commands: String { "\(directory)/commands" }
  private var events: String { "\(directory)/events" }

  /// Takes the archive of a venue's directory. Refused while another process has it.
  public init(directory: String) throws(StorageError) {
    let lock = try storage { () throws(SystemError) in
      try File.open(LogChain.path(in: directory), O_RDWR | O_CREAT)
    }
    if flock(lock.descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
      if errno != EWOULDBLOCK { throw .system(.last("flock", subject: lock.path)) }
      throw .foreign(file: lock.path, reason: "is in use: another process seals this log")
    }
    let chain = try LogChain(directory: directory)
    (self.directory, self.chain) = (directory, chain)
    self.lock = lock
  }

  /// The command that the chain goes through, and its value; nil where nothing is sealed.
  public var end: (sequence: UInt64, value: String)? {
    chain.lines.last.map { ($0.last, $0.value) }
  }

  /// Seals what was last written before `seconds` since 1970, and is not needed behind the newest whole snapshot of
  /// `snapshots`; that snapshot, nil where there is none and nothing is sealed.
  public mutating func seal(
    before seconds: Int64, snapshots: String, told: (Sealed) -> Void
  ) throws(StorageError) -> SnapshotFile? {
    let reader = try CommandLogReader(directory: directory)
    guard let logID = reader.logID else { return nil }
    guard let snapshot = try Self.newest(in: snapshots, of: logID) else { return nil }
    let last = snapshot.sequence.rawValue
    try sealCommands(through: last, before: seconds, told: told)
    try sealEvents(through: last, before: seconds, told: told)
    return snapshot
  }

  /// Removes from an archive the sealed segments whose every command is older than `instant`, with their events; the
  /// paths. `owner` proves that no venue runs on it; none will start on what is left.
  public mutating func prune(
    _ owner: borrowing StorageDirectory, before instant: Instant
  ) throws(StorageError) -> [String] {
    precondition(owner.path == directory, "the directory is the owner's")
    var removed: [String] = []
    var files = try list(.commands)
    while files.count > 1, files[0].isSealed, chain.line(of: files[0].first) != nil,
      let head = try firstHead(of: files[1], .commands), head.time < instant
    {
      removed.append(files.removeFirst().path)
    }
    let first = files[0].first
    var kept = try list(.events)[...]
    while kept.count > 1, kept[kept.startIndex].isSealed,
      let head = try firstHead(of: kept[kept.startIndex + 1], .events),
      head.sequence.rawValue < first
    {
      removed.append(kept.removeFirst().path)
    }
    let paths = removed
    let folders = [commands, events]
    try storage { () throws(SystemError) in
      for path in paths { try removeFile(path) }
      for folder in folders { try syncDirectory(folder) }
    }
    return removed
  }

  private static func newest(
    in directory: String, of logID: UInt64
  ) throws(StorageError) -> SnapshotFile? {
    for file in try SnapshotFile.list(in: directory).reversed() where file.isWhole(of: logID) {
      return file
    }
    return nil
  }

  private mutating func sealCommands(
    through last: UInt64, before seconds: Int64, told: (Sealed) -> Void
  ) throws(StorageError) {
    let files = try list(.commands)
    for (file, following) in zip(files, files.dropFirst()).dropLast() {
      guard following.first <= last else { return }
      if file.isSealed { continue }
      guard try isOld(file, seconds) else { return }
      let line = try line(of: file, through: following.first - 1)
      if chain.line(of: file.first) == nil {
        do throws(SystemError) { try chain.append(line) } catch { throw .system(error) }
      } else if chain.line(of: file.first) != line {
        throw .damaged(
          file: file.path, offset: 0, reason: "it has chain \(line.value), \(chain.path) says other"
        )
      }
      told(try seal(file, in: commands))
    }
  }

  private func sealEvents(
    through last: UInt64, before seconds: Int64, told: (Sealed) -> Void
  ) throws(StorageError) {
    let files = try list(.events)
    for (file, following) in zip(files, files.dropFirst()).dropLast(2) where !file.isSealed {
      guard let head = try firstHead(of: following, .events), head.sequence.rawValue <= last,
        try isOld(file, seconds)
      else { return }
      told(try seal(file, in: events))
    }
  }

  private func seal(_ file: SegmentFile, in folder: String) throws(StorageError) -> Sealed {
    let bytes = try storage { () throws(SystemError) in try file.seal(in: folder) }
    return Sealed(path: file.sealedPath, plainBytes: bytes.plain, sealedBytes: bytes.sealed)
  }

  /// Reads a segment of commands, every record of it.
  private func line(
    of file: SegmentFile, through last: UInt64
  ) throws(StorageError) -> LogChain.Line {
    guard var digest = chain.begin(of: file.first) else {
      throw .damaged(
        file: chain.path, offset: 0, reason: "it says nothing of the commands before \(file.first)")
    }
    var reader = try CommandLogReader(
      directory: directory, from: Sequence(rawValue: file.first))
    if let header = reader.header { digest.take(header) }
    while reader.nextSequence.rawValue <= last, try reader.next() {
      digest.take(record: reader.record)
    }
    guard reader.nextSequence.rawValue == last + 1 else {
      throw .damaged(
        file: file.path, offset: reader.fileOffset,
        reason: "it ends with command \(reader.nextSequence.rawValue - 1), not \(last)")
    }
    return LogChain.Line(first: file.first, last: last, value: digest.hex)
  }

  private func list(_ kind: SegmentKind) throws(StorageError) -> [SegmentFile] {
    let folder = kind == .commands ? commands : events
    return try storage { () throws(SystemError) in try SegmentFile.list(kind, in: folder) }
  }

  private func isOld(_ file: SegmentFile, _ seconds: Int64) throws(StorageError) -> Bool {
    try storage { () throws(SystemError) in
      try File.open(file.path, O_RDONLY).changedSeconds() < seconds
    }
  }

  /// The head of the first record in a segment; nil where none is written there yet.
  private func firstHead(
    of file: SegmentFile, _ kind: SegmentKind
  ) throws(StorageError) -> RecordHead? {
    try storage { () throws(SystemError) -> RecordHead? in
      guard let header = try SegmentHeader.read(kind, of: file) else { return nil }
      var window = SegmentWindow(capacity: 1 << 16)
      window.show(try file.open())
      let start = SegmentHeader.byteCount
      guard
        case .record = try RecordCheck.examine(
          &window, at: start, limit: Int(header.segmentBytes))
      else { return nil }
      return window.bytes(at: start, RecordHead.byteCount).loadHead()
    }
  }
}

extension SnapshotFile {
  /// Whether every byte of it is as it was written, by whichever version of the core.
  func isWhole(of logID: UInt64) -> Bool {
    do throws(StorageError) {
      _ = try SnapshotReader(self, ofLog: logID, coreVersion: nil)
      return true
    } catch { return false }
  }
}
