/// A firm is told of a trade that another one alleges, or that it has nothing to answer any more:
/// TradeCaptureReport(AE). 96 bytes.
public struct TradeAlleged: Sendable, BitwiseCopyable {
  /// The venue's number of it.
  public var number: UInt64 = 0
  public var execID = ExecID.none
  public var symbol = Symbol()
  public var price = Price.zero
  public var quantity = Quantity.zero
  /// Until when it is to be answered.
  public var deadline = Instant.none
  /// When it was alleged.
  public var allegedAt = Instant.none
  /// Who is told, and who alleges it.
  public var firm = FirmID.none
  public var contraFirm = FirmID.none
  public var instrument = InstrumentID.none
  /// `TradeReportReason` why it is over; zero where it is alleged now.
  public var reasonCode: UInt16 = 0
  /// Side(54) of who is told.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  /// SettlDate(64): the beginning of the day on which it is delivered; none for at once.
  public var settlDate = Instant.none
  public var reserved2: UInt64 = 0
  public init() {}
}

/// A firm's TradeCaptureReport(AE) is taken, refused, or over: TradeCaptureReportAck(AR). 104 bytes.
public struct TradeReportAnswered: Sendable, BitwiseCopyable {
  /// TradeReportID(571) of the firm's report.
  public var reportID = Text32()
  /// The venue's number of the alleged trade; zero where it has none.
  public var number: UInt64 = 0
  public var execID = ExecID.none
  public var symbol = Symbol()
  /// Until when the other firm is to answer; none where it is not asked.
  public var deadline = Instant.none
  public var rejectDetail: Int64 = 0
  public var firm = FirmID.none
  /// `TradeReportReason`; zero where it is taken.
  public var reasonCode: UInt16 = 0
  /// `OrderReject` of the guard that refuses it; zero for none.
  public var orderRejectCode: UInt16 = 0
  /// `TradeReportKind` of the report.
  public var kindCode: UInt8 = 0
  /// Side(54) that fails the guard; zero where both do.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// A firm is asked for a quote: QuoteRequest(R). 72 bytes.
public struct QuoteRequested: Sendable, BitwiseCopyable {
  /// The venue's number of the request.
  public var number: UInt64 = 0
  public var symbol = Symbol()
  public var quantity = Quantity.zero
  /// Until when it may be answered.
  public var deadline = Instant.none
  public var requestedAt = Instant.none
  /// Who is told, and who asks.
  public var firm = FirmID.none
  public var contraFirm = FirmID.none
  public var instrument = InstrumentID.none
  /// Side(54) of who asks.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  /// SettlDate(64): the beginning of the day on which it is delivered; none for at once.
  public var settlDate = Instant.none
  public init() {}
}

/// An offer stands, and a firm is to answer it: Quote(S) to who has asked, QuoteResponse(AJ) to who was asked.
/// 120 bytes.
public struct QuoteOffered: Sendable, BitwiseCopyable {
  /// QuoteReqID(131) of who has asked, where that firm is told; empty else.
  public var reqID = Text32()
  /// The venue's number of the offer.
  public var number: UInt64 = 0
  /// The venue's number of the request.
  public var requestNumber: UInt64 = 0
  public var symbol = Symbol()
  public var price = Price.zero
  public var quantity = Quantity.zero
  /// Until when it is to be answered.
  public var deadline = Instant.none
  public var offeredAt = Instant.none
  /// Who is told, and who makes the offer.
  public var firm = FirmID.none
  public var contraFirm = FirmID.none
  public var instrument = InstrumentID.none
  /// How many offers have stood before it.
  public var rounds: UInt16 = 0
  /// Side(54) of who makes the offer.
  public var sideCode: UInt8 = 0
  /// 1 where the firm that has asked is told.
  public var isToAsker: UInt8 = 0
  /// SettlDate(64) of the request: the beginning of that day; none for delivery at once.
  public var settlDate = Instant.none
  public init() {}
}

/// A firm's message about quotes is taken or refused, or what it is about is over: QuoteStatusReport(AI), or of a
/// request that is refused QuoteRequestReject(AG). 128 bytes.
public struct QuoteAnswered: Sendable, BitwiseCopyable {
  /// What the receiver has said it by: QuoteReqID(131), QuoteID(117) or QuoteRespID(693); empty where it has not.
  public var answerID = Text32()
  /// QuoteReqID(131) of who has asked, where that firm is told; empty else.
  public var reqID = Text32()
  /// The venue's number of the offer; zero where there is none.
  public var number: UInt64 = 0
  /// The venue's number of the request; zero where there is none.
  public var requestNumber: UInt64 = 0
  public var symbol = Symbol()
  /// Until when it stands; none where it does not.
  public var deadline = Instant.none
  public var rejectDetail: Int64 = 0
  public var firm = FirmID.none
  /// `QuoteReason`; zero where it is taken.
  public var reasonCode: UInt16 = 0
  /// `OrderReject` of the guard that refuses it; zero for none.
  public var orderRejectCode: UInt16 = 0
  /// `QuoteKind` of what the receiver has said; zero where it is told of another one's offer.
  public var kindCode: UInt8 = 0
  /// Side(54) that fails the guard; zero where both do.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}
