import Agents
import MarketCore
public import Storage

/// How the venue's engine, gateway, committer and tables stand.
public struct VenueFigures: Codable, Equatable, Sendable {
  /// How many entries a table has, and how many it has room for.
  public struct Table: Codable, Equatable, Sendable {
    public var name: String
    public var used: UInt64
    public var room: UInt64
  }

  /// Wall clock of the start, UTC.
  public var startedAt: String?
  public var process: UInt64
  /// By the names of `VenueFigures.counted`.
  public var figures: [String: UInt64]
  /// How far the wall clock is ahead of log time.
  public var clockAheadNanos: Int64
  public var tables: [Table]
  /// Connections that the doorkeeper has refused, by reason (`Notice.Refusal`), where there are any.
  public var refusals: [String: UInt64]
  /// The alarms that are on.
  public var alarms: [String]
}

extension VenueFigures {
  /// What the blocks say now.
  public init(_ counters: CounterFile) {
    let header = counters[0]
    startedAt = SessionFigures.time(header.load(3))
    process = header.load(2)
    figures = [:]
    for figure in Self.counted {
      figures[figure.name] = figure.blocks.reduce(0) { $0 &+ counters[$1].load(figure.place) }
    }
    let main = counters[CounterLayout.process]
    clockAheadNanos = Int64(bitPattern: main.load(.clockAheadNanos))
    let block = counters[CounterLayout.tables]
    tables = VenueTable.allCases.map { table in
      Table(
        name: "\(table)", used: block.load(2 * table.rawValue),
        room: block.load(2 * table.rawValue + 1))
    }
    let door = counters[CounterLayout.doorkeeper]
    refusals = [:]
    for refusal in Notice.Refusal.allCases {
      let count = door.load(DoorkeeperCounter.refusals(refusal.rawValue))
      if count > 0 { refusals["\(refusal)"] = count }
    }
    let bits = main.load(.alarms)
    alarms = Alarm.all.filter { bits & (1 << UInt64($0.number)) != 0 }.map(\.name)
  }

  /// A figure by its name.
  public subscript(_ name: String) -> UInt64 { figures[name] ?? 0 }

  /// Where a figure stands and what it is.
  public struct Figure: Sendable {
    public let name: String
    public let help: String
    /// Whether it only grows.
    public let isTotal: Bool
    /// Where it stands; a figure of several is their sum.
    let blocks: [Int]
    let place: Int
  }

