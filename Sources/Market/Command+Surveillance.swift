/// The thresholds of the monitors of message rates, which hold for every account and control group from now on;
/// zero switches a monitor off. 48 bytes.
public struct DefineMonitors: Sendable, BitwiseCopyable {
  /// P1: messages within one second.
  public var highRate: UInt32 = 0
  /// P1: messages in a day.
  public var highDay: UInt32 = 0
  /// P2: bursts in a day, and the messages within one second that make one.
  public var bursts: UInt32 = 0
  public var burstMessages: UInt32 = 0
  /// P3: messages within one second that are warned of.
  public var warning: UInt32 = 0
  /// P3: as many are taken within one second; one more is refused unless it is a cancel.
  public var throttle: UInt32 = 0
  /// Where a day begins, in seconds east of Greenwich.
  public var utcOffsetSeconds: Int32 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// ProgramRegistration(UP): a firm registers a programme that makes its orders, or ends a registration. 48 bytes.
public struct RegisterProgram: Sendable, BitwiseCopyable {
  /// ComplianceID(376): the firm's name for the programme.
  public var complianceID = Text32()
  /// ProgramRegID(7801) of the registration that ends; zero to register.
  public var programRegID: UInt32 = 0
  /// MaxRate(7803): orders and cancels within one second; zero where absent.
  public var maxRate: UInt32 = 0
  /// StrategyType(7802), `StrategyType`; zero where absent.
  public var strategyCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}
