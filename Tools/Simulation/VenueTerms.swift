import Agents
import Market
import MarketCore
import Records
import Storage

/// How large a simulated venue's files and shares are: small, so that ends of files are met often.
struct VenueTerms: Sendable {
  var commandSegmentBytes = 128 << 10
  var eventSegmentBytes = (1_700 + 64) << 10
  var firstSessionFileBytes = 32 << 10
  var positionBlocks = 64
  var commandsPerCycle = 64
  /// How long clearing, registry, warehouse and a buyer on guarantee have.
  var answerSeconds: UInt32 = 60
  var logID: UInt64 = 7
  /// Whether it runs with durability `standby`.
  var hasStandby = false
  /// What a mutation has the start do wrong.
  var mistakes: Set<Mutation> = []

  init() {}

  init(_ random: inout SeededRandom) {
    commandSegmentBytes = random.one(of: [64 << 10, 128 << 10, 512 << 10])
    eventSegmentBytes = random.one(of: [1_700, 1_700 + 192, 1_700 + 448]) << 10
    firstSessionFileBytes = random.one(of: [32 << 10, 64 << 10])
    positionBlocks = random.one(of: [2, 64])
    commandsPerCycle = random.one(of: [4, 16, 64])
    answerSeconds = random.one(of: [5, 30, 120])
    hasStandby = random.once(in: 3)
  }
}

extension VenueTerms {
  func openLog(_ lock: borrowing StorageDirectory) throws -> CommandLog {
    try CommandLog.open(
      in: lock, coreVersion: Venue.coreVersion, newLogID: logID,
      options: CommandLogOptions(
        segmentBytes: commandSegmentBytes, sliceBytes: 32 << 10, durability: .disk))
  }

  func place(_ directory: String, _ term: UInt64, _ progress: LogProgress) -> LogSender.Place {
    LogSender.Place(
      directory: directory, logID: logID, coreVersion: Venue.coreVersion, term: term,
      progress: progress)
  }

  func openEvents(
    _ lock: borrowing StorageDirectory, following log: borrowing CommandLog
  ) throws -> EventLog {
    try EventLog.open(
      in: lock, following: log,
      options: EventLogOptions(segmentBytes: eventSegmentBytes, segmentCount: 3, readers: 16))
  }

  func openStore(
    _ part: SessionStorePart, _ lock: borrowing StorageDirectory, of log: borrowing CommandLog
  ) throws -> SessionStore {
    let options = SessionStoreOptions(
      part: part, capacity: 16, firstSegmentBytes: firstSessionFileBytes,
      largestSegmentBytes: 4 * firstSessionFileBytes, spareFirstFiles: 2, spareFiles: 1)
    return try SessionStore.open(in: lock, of: log, sessions: [], options: options)
  }

  var engine: Engine.Settings {
    var settings = Engine.Settings()
    settings.commandsPerCycle = commandsPerCycle
    if hasStandby { settings.inlineCommitBytes = 0 }
    return settings
  }

  /// The log applied, where there is one; `note` hears of each command.
  func replay(
    _ directory: String, _ log: borrowing CommandLog, _ events: EventLog,
    note: (RawSpan) -> Void
  ) throws -> LogReplay {
    let isRestart = log.recovery.lastSequence.rawValue > 0
    var limits = SimulatedMarket.limits
    if isRestart && mistakes.contains(.replayWithOtherLimits) { limits.orders = 8 }
    var replay = try LogReplay(SimulatedMarket.emptyVenue(limits), events)
    if isRestart { try replay.run(directory, note: { command, _ in note(command) }) }
    return replay
  }
}
