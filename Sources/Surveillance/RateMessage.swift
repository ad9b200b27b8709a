public import Market

/// A message as the monitors count it.
public struct RateMessage: Equatable, Sendable, BitwiseCopyable {
  public var firm = FirmID.none
  /// The firm's control group, by the firm that it is numbered by.
  public var group: UInt32 = 0
  /// Empty for the firm's own account.
  public var account = AccountCode()
  /// As how many it counts: a replace is a cancel and an order.
  public var weight: UInt32 = 1
  /// Cancels are counted and never refused.
  public var isCancel = false
  public init() {}
}

/// What has become of a message, and what it has brought about.
public struct RateVerdict: Equatable, Sendable {
  /// Whether the message was counted, and why not.
  public enum Outcome: Equatable, Sendable {
    case counted
    /// As many as are taken within a second have come from the account, or from its control group.
    case tooManyMessages
    /// The firm has used as many accounts on the day as it may, or there is no place for one more.
    case tooManyAccounts
  }

  public internal(set) var outcome = Outcome.counted
  /// Where the account and the group are counted.
  public internal(set) var account: UInt32 = 0
  public internal(set) var group: UInt32 = 0
  /// What was found about each, which was not told yet.
  public internal(set) var ofAccount = RateMarks()
  public internal(set) var ofGroup = RateMarks()
}
