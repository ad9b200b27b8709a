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

/// A programme is registered, or its registration has ended: ProgramRegistration(UP) to who has asked. 64 bytes.
public struct ProgramRegistered: Sendable, BitwiseCopyable {
  public var execID = ExecID.none
  /// ComplianceID(376): the firm's name for the programme.
  public var complianceID = Text32()
  public var firm = FirmID.none
  /// ControlGroup(7806), by the firm that it is numbered by.
  public var controlGroup = FirmID.none
  /// ProgramRegID(7801).
  public var programRegID: UInt32 = 0
  /// MaxRate(7803).
  public var maxRate: UInt32 = 0
  /// StrategyType(7802), `StrategyType`.
  public var strategyCode: UInt8 = 0
  /// `ProgramStatus`.
  public var statusCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}

/// What a monitor has found about the account of an order, or about its control group.
public struct RateMark: Equatable, Sendable {
  /// MonitorCode(7804).
  public let code: MonitorCode
  /// WindowCount(7805): messages of the second that ends with the order.
  public let windowCount: UInt32

  public init(_ code: MonitorCode, windowCount: UInt32) {
    self.code = code
    self.windowCount = windowCount
  }

  /// As a report has it.
  public var stored: Int64 { Int64(windowCount) << 8 | Int64(code.rawValue) }

  /// From what a report has; nil for nothing.
  public init?(stored: Int64) {
    guard let code = MonitorCode(rawValue: UInt8(truncatingIfNeeded: stored)) else { return nil }
    self.init(code, windowCount: UInt32(truncatingIfNeeded: stored >> 8))
  }
}

extension ExecutionReport {
  /// What is marked about the order's account as it is taken or replaced; nil for nothing.
  public var rateMark: RateMark? {
    guard rejectDetail != 0,
      execTypeCode == ExecType.new.rawValue || execTypeCode == ExecType.replaced.rawValue
    else { return nil }
    return RateMark(stored: rejectDetail)
  }
}
