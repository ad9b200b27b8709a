/// What the operator does with trading in a part of the market. 40 bytes; the reason's text follows.
public struct ControlMarket: Sendable, BitwiseCopyable {
  /// The symbol, the commodity or the warehouse's code; empty for the venue.
  public var subject = Text16()
  /// `MarketAction`.
  public var actionCode: UInt8 = 0
  /// `MarketScope`.
  public var scopeCode: UInt8 = 0
  /// `AbnormalSituation` of a halt; zero else.
  public var situationCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var textLength: UInt16 = 0
  public var reserved1: UInt16 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}

/// Which kinds of actions a second person approves, and how long they wait for it. 24 bytes.
public struct DefineApprovals: Sendable, BitwiseCopyable {
  /// `OperatorActionKind` bits.
  public var kinds: UInt64 = 0
  public var seconds: UInt32 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public static var secondsMax: UInt32 { 7 * 86_400 }
  public init() {}
}

/// A second person approves or declines what waits for it. 32 bytes; the reason's text follows.
public struct DecideApproval: Sendable, BitwiseCopyable {
  /// The approval's number.
  public var number: UInt64 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  /// `ApprovalState` approved or declined.
  public var decisionCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}
