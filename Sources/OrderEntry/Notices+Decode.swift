import FIX44
import FIXWire
import Market

extension AnswerInstruction {
  /// TradeCaptureReportAck(AR): TradeReportID(571) is the instruction's number. One without TrdMatchID(880)
  /// answers for a member's net.
  init(funds index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    try readIdentity(index, message, .tradeReportID)
    guard let status = try index.code(.trdRptStatus, message, of: TrdRptStatus.self) else {
      throw .conditional(.trdRptStatus)
    }
    resultCode = (status == .accepted ? InstructionResult.done : .refused).rawValue
    try readReason(index, message, .tradeReportRejectReason)
  }

  /// TitleReport(UT) of the registry: TitleEventID(7700) is the instruction's number.
  init(title index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    try readIdentity(index, message, .titleEventID)
    if let action = try index.number(.titleAction, message),
      action != UInt64(TitleAction.transfer.rawValue)
    {
      throw .refuse(.codeNotOffered, .titleAction)
    }
    guard let result = try index.code(.titleResult, message, of: TitleResult.self) else {
      throw .conditional(.titleResult)
    }
    resultCode = (result == .done ? InstructionResult.done : .refused).rawValue
    isCountersigned = try index.char(.warehouseSigned, message) == ASCII.yes ? 1 : 0
    try readReason(index, message, .titleRefusal)
  }

  private mutating func readIdentity(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ tag: Tag
  ) throws(DecodeFailure) {
    guard let reference = try index.text32(tag, message),
      let number = try index.number(tag, message)
    else { throw .conditional(tag) }
    self.reference = reference
    instruction = InstructionID(rawValue: number)
    tradeID = TradeID(rawValue: try index.number(.trdMatchID, message) ?? 0)
  }

  private mutating func readReason(
    _ index: borrowing FieldIndex, _ message: RawSpan, _ tag: Tag
  ) throws(DecodeFailure) {
    guard let reason = try index.number(tag, message) else { return }
    guard let code = UInt16(exactly: reason) else { throw .notRepresentable(tag) }
    reasonCode = code
  }
}

extension ReportWeight {
  /// TitleReport(UT) of a warehouse.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    guard let reference = try index.text32(.titleEventID, message) else {
      throw .conditional(.titleEventID)
    }
    guard let document = try index.text32(.titleDocID, message) else {
      throw .conditional(.titleDocID)
    }
    guard let netWeight = try index.quantity(.netWeight, message) else {
      throw .conditional(.netWeight)
    }
    self.reference = reference
    self.document = TitleDocID(document)
    self.netWeight = netWeight
    tradeID = try index.tradeID(message)
  }
}

extension GradeWarehouse {
  /// TitleReport(UT) of the registry with WarehouseGrade(7713).
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    guard let reference = try index.text32(.titleEventID, message) else {
      throw .conditional(.titleEventID)
    }
    guard let code = try index.text16(.warehouseCode, message) else {
      throw .conditional(.warehouseCode)
    }
    self.reference = reference
    self.code = CompID(code)
    grade = try present(try index.char(.warehouseGrade, message), .warehouseGrade)
  }
}

extension AffirmTrade {
  /// ConfirmationAck(AU): ConfirmID(664) is the trade's identifier.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    confirmID = try present(try index.text32(.confirmID, message), .confirmID)
    tradeID = TradeID(
      rawValue: try present(try index.number(.confirmID, message), .confirmID))
    let status = try index.code(.affirmStatus, message, of: AffirmStatus.self)
    affirmStatus = try present(status, .affirmStatus).rawValue
  }
}

extension DisputeTrade {
  /// TradeDispute(UD).
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    reference = try present(try index.text32(.tradeReportID, message), .tradeReportID)
    tradeID = try index.tradeID(message)
  }
}

/// The part of Text(58) that is kept in the log.
struct NoticeText {
  /// More is cut off.
  static var byteCountMost: Int { 256 }
  let range: Range<Int>

  init(_ index: borrowing FieldIndex) {
    guard let field = index.first(.text) else {
      range = 0..<0
      return
    }
    let start = Int(field.offset)
    range = start..<start + min(Int(field.length), Self.byteCountMost)
  }

  var length: UInt16 { UInt16(range.count) }
}

/// TrdRptStatus(939).
private enum TrdRptStatus: UInt8 {
  case accepted = 0x30
  case rejected = 0x31
}

/// TitleResult(7755) of an answer; 0, asked for, is the venue's.
private enum TitleResult: UInt8 {
  case done = 0x31
  case refused = 0x32
}

extension FieldIndex {
  /// TrdMatchID(880), which is ours and so a number.
  fileprivate func tradeID(_ message: RawSpan) throws(DecodeFailure) -> TradeID {
    guard let number = try number(.trdMatchID, message) else { throw .conditional(.trdMatchID) }
    return TradeID(rawValue: number)
  }
}
