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
  private var facts: LogFacts
  /// The last command that a snapshot has taken.
  private var written: Sequence
  /// Where the events end behind which it has begun; 0 beside a venue.
  let eventEnd: UInt64
  /// The events of a directory that is its own; nil beside a venue, which has them.
  private var events: FollowedEvents?

  /// Begins behind the newest snapshot that is whole, and says which ones are not.
  init(_ data: String, snapshots: String, keeping: Int, fromStart: Bool) throws {
    var taken: TakenSnapshot?
    if !fromStart, let logID = try CommandLogReader(directory: data).logID {
      taken = try TakenSnapshot.newest(
        of: data, logID, in: snapshots, passedOver: Self.passOver)
    }
    try self.init(data, snapshots: snapshots, keeping: keeping, behind: taken)
  }

  /// Begins behind a snapshot, or where there is none from the log's begin, and says so.
  init(
    _ data: String, snapshots: String, keeping: Int, behind taken: consuming TakenSnapshot?
  ) throws {
    self.data = data
    self.snapshots = snapshots
    self.keeping = keeping
    if let taken {
      print("from \(taken.file.path), command \(taken.file.sequence.rawValue)")
      reader = try CommandLogReader(directory: data, from: taken.file.sequence.next)
      written = taken.file.sequence
      eventEnd = taken.eventEnd ?? 0
      facts = taken.facts
      replay = taken.replay
    } else {
      print("from the beginning of the log")
      reader = try CommandLogReader(directory: data)
      written = Sequence(rawValue: 0)
      eventEnd = 0
      facts = LogFacts()
      replay = Replay()
    }
    Output.flush()
  }

  static func passOver(_ reason: String) {
    Output.complain("a snapshot is passed over: \(reason)")
  }

  /// The last command that was applied, how the log stands there, and whether its batch is whole.
  var last: Sequence { replay.lastSequence }
  var lastRecordCRC: UInt32 { replay.lastRecordCRC }
  var term: UInt64 { replay.term }
  var lastTime: Instant { replay.lastTime }
  var isBatchWhole: Bool { replay.isBatchWhole }
  var batchStart: Sequence { replay.batchStart }

  /// From now on the events go into files too.
  mutating func keep(_ events: consuming FollowedEvents) { self.events = consume events }

  /// Compares what was made again with what the files had.
  borrowing func checkEvents() throws { try events?.check() }

  /// Applies what the log has, to its end, or to `limit`.
  mutating func catchUp(upTo limit: Sequence = Sequence(rawValue: .max)) throws {
    var progress = Progress("applied")
    while reader.nextSequence <= limit, try reader.next() {
      try reader.check(coreVersion: Venue.coreVersion)
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
