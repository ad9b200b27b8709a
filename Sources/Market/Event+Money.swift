/// The guarantee of a trade is short, or had more than it needs: CollateralRequest(AX); or it is covered
/// again: CollateralReport(BA). Told to the buyer and to its bank. 184 bytes.
public struct CollateralTold: Sendable, BitwiseCopyable {
  /// CollReqID(894) or CollRptID(908).
  public var number = InstructionID.none
  public var tradeID = TradeID.none
  /// What must be covered, in CNY.
  public var required = Amount.zero
  /// What is held for it, in CNY: by the fixings of now, less the haircuts.
  public var value = Amount.zero
  /// What is missing, or what was freed, in CNY.
  public var amount = Amount.zero
  /// Until when what is missing must be there; none without a limit, or where nothing is.
  public var deadline = Instant.none
  /// TransactTime(60) of the trade: when it was made.
  public var matchedAt = Instant.none
  public var orderID = OrderID.none
  public var clOrdID = ClOrdID()
  public var account = AccountCode()
  public var symbol = Symbol()
  public var instrument = InstrumentID.none
  /// The buyer.
  public var firm = FirmID.none
  /// `CollAsgnReason`.
  public var reasonCode: UInt8 = 0
  /// `CollStatus`.
  public var statusCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// What the haircut of foreign money has on top for the goods' warehouse, 1/100 of a percent.
  public var haircutAddition: UInt32 = 0
  /// Where foreign money of one currency is held: its haircut with that, and below FixingRef(7785).
  public var haircutBasisPoints: UInt32 = 0
  public var reserved1: UInt32 = 0
  public var reference = Text32()
  public init() {}
}

/// A currency has another fixing, or a benchmark another value. 56 bytes.
public struct FixingChanged: Sendable, BitwiseCopyable {
  /// FixingRef(7785).
  public var reference = Text32()
  /// In 1/10,000,000 CNY.
  public var tenMillionths: Int64 = 0
  /// Three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  /// The operator's request, where it is the operator's; zero else.
  public var request: UInt32 = 0
  /// The benchmark, where it is one's value.
  public var benchmark = BenchmarkRef.none
  public init() {}
}

/// What has come of a CollateralAssignment(AY): CollateralResponse(AZ), to its sender and, where it was done,
/// to the other of dealer and bank. 112 bytes.
public struct CollateralAnswered: Sendable, BitwiseCopyable {
  /// CollAsgnID(902).
  public var reference = Text32()
  /// CollRespID(904).
  public var execID = ExecID.none
  /// The sum, in 1/100 of the currency's unit.
  public var amount = Amount.zero
  /// What is free on the account behind it; zero where it was refused.
  public var available = Amount.zero
  /// Three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  /// The dealer; none where it is unknown.
  public var firm = FirmID.none
  /// `CollAsgnTransType`.
  public var transTypeCode: UInt8 = 0
  /// `CollAsgnReason`.
  public var reasonCode: UInt8 = 0
  /// FundsAccount(7786).
  public var accountKind: UInt8 = 0
  /// `CollateralRefusal`; zero where it was done.
  public var refusalCode: UInt8 = 0
  /// Of a guarantee in foreign money, where it was done: its haircut, and below FixingRef(7785).
  public var haircutBasisPoints: UInt32 = 0
  public var reserved0: UInt64 = 0
  public var fixingReference = Text32()
  public init() {}
}

/// An inquiry about collateral is taken, or refused: CollateralInquiryAck(BG). 64 bytes.
public struct CollateralInquired: Sendable, BitwiseCopyable {
  /// CollInquiryID(909).
  public var inquiryID = Text32()
  /// PartyID(448), as it was asked for.
  public var party = CompID()
  /// `PositionRefusal`.
  public var refusalCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

/// An account with money of the firm that was asked for, or a call that stands: CollateralReport(BA). 216 bytes.
public struct CollateralListed: Sendable, BitwiseCopyable {
  /// CollInquiryID(909).
  public var inquiryID = Text32()
  /// CollRptID(908).
  public var execID = ExecID.none
  /// The trade that the firm is called for; none of an account.
  public var tradeID = TradeID.none
  /// Of an account what stands there, in its currency; of a call what is held for the trade, CNY.
  public var balance = Amount.zero
  /// Of an account what is free, in its currency; of a call what is missing, CNY.
  public var available = Amount.zero
  /// Of an account what it is worth as a guarantee, of a call what must be covered; CNY.
  public var value = Amount.zero
  /// Of a call until when what is missing must be there; none without a limit.
  public var deadline = Instant.none
  /// Of an account with foreign money what a unit is worth, 1/10,000,000 CNY; zero without a fixing.
  public var tenMillionths: Int64 = 0
  /// FixingRef(7785) of the foreign money.
  public var reference = Text32()
  /// Of the order behind a call.
  public var orderID = OrderID.none
  public var clOrdID = ClOrdID()
  public var account = AccountCode()
  public var symbol = Symbol()
  /// Of an account three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  public var firm = FirmID.none
  /// The haircut of the foreign money, 1/100 of a percent.
  public var haircutBasisPoints: UInt32 = 0
  /// FundsAccount(7786) of an account; zero of a call.
  public var accountKind: UInt8 = 0
  /// `CollStatus`.
  public var statusCode: UInt8 = 0
  /// LastRptRequested(912): 1 on the last report of the answer.
  public var isLast: UInt8 = 0
  /// `DisclosureTier` of the recipient.
  public var tierCode = DisclosureTier.supervisor.rawValue
  public var reserved1: UInt64 = 0
  public init() {}
}

/// What a clearing member gets or pays in a round of a net run: TradeCaptureReport(AE) to clearing, which
/// answers for the payment, and to the member. 56 bytes.
public struct NetPublished: Sendable, BitwiseCopyable {
  /// What clearing answers; none for the venue's own net.
  public var instruction = InstructionID.none
  /// More than zero where the member gets, less where it pays.
  public var net = Amount.zero
  /// What it has to pay in this round, beside what is on its account already.
  public var toPay = Amount.zero
  /// Until when that must be there; none without a limit.
  public var deadline = Instant.none
  /// When the run has begun.
  public var begunAt = Instant.none
  /// Counts the net runs, from 1.
  public var run: UInt32 = 0
  /// The clearing member's firm; none for the venue, which gets the fees.
  public var member = FirmID.none
  /// How many sides of trades it stands for.
  public var sides: UInt32 = 0
  public var round: UInt8 = 0
  /// `DisclosureTier` of the recipient.
  public var tierCode = DisclosureTier.supervisor.rawValue
  public var reserved1: UInt16 = 0
  public init() {}
}

/// What has become of a net run. 40 bytes.
public struct NetRunChanged: Sendable, BitwiseCopyable {
  /// When the run has begun.
  public var begunAt = Instant.none
  /// Until when members have to pay; none without a limit, or where they have not to.
  public var deadline = Instant.none
  /// Counts the net runs, from 1.
  public var run: UInt32 = 0
  /// Trades that are in it.
  public var tradeCount: UInt32 = 0
  /// Members that have to pay, or, of a round that has failed, that have not.
  public var payerCount: UInt32 = 0
  /// The operator's request, where it is the cause; zero else.
  public var request: UInt32 = 0
  public var round: UInt8 = 0
  /// `NetRunState`.
  public var stateCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}
