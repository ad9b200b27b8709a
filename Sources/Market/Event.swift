/// What happened to an order: everything ExecutionReport(8) says. 256 bytes. The head's session is the one that
/// entered the order, its MsgSeqNum the causing message's where that one sent it.
public struct ExecutionReport: Sendable, BitwiseCopyable {
  public var orderID = OrderID.none
  public var execID = ExecID.none
  /// SecondaryExecID(527); none unless a trade.
  public var tradeID = TradeID.none
  public var clOrdID = ClOrdID()
  /// OrigClOrdID(41); empty unless canceled or replaced on request.
  public var origClOrdID = ClOrdID()
  public var account = AccountCode()
  public var symbol = Symbol()
  public var price = Price.zero
  public var stopPx = Price.zero
  public var orderQty = Quantity.zero
  public var lastQty = Quantity.zero
  public var lastPx = Price.zero
  public var leavesQty = Quantity.zero
  public var cumQty = Quantity.zero
  /// AvgPx(6), half up.
  public var avgPx = Price.zero
  public var minQty = Quantity.zero
  public var maxFloor = Quantity.zero
  public var expireTime = Instant.none
  /// GrossTradeAmt(381) of this fill; zero unless a trade.
  public var grossTradeAmt = Amount.zero
  /// What `orderReject` cannot say alone: a limit, a tick, a count. Of a trade its `ruleVersion`, of
  /// an order that is taken or replaced its `rateMark`.
  public var rejectDetail: Int64 = 0
  public var firm = FirmID.none
  /// The other side of a trade, where the mode discloses it; none otherwise.
  public var contraFirm = FirmID.none
  /// The session that acted, where it is not the one that entered the order; venue otherwise.
  public var actingSession = SessionID.venue
  /// `OrderReject`; zero unless rejected.
  public var orderRejectCode: UInt16 = 0
  /// ExecRestatementReason(378) + 1; zero where absent.
  public var restatementReasonPlus1: UInt8 = 0
  public var sideCode: UInt8 = 0
  public var ordTypeCode: UInt8 = 0
  public var timeInForceCode: UInt8 = 0
  public var execTypeCode: UInt8 = 0
  public var ordStatusCode: UInt8 = 0
  public var lastLiquidityIndCode: UInt8 = 0
  public var cashMarginCode: UInt8 = 0
  public var modeCode: UInt8 = 0
  public var execInst = ExecInst()
  public var documentCount: UInt16 = 0
  /// 1 where OrdStatusReqID(790) follows the documents: the answer to a status request.
  public var hasOrdStatusReqID: UInt8 = 0
  /// WorkingIndicator(636): Y or N; zero where absent.
  public var workingIndicatorCode: UInt8 = 0
  /// 1 where a `MassStatusAnswer` follows the documents.
  public var hasMassStatusAnswer: UInt8 = 0
  /// 1 where the order is cancelled because its session's connection has ended.
  public var isCancelOnDisconnect: UInt8 = 0
  /// 1 where ExecRefID(19), the `ExecID` of the report whose trade is undone, follows.
  public var hasExecRefID: UInt8 = 0
  /// `ReportReference`: what follows the documents; zero for nothing.
  public var referenceCode: UInt8 = 0
  public init() {}
}

/// What an ExecutionReport(8) says of the mass status request that it answers, behind its documents. 40 bytes.
public struct MassStatusAnswer: Sendable, BitwiseCopyable {
  /// MassStatusReqID(584).
  public var massStatusReqID = Text32()
  /// TotNumReports(911): so many reports answer the request; zero where no order is told.
  public var totNumReports: UInt32 = 0
  /// LastRptRequested(912): 1 on the last of them.
  public var isLast: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public init() {}
}

