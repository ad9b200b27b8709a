/// NewOrderCross(s): two firms trade with each other at once, or neither does. The trailing part is
/// `documentCount` TitleDocIDs, the seller's. 240 bytes.
public struct NewCross: Sendable, BitwiseCopyable {
  /// CrossID(548).
  public var crossID = Text32()
  public var symbol = Symbol()
  public var price = Price.zero
  /// TransactTime(60) as the client wrote it.
  public var transactTime = Instant.none
  public var buy = CrossSide()
  public var sell = CrossSide()
  /// Currency(15) as three ASCII bytes, first lowest; zero where absent.
  public var currency: UInt32 = 0
  /// TradingMode(7761); zero where absent.
  public var modeCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var documentCount: UInt16 = 0
  /// SettlDate(64): the beginning of that day in the market's time; none for delivery at once.
  public var settlDate = Instant.none
  public init() {}
}

/// One entry of NoSides(552) of a cross. 80 bytes.
public struct CrossSide: Sendable, BitwiseCopyable {
  public var clOrdID = ClOrdID()
  /// The firm, PartyID(448) with PartyRole(452) 1; empty for the firm of the session.
  public var party = CompID()
  public var account = AccountCode()
  public var orderQty = Quantity.zero
  /// CashMargin(544); zero where absent, then full payment.
  public var cashMarginCode: UInt8 = 0
  /// 1 where OrderRestrictions(529) contains 1, program trade.
  public var isProgramTrade: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// ComplianceID(376) of the cross where it is a program trade, as of `NewOrder`.
  public var programRegID: UInt32 = 0
  public init() {}
}

/// TradeCaptureReport(AE) of a firm: it alleges a trade, answers one that another firm alleges, or takes its own
/// back. 280 bytes.
public struct ReportTrade: Sendable, BitwiseCopyable {
  /// TradeReportID(571).
  public var reportID = Text32()
  /// TradeReportRefID(572): which of the firm's own is taken back; empty where absent.
  public var reference = Text32()
  public var symbol = Symbol()
  public var price = Price.zero
  /// TransactTime(60) as the client wrote it.
  public var transactTime = Instant.none
  /// TradeReportRefID(572): the venue's number of what is answered; zero where nothing is.
  public var number: UInt64 = 0
  /// The sides, with LastQty(32) as their quantity; ClOrdID(11) empty where absent.
  public var buy = CrossSide()
  public var sell = CrossSide()
  /// `TradeReportKind`.
  public var kindCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  /// SettlDate(64): the beginning of that day in the market's time; none for delivery at once.
  public var settlDate = Instant.none
  public init() {}
}

/// QuoteRequest(R): a firm asks others for quotes. The trailing part is `firmCount` codes of firms; where it has
/// none, all that may deal are asked. 88 bytes.
public struct RequestQuote: Sendable, BitwiseCopyable {
  /// QuoteReqID(131).
  public var reqID = Text32()
  public var symbol = Symbol()
  public var quantity = Quantity.zero
  /// ExpireTime(126); none where absent.
  public var expireTime = Instant.none
  /// TransactTime(60) as the client wrote it; none where absent.
  public var transactTime = Instant.none
  /// Side(54) of the firm that asks.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var firmCount: UInt16 = 0
  public var reserved1: UInt32 = 0
  /// SettlDate(64): the beginning of that day in the market's time; none for delivery at once.
  public var settlDate = Instant.none
  public init() {}
  /// The enumerated fields were checked by the decoder, so a stranger here is our own error.
  public var side: Side { required(Side(rawValue: sideCode)) }
}

/// Quote(S), QuoteResponse(AJ) or QuoteCancel(Z): a firm makes an offer, answers one, or takes its own back.
/// 192 bytes.
public struct AnswerQuote: Sendable, BitwiseCopyable {
  /// QuoteID(117) of S and Z, QuoteRespID(693) of AJ.
  public var answerID = Text32()
  /// QuoteReqID(131) of the request that is taken back; empty else.
  public var reqID = Text32()
  /// ClOrdID(11); empty where absent.
  public var clOrdID = ClOrdID()
  public var account = AccountCode()
  /// Empty with QuoteCancel(Z).
  public var symbol = Symbol()
  /// Price(44), BidPx(132) or OfferPx(133); zero where absent.
  public var price = Price.zero
  /// OrderQty(38), BidSize(134) or OfferSize(135); zero where absent.
  public var quantity = Quantity.zero
  /// ValidUntilTime(62); none where absent.
  public var validUntil = Instant.none
  /// TransactTime(60) as the client wrote it; none where absent.
  public var transactTime = Instant.none
  /// The venue's number of the request, as QuoteReqID(131); zero where absent.
  public var requestNumber: UInt64 = 0
  /// The venue's number of the offer that is answered, as QuoteID(117); zero where absent.
  public var number: UInt64 = 0
  /// `QuoteKind`.
  public var kindCode: UInt8 = 0
  /// Side(54) of the sender's firm; zero where absent.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  /// SettlDate(64): the beginning of that day in the market's time; none for delivery at once.
  public var settlDate = Instant.none
  public init() {}
}
