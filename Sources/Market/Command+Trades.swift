/// Past trades are asked for: TradeCaptureReportRequest(AD). What is zero or empty is no criterion. 160 bytes.
public struct RequestTrades: Sendable, Equatable, BitwiseCopyable {
  /// TradeRequestID(568).
  public var tradeRequestID = Text32()
  /// ClOrdID(11).
  public var clOrdID = ClOrdID()
  /// Symbol(55).
  public var symbol = Symbol()
  /// PartyID(448): the code of a firm.
  public var party = CompID()
  /// TrdMatchID(880).
  public var tradeID = TradeID.none
  /// TradeReportID(571) of a trade, or of what a party was told of one.
  public var reportOf = TradeID.none
  public var report = ExecID.none
  /// ExecID(17).
  public var execID = ExecID.none
  /// OrderID(37).
  public var orderID = OrderID.none
  /// NoDates(580): the first instant at which a trade was made, and the first one behind; none for no bound.
  public var from = Instant.none
  public var until = Instant.none
  /// TradeRequestType(569).
  public var requestType: UInt8 = 0
  /// SubscriptionRequestType(263); zero where absent.
  public var subscriptionType: UInt8 = 0
  /// TrdType(828).
  public var trdType: UInt8 = 0
  /// TrdSubType(829).
  public var trdSubType: UInt8 = 0
  /// NoDates(580).
  public var dateCount: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public init() {}
}

/// All reports that answer a session's request for past trades have been numbered and stored. 16 bytes.
public struct EndTradesAnswer: Sendable, BitwiseCopyable {
  /// The request's command.
  public var request = Sequence(rawValue: 0)
  public var reserved0: UInt64 = 0
  public init() {}
}

/// Why a request for past trades is answered by no report. Raw values are stored and never used again.
public enum TradeRequestRefusal: UInt8, Sendable, CaseIterable {
  case none = 0
  /// TradeRequestType(569) is not 0 or 1.
  case requestType = 1
  /// SubscriptionRequestType(263) is not 0.
  case subscriptionType = 2
  /// TrdType(828) is not 0, or TrdSubType(829) no mode of trading.
  case tradeType = 3
  case unknownSymbol = 4
  /// PartyID(448) is no firm.
  case unknownFirm = 5
  /// A firm asks for another one's.
  case notAuthorised = 6
  /// NoDates(580) is not 1 or 2, or the second is before the first.
  case dates = 7
  /// The answer to another request of the session is not complete.
  case pending = 8
  case tooMany = 9
}