/// OrderCancelReject(9). 128 bytes.
public struct OrderCancelReject: Sendable, BitwiseCopyable {
  public var execID = ExecID.none
  public var orderID = OrderID.none
  public var clOrdID = ClOrdID()
  public var origClOrdID = ClOrdID()
  public var account = AccountCode()
  public var rejectDetail: Int64 = 0
  public var firm = FirmID.none
  /// `CancelReject`.
  public var cancelRejectCode: UInt16 = 0
  /// OrdStatus(39) of the order, rejected where it is unknown.
  public var ordStatusCode: UInt8 = 0
  /// CxlRejResponseTo(434): 1 cancel, 2 cancel/replace.
  public var responseTo: UInt8 = 0
  /// Where a replace fails a rule of order entry, that `OrderReject`; zero otherwise.
  public var orderRejectCode: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// OrderMassCancelReport(r): a mass cancel is taken, or refused. 96 bytes.
public struct MassCancelReport: Sendable, BitwiseCopyable {
  public var clOrdID = ClOrdID()
  /// AccountFilter(7831) of the request.
  public var account = AccountCode()
  public var symbol = Symbol()
  public var firm = FirmID.none
  /// TotalAffectedOrders(533): so many orders are cancelled; zero where it is refused.
  public var totalAffectedOrders: UInt32 = 0
  /// `MassCancelReject`; zero where it is taken.
  public var massCancelRejectCode: UInt16 = 0
  /// MassCancelRequestType(530).
  public var requestTypeCode: UInt8 = 0
  /// Side(54) of the request; zero for both.
  public var sideCode: UInt8 = 0
  /// The tag that is to blame for a refusal; zero for none.
  public var refTagID: UInt32 = 0
  public var reserved0: UInt64 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

/// BusinessMessageReject(j). 64 bytes. RefSeqNum(45) is the head's MsgSeqNum.
public struct BusinessMessageReject: Sendable, BitwiseCopyable {
  public var execID = ExecID.none
  public var businessRejectRefID = Text16()
  public var firm = FirmID.none
  public var refMsgType: UInt16 = 0
  /// `Refusal`.
  public var refusalCode: UInt16 = 0
  public var refTagID: UInt32 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

/// A Logon is committed: the reply may leave. The body repeats what was asked. 64 bytes.
public struct SessionAccepted: Sendable, BitwiseCopyable {
  public var logon = SessionLogon()
  public init() {}
}

/// A trade, once, with both sides: what drop copy and market data are made from. 176 bytes.
public struct TradeMatched: Sendable, BitwiseCopyable {
  public var tradeID = TradeID.none
  public var instrument = InstrumentID.none
  public var buyFirm = FirmID.none
  public var sellFirm = FirmID.none
  /// Side(54) of the incoming order; zero where an uncross has paired two resting ones.
  public var aggressorSideCode: UInt8 = 0
  public var modeCode: UInt8 = 0
  public var documentCount: UInt16 = 0
  public var symbol = Symbol()
  public var lastPx = Price.zero
  public var lastQty = Quantity.zero
  public var weight = Quantity.zero
  public var grossTradeAmt = Amount.zero
  public var buyOrderID = OrderID.none
  public var sellOrderID = OrderID.none
  public var buyExecID = ExecID.none
  public var sellExecID = ExecID.none
  public var buyClOrdID = ClOrdID()
  public var sellClOrdID = ClOrdID()
  /// `TradeState` that it has come to by itself.
  public var stateCode: UInt8 = 0
  /// 1 where the incoming order has named the other by ListingOrderID(7772).
  public var isByName: UInt8 = 0
  /// RuleVersion(7773) that it was made by.
  public var ruleVersion: UInt16 = 0
  /// AuctionID(7762) of the lot that it comes of; zero for none.
  public var auction: UInt32 = 0
  /// SettlDate(64): the beginning of the day on which it is delivered; none for at once.
  public var settlDate = Instant.none
  public init() {}
}

/// What of a document is published with its trade in the mode listing. 24 bytes, behind the documents of
/// `TradeMatched`, one for each.
public struct TradedDocument: Hashable, Sendable, BitwiseCopyable {
  /// WarehouseCode(7711); empty for a bill of lading.
  public var warehouse = CompID()
  /// Quality and location premium, per unit.
  public var premium = Price.zero
  public init() {}
}

/// An instrument entered a phase. 32 bytes.
public struct PhaseChanged: Sendable, BitwiseCopyable {
  public var instrument = InstrumentID.none
  public var phaseCode: UInt8 = 0
  /// 1 by the calendar, 2 by the operator, 3 by the market itself.
  public var cause: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var symbol = Symbol()
  public var reserved1: UInt64 = 0
  public init() {}
}

/// The operator has done something to the head's session, which its gateway now performs. 32 bytes; the
/// command's text follows.
public struct SessionControlled: Sendable, BitwiseCopyable {
  /// `SessionControl`.
  public var actionCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var textLength: UInt16 = 0
  /// The command's.
  public var request: UInt32 = 0
  /// The number to go on with, where the action sets one.
  public var msgSeqNum: UInt64 = 0
  /// The epoch to open, where the action is a reset; zero else.
  public var epoch = Epoch(rawValue: 0)
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// The schedule of the head's session has come to a change, which its gateway now performs. 32 bytes.
public struct SessionScheduled: Sendable, BitwiseCopyable {
  /// 1 within its hours, 0 outside of them.
  public var isOpen: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  /// The epoch to open, where numbers begin again; zero else.
  public var epoch = Epoch(rawValue: 0)
  /// When the hours end or begin next; none where that is not known.
  public var changesAt = Instant.none
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}
