public import Market

/// What is counted of one account or control group.
public struct RateCounter: BitwiseCopyable {
  /// The account's firm; none for a control group.
  public internal(set) var firm = FirmID.none
  /// Empty for the firm's own account.
  public internal(set) var account = AccountCode()
  /// When the last message came.
  var last = Instant.none
  /// Until when a burst goes on that was counted, and nothing is told anew that was told.
  var burstEnd: Int64 = .min
  var warnedUntil: Int64 = .min
  var throttledUntil: Int64 = .min
  /// The second of the clock, from 1970, in which `secondCount` were counted.
  var second: Int64 = .min
  public internal(set) var secondCount: UInt32 = 0
  public internal(set) var secondBefore: UInt32 = 0
  public internal(set) var dayCount: UInt32 = 0
  public internal(set) var bursts: UInt32 = 0
  public internal(set) var refused: UInt32 = 0
  /// The day of `dayCount` and what stands beside it.
  public internal(set) var day: Int32 = .min
  /// Where the oldest time stands among those of the counter, and how many there are.
  var begin: UInt16 = 0
  var count: UInt16 = 0
  /// What was found on the day that is told once a day.
  var found = RateMarks()
  /// Neighbours in the list of accounts, the one whose day began longest ago first.
  var earlier = Self.none
  var later = Self.none
  /// Of a firm's own account: the last other one that it has used, and how many it has used on the day.
  var lastAccount = Self.none
  var accounts: UInt32 = 0

  static var none: UInt32 { .max }

  /// Messages of the second that has ended with the last one, or as many as are kept of them.
  public var windowCount: UInt32 { UInt32(count) }

  init() {}

  /// The clock goes on to `second` of `day`; what belongs to others is forgotten.
  mutating func advance(second: Int64, day: Int32) {
    if second != self.second {
      secondBefore = second == self.second &+ 1 ? secondCount : 0
      secondCount = 0
      self.second = second
    }
    if day != self.day {
      dayCount = 0
      bursts = 0
      refused = 0
      accounts = 0
      found = []
      self.day = day
    }
  }
}

/// Codes of monitors, as a set.
public struct RateMarks: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public init(_ code: MonitorCode) { rawValue = 1 << (code.rawValue - 1) }
}
