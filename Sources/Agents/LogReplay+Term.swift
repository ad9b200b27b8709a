import Linux
public import Market
import MarketCore
import Memory
import Records
public import Storage

extension LogReplay {
  /// Opens the next term behind the end of `log`, which was applied: appends its record in a batch of its own, and brings
  /// both logs to the disk. The term, above the log's own and above `heard`; `wallClock` and who acts stand in the record.
  public mutating func openTerm(
    in log: inout CommandLog, above heard: UInt64, at wallClock: Instant, uid: UInt32 = 0,
    pid: UInt32 = 0
  ) throws -> UInt64 {
    var opened = TermOpened()
    opened.term = max(venue.term, heard) + 1
    opened.previousLast = log.recovery.lastSequence
    opened.wallClock = wallClock
    (opened.uid, opened.pid) = (uid, pid)
    var committer = log.makeCommitHandle()
    try append(opened, to: &log)
    _ = writer.publish()
    try committer.finish()
    events.commit(through: events.appendedPosition)
    try files.finish()
    return opened.term
  }

  private mutating func append(_ opened: TermOpened, to log: inout CommandLog) throws {
    let sequence = opened.previousLast.next
    var batch = RecordBuffer(capacity: 1 << 14)
    var head = RecordHead()
    head.typeCode = CommandType.batch.rawValue
    head.sequence = sequence
    head.time = max(lastTime, opened.wallClock)
    var header = BatchHeader()
    header.commandCount = 1
    header.previousEventCount = lastDigest.count
    header.previousEventCRC = lastDigest.crc
    header.eventPosition = writer.position
    batch.append(head, body: header)
    head.typeCode = CommandType.termOpened.rawValue
    let offset = batch.append(head, body: opened)
    var preparer = log.makePreparer()
    while try log.append(&batch) == .noRoom {
      while preparer.prepareNextIfNeeded() == .advanced {}
      if let error = preparer.lastPreparationError { throw error }
    }
    guard writer.makeRoom(for: Venue.eventBytesPerApply) else {
      throw ReplayFailure.tooManyEvents(sequence)
    }
    venue.apply(batch.bytes.extracting(offset..<batch.count), into: &writer.records)
  }
}
