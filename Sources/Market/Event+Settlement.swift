/// A trade has come to another state: told to the venue (drop copy), and where a party must know it, to each
/// party's session as well. 192 bytes.
public struct TradeChanged: Sendable, BitwiseCopyable {
  public var tradeID = TradeID.none
  /// `TradeState` before and now.
  public var fromCode: UInt8 = 0
  public var stateCode: UInt8 = 0
  /// `TradeReason`.
  public var reasonCode: UInt8 = 0
  /// Side(54) of the party that is told; zero in the venue's own record.
  public var sideCode: UInt8 = 0
  public var instrument = InstrumentID.none
  public var buyFirm = FirmID.none
  public var sellFirm = FirmID.none
  public var symbol = Symbol()
  public var lastPx = Price.zero
  public var lastQty = Quantity.zero
  /// Of all its documents.
  public var weight = Quantity.zero
  /// GrossTradeAmt(381).
  public var grossTradeAmt = Amount.zero
  public var buyerFees = Amount.zero
  public var sellerFees = Amount.zero
  /// What changes hands by this beyond the price: what is forfeited, or the difference for the outturn
  /// weight, from buyer to seller where it is positive.
  public var difference = Amount.zero
  /// When this state ends by itself; none where it does not.
  public var deadline = Instant.none
  /// EarliestResaleTime(7769): when the buyer may sell the documents; none before delivery.
  public var earliestResale = Instant.none
  /// The party's order.
  public var orderID = OrderID.none
  /// ExecID of this report; none in the venue's own record.
  public var execID = ExecID.none
  public var clOrdID = ClOrdID()
  /// Documents of the trade.
  public var documentCount: UInt16 = 0
  /// RuleVersion(7773) that it was made by.
  public var ruleVersion: UInt16 = 0
  /// The operator's request, where it is the cause; zero else.
  public var request: UInt32 = 0
  public var account = AccountCode()
  /// TradeDate(75): when the trade was made.
  public var matchedAt = Instant.none
  public init() {}
}

/// Clearing is asked to settle the funds leg of a trade, or to pay back what it has settled: that of a trade
/// which is undone. TradeCaptureReport(AE). 208 bytes; the documents follow.
public struct SettlementInstructed: Sendable, BitwiseCopyable {
  public var instruction = InstructionID.none
  public var tradeID = TradeID.none
  public var instrument = InstrumentID.none
  public var buyFirm = FirmID.none
  public var sellFirm = FirmID.none
  /// Currency(15) as three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  public var symbol = Symbol()
  public var lastPx = Price.zero
  public var lastQty = Quantity.zero
  public var weight = Quantity.zero
  /// GrossTradeAmt(381).
  public var grossTradeAmt = Amount.zero
  public var buyerFees = Amount.zero
  public var sellerFees = Amount.zero
  /// When it must be answered at the latest.
  public var deadline = Instant.none
  /// TransactTime(60): when the trade was made.
  public var matchedAt = Instant.none
  public var buyOrderID = OrderID.none
  public var sellOrderID = OrderID.none
  public var buyClOrdID = ClOrdID()
  public var sellClOrdID = ClOrdID()
  public var documentCount: UInt16 = 0
  public var modeCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  /// RuleVersion(7773) that the trade was made by.
  public var ruleVersion: UInt16 = 0
  public var reserved1: UInt16 = 0
  /// The instruction that is taken back, and asks for no answer; none where one is given.
  public var takesBack = InstructionID.none
  public init() {}
}

/// The registry is asked to move the documents of a trade from seller to buyer: TitleReport(UT). 72 bytes;
/// the documents follow.
public struct TransferInstructed: Sendable, BitwiseCopyable {
  public var instruction = InstructionID.none
  public var tradeID = TradeID.none
  public var instrument = InstrumentID.none
  /// Who holds them.
  public var sellFirm = FirmID.none
  /// Whose they become.
  public var buyFirm = FirmID.none
  public var documentCount: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var symbol = Symbol()
  /// When it must be answered at the latest.
  public var deadline = Instant.none
  /// The instruction by which the funds leg was settled; that of the buyer's clearing member for a trade of a
  /// net run.
  public var fundsInstruction = InstructionID.none
  public var reserved1: UInt64 = 0
  public init() {}
}

/// A warehouse is told whose a document in its store is now, and until when its outturn weight is taken:
/// TitleReport(UT). 112 bytes.
public struct DeliveryNotified: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  public var execID = ExecID.none
  public var tradeID = TradeID.none
  public var instrument = InstrumentID.none
  /// Whose it was, and whose it is.
  public var sellFirm = FirmID.none
  public var buyFirm = FirmID.none
  public var warehouse: UInt32 = 0
  public var symbol = Symbol()
  /// WarehouseCode(7711).
  public var warehouseCode = CompID()
  /// NetWeight(7725) of the receipt.
  public var netWeight = Quantity.zero
  /// Until when the outturn weight is taken; none where the receipt's is final.
  public var deadline = Instant.none
  public init() {}
}

/// Both parties are asked to affirm a trade, each at its session: Confirmation(AK). 160 bytes; the documents
/// follow.
public struct ConfirmationRequested: Sendable, BitwiseCopyable {
  public var tradeID = TradeID.none
  public var instrument = InstrumentID.none
  public var firm = FirmID.none
  public var contraFirm = FirmID.none
  /// Side(54) of the party.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var documentCount: UInt16 = 0
  public var symbol = Symbol()
  public var lastPx = Price.zero
  public var lastQty = Quantity.zero
  public var weight = Quantity.zero
  /// GrossTradeAmt(381).
  public var grossTradeAmt = Amount.zero
  /// The party's.
  public var fees = Amount.zero
  /// When it must be affirmed at the latest.
  public var deadline = Instant.none
  /// TradeDate(75), TransactTime(60): when the trade was made.
  public var matchedAt = Instant.none
  /// The party's order.
  public var orderID = OrderID.none
  /// The report of the party's fill.
  public var execID = ExecID.none
  public var clOrdID = ClOrdID()
  public var account = AccountCode()
  /// SettlDate(64): the beginning of the day on which it is delivered; none for at once.
  public var settlDate = Instant.none
  public init() {}
}

/// A notice of an institution or of a party changes nothing, and why. 80 bytes.
public struct NoticeRefused: Sendable, BitwiseCopyable {
  /// The notice's own number.
  public var reference = Text32()
  public var execID = ExecID.none
  public var instruction = InstructionID.none
  public var tradeID = TradeID.none
  /// `CommandType` of the notice.
  public var commandType: UInt16 = 0
  /// `NoticeRefusal`.
  public var reasonCode: UInt16 = 0
  /// `TradeState` of the trade; zero where there is none.
  public var stateCode: UInt8 = 0
  /// `SessionRole` of who has sent it.
  public var roleCode: UInt8 = 0
  /// `TitleActionRefusal` where a title document is not changed; zero else.
  public var titleRefusalCode: UInt16 = 0
  /// The operator's request, where it is the operator's notice; zero else.
  public var request: UInt32 = 0
  /// Which document that is about: 0 the request's own, from 1 its parts or those of the trade.
  public var part: UInt32 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}