  /// What is shown, by the names in answers and metrics.
  public static let counted: [Figure] = [
    figure(.commands, "commands", "Commands applied", isTotal: true),
    figure(.batches, "batches", "Batches written to the command log", isTotal: true),
    figure(.inlineCommits, "inlineCommits", "Batches committed by the engine", isTotal: true),
    figure(.stalls, "stalls", "Cycles in which commands waited for a log", isTotal: true),
    figure(.timeGaps, "timeGaps", "Gaps in the venue's time", isTotal: true),
    figure(.busyNanos, "busyNanos", "Nanoseconds from each batch's time to the log", isTotal: true),
    figure(
      .uncommittedEventBytes, "uncommittedEventBytes", "Bytes of events that wait for a commit"),
    figure(
      .unwrittenEventBytes, "unwrittenEventBytes", "Bytes of committed events not yet in files"),
    figure(.appliedNanos, "appliedNanos", "Nanoseconds from the last batch's time to the log"),
    figure(.loggedOnSessions, "loggedOnSessions", "Sessions logged on"),
    figure(.connections, "connections", "Sessions with a connection"),
    figure(
      .commandRingBytes, of: [.gateway], "commandRingBytes", "Bytes in the gateway's command ring"),
    figure(
      .commandRingCapacity, of: [.gateway], "commandRingCapacity",
      "Bytes that the gateway's command ring holds"),
    figure(
      .commandRingBytes, of: [.publisher], "publisherRingBytes",
      "Bytes in the publisher's command ring"),
    figure(
      .storeFaults, "storeFaults", "Faults found in the session store since the start",
      isTotal: true),
    figure(.noticesLost, "noticesLost", "Log lines of the gateways lost", isTotal: true),
    figure(
      .servedPosition, of: [.gateway], "servedPosition", "Event position that the gateway has read",
      isTotal: true),
    figure(
      .servedPosition, of: [.publisher], "publishedPosition",
      "Event position that the publisher has read", isTotal: true),
    figure(
      .committedPosition, of: [.gateway], "committedPosition", "Event position committed",
      isTotal: true),
    figure(.resends, "resends", "Resends in progress"),
    figure(.resendNanos, "resendNanos", "Nanoseconds spent on resends", isTotal: true),
    figure(
      .busyResendNanos, "busyResendNanos",
      "Nanoseconds spent on resends in duty cycles with other work", isTotal: true),
    figure(
      .resendBusyNanos, "resendBusyNanos",
      "Nanoseconds of duty cycles that had resends and other work", isTotal: true),
    figure(
      .lateEvents, "lateEvents", "Events read once more for sessions that were late", isTotal: true),
    figure(
      .conflations, "conflations",
      "Snapshots of market data due in place of changes, for slow readers",
      isTotal: true),
    figure(.commits, "commits", "Commits of the command log", isTotal: true),
    figure(.commitNanos, "commitNanos", "Nanoseconds spent in commits", isTotal: true),
    figure(.commitNanosMax, "commitNanosMax", "Nanoseconds of the longest commit"),
    figure(.intakeClosed, "intakeClosed", "1 where no new orders are taken: no room for the logs"),
    figure(
      .eventBytesWritten, "eventBytesWritten", "Bytes of events written to files", isTotal: true),
    figure(.waiting, "strangersWaiting", "Connections that have not said who they are"),
    figure(.accepted, "connectionsAccepted", "Connections accepted", isTotal: true),
    figure(.handedOver, "connectionsHandedOver", "Connections that had a session", isTotal: true),
    figure(.refused, "connectionsRefused", "Connections closed without a word", isTotal: true),
    figure(.handshakes, "handshakes", "Handshakes of TLS done", isTotal: true),
    figure(
      .ranNanos, "doorkeeperBusyNanos", "Nanoseconds that the doorkeeper has run", isTotal: true),
    figure(
      .usedPercent, "doorkeeperUsedPercent", "Percent of what it may run at once; at 100 it rests"),
    Figure(
      name: "diskFreeBytes", help: "Bytes free where the data directory is", isTotal: false,
      blocks: [CounterLayout.process], place: ProcessCounter.diskFreeBytes.rawValue),
    Figure(
      name: "descriptorPercent", help: "Open files of as many as there may be", isTotal: false,
      blocks: [CounterLayout.process], place: ProcessCounter.descriptorPercent.rawValue),
    Figure(
      name: "commitLastsNanos", help: "Nanoseconds of the commit being made", isTotal: false,
      blocks: [CounterLayout.process], place: ProcessCounter.commitLastsNanos.rawValue),
    Figure(
      name: "followerAway", help: "1 where no follower is sent the log", isTotal: false,
      blocks: [CounterLayout.process], place: ProcessCounter.followerAway.rawValue),
    Figure(
      name: "followerLag", help: "Commands that the follower has not acknowledged",
      isTotal: false,
      blocks: [CounterLayout.process], place: ProcessCounter.followerLag.rawValue),
  ]

  private static func figure(
    _ counter: EngineCounter, _ name: String, _ help: String, isTotal: Bool = false
  ) -> Figure {
    Figure(
      name: name, help: help, isTotal: isTotal, blocks: [CounterLayout.engine],
      place: counter.rawValue
    )
  }

  private static func figure(
    _ counter: GatewayCounter, of hosts: [SessionHost] = [.gateway, .publisher], _ name: String,
    _ help: String, isTotal: Bool = false
  ) -> Figure {
    Figure(
      name: name, help: help, isTotal: isTotal, blocks: hosts.map { CounterLayout.block(of: $0) },
      place: counter.rawValue)
  }

  private static func figure(
    _ counter: DoorkeeperCounter, _ name: String, _ help: String, isTotal: Bool = false
  ) -> Figure {
    Figure(
      name: name, help: help, isTotal: isTotal, blocks: [CounterLayout.doorkeeper],
      place: counter.rawValue)
  }

  private static func figure(
    _ counter: CommitterCounter, _ name: String, _ help: String, isTotal: Bool = false
  ) -> Figure {
    Figure(
      name: name, help: help, isTotal: isTotal, blocks: [CounterLayout.committer],
      place: counter.rawValue)
  }
}
