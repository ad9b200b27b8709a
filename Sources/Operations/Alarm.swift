import MarketCore

/// A limit that comes near: told once when a figure crosses it, and once when it is well back.
public struct Alarm: Equatable, Sendable {
  /// Its place in `ProcessCounter.alarms`.
  public let number: Int
  /// As in log lines, in answers, and in Tools/OPERATIONS.md.
  public let name: String
  let limit: Limit

  /// What is looked at.
  enum Limit: Equatable, Sendable {
    /// A table is so full, percent.
    case table(VenueTable)
    /// A figure is at or above `on`, and the alarm over below `off`.
    case above(String, on: UInt64, off: UInt64)
    /// A figure is below `on`, and the alarm over at or above `off`.
    case below(String, on: UInt64, off: UInt64)
    /// The wall clock is away from log time.
    case clock(onNanos: UInt64, offNanos: UInt64)
    /// Committed events that one has not read whose position this figure is, bytes.
    case unread(by: String, on: UInt64, off: UInt64)
  }

  /// From which percentage on a table is an alarm, and below which it is over.
  public static let tablePercent = (on: UInt64(90), off: UInt64(80))

  /// Every alarm there is.
  public static let all: [Alarm] = {
    var limits: [(String, Limit)] = VenueTable.allCases.map { ("table.\($0)", .table($0)) }
    limits += [
      ("commandRing", .above("commandRingBytes", on: 192 << 10, off: 128 << 10)),
      ("uncommittedEvents", .above("uncommittedEventBytes", on: 16 << 20, off: 8 << 20)),
      ("unwrittenEvents", .above("unwrittenEventBytes", on: 64 << 20, off: 32 << 20)),
      ("unreadEvents", .unread(by: "servedPosition", on: 32 << 20, off: 16 << 20)),
      ("strangersWaiting", .above("strangersWaiting", on: 192, off: 128)),
      ("doorkeeperShare", .above("doorkeeperUsedPercent", on: 90, off: 50)),
      ("descriptors", .above("descriptorPercent", on: 90, off: 80)),
      ("diskFree", .below("diskFreeBytes", on: 1 << 30, off: 2 << 30)),
      ("sessionStore", .above("storeFaults", on: 1, off: 1)),
      ("clockAway", .clock(onNanos: 1_000_000_000, offNanos: 500_000_000)),
      ("unpublishedEvents", .unread(by: "publishedPosition", on: 256 << 20, off: 128 << 20)),
      ("intakeClosed", .above("intakeClosed", on: 1, off: 1)),
      ("slowCommit", .above("commitLastsNanos", on: 1_000_000_000, off: 500_000_000)),
      ("followerAway", .above("followerAway", on: 1, off: 1)),
    ]
    return limits.enumerated().map { Alarm(number: $0, name: $1.0, limit: $1.1) }
  }()

  /// Whether it is on now, where it was before.
  public func isOn(_ figures: VenueFigures, wasOn: Bool) -> Bool {
    switch limit {
    case .table(let table):
      let fill = figures.tables[table.rawValue]
      let percent = wasOn ? Self.tablePercent.off : Self.tablePercent.on
      return fill.room > 0 && fill.used * 100 >= fill.room * percent
    case .above(let name, let on, let off): return figures[name] >= (wasOn ? off : on)
    case .below(let name, let on, let off): return figures[name] < (wasOn ? off : on)
    case .clock(let on, let off):
      return figures.clockAheadNanos.magnitude >= (wasOn ? off : on)
    case .unread(let name, let on, let off):
      let (read, committed) = (figures[name], figures["committedPosition"])
      return committed > read && committed - read >= (wasOn ? off : on)
    }
  }
}

/// Which alarms are on. Owner: the main thread.
public struct AlarmWatch: Sendable {
  /// Bit n for alarm n.
  public private(set) var bits: UInt64 = 0

  /// An alarm that has been crossed, or is over.
  public struct Change: Equatable, Sendable {
    public let alarm: Alarm
    public let isOn: Bool
  }

  public init() {}

  /// Looks at the figures; what has changed since the last look.
  public mutating func look(_ figures: VenueFigures) -> [Change] {
    var changes: [Change] = []
    for alarm in Alarm.all {
      let bit = UInt64(1) << UInt64(alarm.number)
      let wasOn = bits & bit != 0
      let isOn = alarm.isOn(figures, wasOn: wasOn)
      guard isOn != wasOn else { continue }
      bits ^= bit
      changes.append(Change(alarm: alarm, isOn: isOn))
    }
    return changes
  }
}
