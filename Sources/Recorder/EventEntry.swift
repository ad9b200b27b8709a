import GRDB
import Market
import Records

/// An event on its way into the books.
///
/// What the books have no table for is kept by its place in `unknownEvents`: a type or a layout of a
/// later program is neither lost nor a reason to stop.
struct EventEntry {
  let db: Database
  let head: RecordHead
  /// Where in the event log it stands.
  let position: Int64

  var sequence: Int64 { stored(head.sequence.rawValue) }
  var ordinal: Int64 { Int64(head.ordinal) }
  var atNanos: Int64 { head.time.nanoseconds }

  /// Enters the event, if the books keep its type.
  func take(_ record: RawSpan) throws {
    guard let type = EventType(rawValue: head.typeCode), head.version == 1 else {
      return try enterUnknown()
    }
    let isOwn = head.session == .venue  // Those who are told of a change have copies.
    switch type {
    case .executionReport: try take(record, ExecutionReport.self) { try enter($0, record) }
    case .tradeMatched: try takeTrade(record)
    case .tradeChanged: try take(record, TradeChanged.self) { try enter($0) }
    case .settlementInstructed: try take(record, SettlementInstructed.self) { try enter($0) }
    case .transferInstructed: try take(record, TransferInstructed.self) { try enter($0) }
    case .confirmationRequested, .deliveryNotified, .collateralRequested, .collateralReported:
      try takeIndex(record, type)
    case .noticeRefused: try take(record, NoticeRefused.self) { try enter($0) }
    case .titleChanged where isOwn: try take(record, TitleChanged.self) { try enter($0) }
    case .fundsMoved: try take(record, FundsMoved.self) { try enter($0) }
    case .warehouseGraded where isOwn: try take(record, WarehouseGraded.self) { try enter($0) }
    case .netPublished where isOwn: try take(record, NetPublished.self) { try enter($0) }
    case .netRunChanged: try take(record, NetRunChanged.self) { try enter($0) }
    case .fixingChanged: try take(record, FixingChanged.self) { try enter($0) }
    case .reconReported where isOwn: try take(record, ReconReported.self) { try enter($0) }
    case .newsPublished: try take(record, NewsPublished.self) { try enter($0, record) }
    case .auctionAnnounced: try take(record, AuctionAnnounced.self) { try enter($0) }
    case .auctionChanged: try take(record, AuctionChanged.self) { try enter($0) }
    case .parameterChanged: try take(record, ParameterChanged.self) { try enter($0) }
    case .phaseChanged: try take(record, PhaseChanged.self) { try enter($0) }
    case .killSwitchChanged, .rateReported, .programRegistered: try takeSupervision(type, record)
    case .marketControlled, .approvalChanged: try takeOperator(record, type)
    case .commandRefused: try take(record, CommandRefused.self) { try enter($0) }
    // What is told to others, concerns sessions and books of orders, or answers a question, is nobody's record.
    case .titleChanged, .warehouseGraded, .netPublished, .reconReported, .padding,
      .orderCancelReject, .businessMessageReject, .sessionAccepted, .sessionEnded, .inboundRejected,
      .epochOpened, .numbersReserved, .bookChanged, .massCancelReport, .sessionControlled,
      .sessionScheduled, .credentialChanged, .userResponse, .titleConsented, .positionsAcknowledged,
      .positionReported, .collateralAnswered, .collateralInquired, .collateralListed, .tradeAlleged,
      .tradeReportAnswered, .auctionAnswered, .quoteRequested, .quoteOffered, .quoteAnswered,
      .entitlementChanged, .marketDataAnswered, .statusAnswered, .termsTold, .marketStatusChanged,
      .dealHoursChanged, .tradesRequested:
      break
    }
  }

  private func takeTrade(_ record: RawSpan) throws {
    try take(record, TradeMatched.self) { body in
      try enter(body)
      try enterDocuments(of: body, record)
    }
  }

  /// What the books have no more of than that it was about a trade.
  private func takeIndex(_ record: RawSpan, _ type: EventType) throws {
    switch type {
    case .confirmationRequested:
      try take(record, ConfirmationRequested.self) { try index($0.tradeID, type) }
    case .deliveryNotified:
      try take(record, DeliveryNotified.self) { try index($0.tradeID, type) }
    default: try take(record, CollateralTold.self) { try index($0.tradeID, type) }
    }
  }

  func take<Body: BitwiseCopyable>(
    _ record: RawSpan, _ type: Body.Type, _ enter: (Body) throws -> Void
  ) throws {
    guard Int(head.bodyLength) >= MemoryLayout<Body>.size else { return try enterUnknown() }
    try enter(record.loadBody(type))
  }

  private func enterUnknown() throws {
    try db.insert(
      "unknownEvents",
      [
        "position": position, "sequence": sequence, "ordinal": ordinal, "atNanos": atNanos,
        "type": head.typeCode, "crc": head.crc,
      ])
  }

  /// The event belongs to that trade's life.
  func index(_ trade: TradeID, _ type: EventType) throws {
    guard trade != .none else { return }
    try db.insert(
      "tradeEvents",
      [
        "tradeID": stored(trade.rawValue), "position": position, "sequence": sequence,
        "type": "\(type)",
      ])
  }

  /// The event does not agree with what is in the books.
  func enterBreak(_ kind: String, of subject: String, _ text: String) throws {
    let row = try db.first(
      "SELECT COUNT(*) AS count FROM breaks WHERE position = ?", [position])
    let place: Int64 = row?["count"] ?? 0
    try db.insert(
      "breaks",
      [
        "position": position, "place": place, "sequence": sequence, "atNanos": atNanos,
        "kind": kind, "subject": subject, "text": text,
      ])
  }

  private func enter(_ body: PhaseChanged) throws {
    let causes = ["", "calendar", "operator", "market"]
    try db.insert(
      "phases",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "instrument": body.instrument.rawValue,
        "phase": BookText.name(body.phaseCode, TradingPhase.self),
        "cause": Int(body.cause) < causes.count ? causes[Int(body.cause)] : "\(body.cause)",
      ])
  }

  private func enter(_ body: CommandRefused) throws {
    try db.insert(
      "refusedCommands",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "command": BookText.name(body.commandType, CommandType.self),
        "refusal": BookText.name(body.reasonCode, CommandRefusal.self), "detail": body.detail,
      ])
  }

  private func enter(_ body: NoticeRefused) throws {
    try db.insert(
      "refusedNotices",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "session": head.session.rawValue, "role": BookText.name(body.roleCode, SessionRole.self),
        "command": BookText.name(body.commandType, CommandType.self),
        "refusal": BookText.name(body.reasonCode, NoticeRefusal.self),
        "reference": "\(body.reference)", "instruction": stored(body.instruction.rawValue),
        "tradeID": stored(body.tradeID.rawValue),
        "tradeState": BookText.name(body.stateCode, TradeState.self),
      ])
    try index(body.tradeID, .noticeRefused)
  }
}
