import Agents
import Market
import MarketCore
import Records
import Storage

/// The event log of a follower's own directory: what its core makes, at the places where the venue has it, so that
/// the directory can be the venue's.
struct FollowedEvents: ~Copyable {
  private let log: EventLog
  private var writer: EventWriter
  private var files: EventFileWriter

  /// Goes on at `start`, where the events of the last batch that was applied end.
  init(
    _ directory: borrowing StorageDirectory, following commands: borrowing CommandLog,
    from start: UInt64
  ) throws(StorageError) {
    let log = try EventLog.open(in: directory, following: commands, from: start)
    let writer = try log.makeWriter()
    let files = try log.makeFileWriter()
    self.log = log
    self.writer = writer
    self.files = files
  }

  /// A record of the log comes: where it begins a batch, the one before is done, and must end where the log says.
  mutating func endBatch(before record: RawSpan) throws {
    guard record.loadHead().typeCode == CommandType.batch.rawValue else { return }
    try write()
    let said = record.loadBody(BatchHeader.self).eventPosition
    guard writer.position == said else {
      throw FollowerProblem.otherPosition(
        record.loadHead().sequence, made: writer.position, said: said)
    }
  }

  /// Adds what a command has made.
  mutating func add(_ events: RawSpan, of command: Sequence) throws {
    guard writer.makeRoom(for: Venue.eventBytesPerApply) else {
      throw ReplayFailure.tooManyEvents(command)
    }
    if events.byteCount > 0 { writer.records.append(record: events) }
  }

  /// Brings what there is to the files.
  mutating func write() throws {
    _ = writer.publish()
    log.commit(through: log.appendedPosition)
    while try files.writeBehind() > 0 {}
  }

  /// Compares what was made again with what the files had.
  borrowing func check() throws(StorageError) { try log.checkReplay() }
}
