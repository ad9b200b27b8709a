import Glibc
public import Linux
public import Market
public import Records

/// The engine's end of the command log: batches of records, one write each, in segments of zeros.
///
/// A batch is a record `CommandType.batch` and the commands it counts, one behind the other. The
/// batch's header carries the sequence of the first command behind it and takes none of its own; every
/// other record has the sequence after the one before. A batch never crosses two segments: what is
/// left of a segment stays zero.
///
/// **What opening does with the end.** The last good record is the end. What follows it is either a
/// torn tail (the power went while it was being written) and is cut off, or damage, and then the log
/// is not opened. The two look alike, and pages may reach a disk in any order, so good records behind
/// a bad one prove nothing. What proves damage is a batch header behind it that says
/// `committedThrough` at or above the missing sequence: that command had been committed, so it had been
/// synced, so no loss of power takes it away. A batch is cut from its first bad record on; good
/// commands before it stay, for each is whole in itself, and none of the batch had been answered.
///
/// **A failed write or sync is never tried again.** After a failed fdatasync(2) the kernel may have
/// dropped the pages and marked them clean, so that a second call succeeds without having stored
/// anything; and after a failed or partial pwrite(2) nobody knows what the file holds. The process
/// must stop; what counts is what opening the log then finds.
///
/// Owned by the engine's thread. `CommitHandle` is the committer's end.
public struct CommandLog: ~Copyable, Sendable {
  let exchange: SegmentExchange
  let directory: String
  let identity: LogIdentity
  let options: CommandLogOptions
  private var descriptor: CInt
  private var path: String
  private var offset: Int
  private var segmentBytes: Int
  /// The sequence that the next command takes.
  public private(set) var nextSequence: Sequence
  /// The log's name in all its files.
  public var logID: UInt64 { identity.logID }
  /// What opening has found.
  public let recovery: CommandLogRecovery

  init(
    _ opened: consuming OpenedSegment, directory: String, identity: LogIdentity,
    options: CommandLogOptions
  ) {
    self.directory = directory
    self.identity = identity
    self.options = options
    recovery = opened.recovery
    nextSequence = opened.recovery.lastSequence.next
    path = opened.file.path
    offset = opened.offset
    segmentBytes = opened.segmentBytes
    descriptor = opened.release()
    exchange = SegmentExchange(
      current: descriptor, appended: recovery.lastSequence.rawValue)
  }

  /// Appends a batch: seals its records, says in its header what has been committed, and writes it.
  ///
  /// The sequences must be the next ones: anything else is our own error. A thrown error is final.
  public mutating func append(_ batch: inout RecordBuffer) throws(SystemError) -> AppendOutcome {
    precondition(
      SegmentHeader.byteCount + batch.count <= options.segmentBytes, "a batch fits in a segment")
    if offset + batch.count > segmentBytes, try !roll() { return .noRoom }
    let following = seal(&batch)
    try write(batch.bytes, before: following)
    return .appended
  }

  /// Appends a batch as the log has it at another machine, byte for byte.
  ///
  /// What its header calls committed must be synced here, or a loss of power would look like damage.
  mutating func append(_ batch: ReceivedBatch, _ bytes: RawSpan) throws(SystemError)
    -> AppendOutcome
  {
    precondition(batch.first == nextSequence, "a batch begins with the next sequence")
    precondition(
      batch.committedThrough <= exchange.committedSequence, "what a batch builds on is synced")
    if offset + bytes.byteCount > segmentBytes, try !roll() { return .noRoom }
    try write(bytes, before: batch.last.next)
    return .appended
  }

  private mutating func write(_ batch: RawSpan, before following: Sequence) throws(SystemError) {
    try writeFully(descriptor, batch, at: offset, path: path)
    offset += batch.byteCount
    nextSequence = following
    exchange.didAppend(through: following.rawValue - 1)
    if offset > segmentBytes / 4 { exchange.needsNextSoon() }
  }

  /// How far the log is, for whoever reads it while it is written.
  public var progress: LogProgress { LogProgress(exchange) }

  /// The committer's end. There is one.
  public func makeCommitHandle() -> CommitHandle {
    precondition(exchange.takeCommitHandle(), "a log has one committer")
    return CommitHandle(exchange, directory: directory, options: options)
  }

  /// What prepares the segments to come. There is one.
  public func makePreparer() -> SegmentPreparer {
    precondition(exchange.takePreparer(), "a log has one preparer")
    return SegmentPreparer(exchange, directory: directory, options: options)
  }

  /// Whether a batch of `byteCount` bytes could be appended now.
  public func hasRoom(for byteCount: Int) -> Bool {
    offset + byteCount <= segmentBytes || !exchange.needsPrepared
  }

  /// The sequence after the batch's last.
  private func seal(_ batch: inout RecordBuffer) -> Sequence {
    let head = batch.bytes.loadHead()
    precondition(head.typeCode == CommandType.batch.rawValue, "a batch begins with its header")
    precondition(head.sequence == nextSequence, "a batch begins with the next sequence")
    var header = batch.bytes.loadBody(BatchHeader.self)
    header.committedThrough = exchange.committedSequence
    batch.store(header, at: RecordHead.byteCount)
    batch.seal(at: 0)
    var sequence = nextSequence
    var offset = Int(head.length)
    while offset < batch.count {
      let head = batch.bytes.loadHead(at: offset)
      precondition(head.sequence == sequence, "each command takes the next sequence")
      precondition(head.typeCode != CommandType.batch.rawValue, "a batch has one header")
      batch.seal(at: offset)
      sequence = sequence.next
      offset += Int(head.length)
    }
    return sequence
  }

  /// Goes on in the prepared segment. False where there is none.
  private mutating func roll() throws(SystemError) -> Bool {
    guard let prepared = exchange.preparedSegment else { return false }
    let file = SegmentFile(.commands, first: nextSequence.rawValue, in: directory)
    try renameFile(SegmentPreparation.path(in: directory), to: file.path)
    let header = SegmentHeader(
      .commands, identity, first: file.first, segmentBytes: options.segmentBytes)
    try header.write(to: prepared, path: file.path)
    exchange.roll()
    descriptor = prepared
    path = file.path
    offset = SegmentHeader.byteCount
    segmentBytes = options.segmentBytes
    return true
  }
}
