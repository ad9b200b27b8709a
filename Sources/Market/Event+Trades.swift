/// A request for past trades is taken, or refused: TradeCaptureReportRequestAck(AQ). Where it is taken its reports are
/// cut from the events of the commands before. 176 bytes.
public struct TradesRequested: Sendable, Equatable, BitwiseCopyable {
  public var request = RequestTrades()
  /// The firm that PartyID(448) names; none where it names none.
  public var party = FirmID.none
  /// `TradeRequestRefusal`.
  public var refusalCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}
