/// A monitor of message rates has found something about an account, or about the accounts of a control group. 64
/// bytes. The head's session is the venue.
public struct RateReported: Sendable, BitwiseCopyable {
  /// The account; empty for the firm's own, and where it is about the group.
  public var account = AccountCode()
  /// Whose message was counted last.
  public var firm = FirmID.none
  /// The control group, by the firm that it is numbered by; zero where it is about an account.
  public var group: UInt32 = 0
  /// The session whose message was counted last.
  public var session = SessionID.venue
  /// Messages of the second that ends now; 512 stands for as many or more.
  public var windowCount: UInt32 = 0
  /// Messages of this second of the clock, and of the one before.
  public var secondCount: UInt32 = 0
  public var secondBefore: UInt32 = 0
  public var dayCount: UInt32 = 0
  /// Bursts of the day.
  public var bursts: UInt32 = 0
  /// Orders of the day that were refused for their rate.
  public var refused: UInt32 = 0
  /// What was reached.
  public var threshold: UInt32 = 0
  /// `MonitorCode`.
  public var code: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}
