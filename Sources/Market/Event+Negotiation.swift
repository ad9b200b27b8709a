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
  public var reserved1: UInt64 = 0
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
