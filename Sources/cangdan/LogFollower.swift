import ArgumentParser
import LogText
import Market
import MarketCore
import Records
import Storage

/// A core that follows a log, and its snapshots.
struct LogFollower: ~Copyable {
  private let data: String
  private let snapshots: String
  private let keeping: Int
  private var replay: Replay
  private var reader: CommandLogReader
  /// What a venue that begins with a snapshot must know beside its core.
  private var facts = LogFacts()
  /// The last command that a snapshot has taken.
  private var written: Sequence
  /// The events of a directory that is its own; nil beside a venue, which has them.
  private var events: FollowedEvents?

  /// Begins behind the newest snapshot that is whole, and says which ones are not.
  init(_ data: String, snapshots: String, keeping: Int, fromStart: Bool) throws {
    self.data = data
    self.snapshots = snapshots
    self.keeping = keeping
    let log = try CommandLogReader(directory: data)
    let files = fromStart ? [] : try SnapshotFile.list(in: snapshots)
    for file in files.reversed() {
      guard let logID = log.logID else { break }
      do {
        var facts = LogFacts()
        guard
          let version = try LogVersions(directory: data)
            .origin(of: Venue.coreVersion, behind: file.sequence)
        else { continue }
        let replay = try Replay(file, logID: logID, writtenBy: version, with: &facts)
        let reader = try CommandLogReader(
          directory: data, from: Sequence(rawValue: file.sequence.rawValue + 1))
        guard try replay.isOfLog(in: data) else {
          Output.complain(
            "\(file.path) is passed over: it is ahead of the log, or of one that went on otherwise")
          continue
        }
        print("from \(file.path), command \(file.sequence.rawValue)")
        Output.flush()
        self.replay = replay
        self.reader = reader
        self.facts = facts
        written = file.sequence
        return
      } catch {
        Output.complain("a snapshot is passed over: \(error)")
      }
    }
    print("from the beginning of the log")
    Output.flush()
    replay = Replay()
    reader = log
    written = Sequence(rawValue: 0)
  }

  /// The last command that was applied, how the log stands there, and whether its batch is whole.
  var last: Sequence { replay.lastSequence }
  var lastRecordCRC: UInt32 { replay.lastRecordCRC }
  var term: UInt64 { replay.term }
  var lastTime: Instant { replay.lastTime }
  var isBatchWhole: Bool { replay.isBatchWhole }
  var batchStart: Sequence { replay.batchStart }
  /// The events of the last batch, as the log says where they stand.
  var lastBatch: EventBatch { replay.lastBatch }

  /// From now on the events go into files too.
  mutating func keep(_ events: consuming FollowedEvents) { self.events = consume events }

  /// Compares what was made again with what the files had.
  borrowing func checkEvents() throws { try events?.check() }

  /// Applies what the log has, to its end, or to `limit`.
  mutating func catchUp(upTo limit: Sequence = Sequence(rawValue: .max)) throws {
    var progress = Progress("applied")
    while reader.nextSequence <= limit, try reader.next() {
      try reader.checkVersion()
      try events?.endBatch(before: reader.record)
      switch replay.take(reader.record) {
      case .applied:
        progress.advance(to: replay.commandCount)
        if reader.record.loadHead().typeCode != CommandType.batch.rawValue {
          facts.note(reader.record, told: replay.told)
          try events?.add(replay.told, of: replay.lastSequence)
        }
      case .refused(let reason):
        progress.end()
        throw StorageError.foreign(file: reader.file, reason: reason)
      case .differs(let difference):
        progress.end()
        Output.complain(
          "differs in the batch from command \(difference.firstSequence.rawValue) (\(reader.file)): the log "
            + "says \(difference.logged.count) events, CRC \(String(difference.logged.crc, radix: 16)); "
            + "applied it makes \(difference.made.count), CRC \(String(difference.made.crc, radix: 16))"
        )
        throw ExitCode(1)
      }
    }
    progress.end()
    try events?.write()
  }

  /// Puts down what the log has come to, unless a snapshot has it, and removes those that are too many.
  mutating func writeSnapshot() throws {
    guard replay.lastSequence.rawValue > 0, replay.lastSequence != written, replay.isBatchWhole
    else { return }
    let file = try replay.write(in: snapshots, with: &facts)
    written = replay.lastSequence
    try SnapshotFile.removeOld(
      in: snapshots, keeping: keeping, and: LogVersions(directory: data).ends)
    let digest = replay.venueDigest().map { String($0, radix: 16) } ?? "none"
    print(
      "\(file.path): \(replay.commandCount) commands, \(replay.comparedCount) batches compared, "
        + "digest \(digest)")
    Output.flush()
  }
}
