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
