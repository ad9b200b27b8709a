/// The operator has stopped somebody, or lifted that. 32 bytes.
public struct KillSwitchChanged: Sendable, BitwiseCopyable {
  /// `KillScope`.
  public var scopeCode: UInt8 = 0
  /// 1 stopped, 0 lifted.
  public var isOn: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// The number of the session or of the firm; zero for the venue.
  public var number: UInt32 = 0
  /// The command's.
  public var request: UInt32 = 0
  /// TotalAffectedOrders(533): the orders that are cancelled by this, one after the other.
  public var totalAffectedOrders: UInt32 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// The operator has halted, resumed, opened or closed a part of the market. 96 bytes; what becomes of each instrument
/// is its `PhaseChanged`.
public struct MarketControlled: Sendable, BitwiseCopyable {
  /// The command's.
  public var subject = Text16()
  /// `MarketAction`.
  public var actionCode: UInt8 = 0
  /// `MarketScope`.
  public var scopeCode: UInt8 = 0
  /// `AbnormalSituation` of a halt; zero else.
  public var situationCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  /// So many instruments are concerned that were not before.
  public var instruments: UInt32 = 0
  /// The command's.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  public var reason = ReasonText()
  public init() {}
}

/// An action waits for a second person, or does not any more. 104 bytes.
public struct ApprovalChanged: Sendable, BitwiseCopyable {
  /// Counts what has waited, from 1.
  public var number: UInt64 = 0
  /// Until when it may be approved.
  public var until = Instant.none
  /// `OperatorActionKind`.
  public var kindCode: UInt8 = 0
  /// `ApprovalState`.
  public var stateCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// The operator's request that this is all the answer to; zero where it is none.
  public var request: UInt32 = 0
  /// Who has asked for it: the user.
  public var uid: UInt32 = 0
  /// Who has decided: the user; zero where nobody has.
  public var decidedBy: UInt32 = 0
  public var reserved1: UInt64 = 0
  /// Of who has asked for it.
  public var reason = ReasonText()
  public init() {}
}
