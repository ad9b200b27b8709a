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
