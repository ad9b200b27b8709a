/// MonitorCode(7804): what a monitor of message rates has found. Raw values are stored.
///
/// All count orders and cancels of an account, or of all accounts of a control group; an
/// OrderCancelReplaceRequest(G) counts as two, a cancel and an order.
public enum MonitorCode: UInt8, Sendable, CaseIterable {
  /// P1: high-frequency trading, by the messages of one second that slides.
  case highRate = 1
  /// P1: high-frequency trading, by the messages of a day.
  case highDay = 2
  /// P2: so many bursts in a day that the account is one of programme trading and must be registered.
  case mustRegister = 3
  /// P3: the rate comes near to what is taken.
  case rateWarning = 4
  /// P3: no more orders are taken in this second.
  case rateThrottle = 5

  /// MonitorCode(7804): P1, P2 or P3.
  public var monitor: StaticString {
    switch self {
    case .highRate, .highDay: "P1"
    case .mustRegister: "P2"
    case .rateWarning, .rateThrottle: "P3"
    }
  }
}

/// StrategyType(7802): what a registered programme does. Raw values are stored.
public enum StrategyType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// High-frequency trading.
  case highFrequency = 0x48
  /// Market making.
  case marketMaking = 0x4d
  /// Any other algorithm.
  case algorithm = 0x41
}

/// ProgramStatus(7807): how a registration stands. Raw values are stored.
public enum ProgramStatus: UInt8, Sendable, CaseIterable {
  case inForce = 1
  case ended = 2
}
