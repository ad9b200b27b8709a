public import FIX44
public import FIXWire
import Market
import Records

/// Makes messages of events: ExecutionReport(8), OrderCancelReject(9), OrderMassCancelReport(r),
/// TradeCaptureReport(AE), Confirmation(AK), TitleReport(UT), RequestForPositionsAck(AO), PositionReport(AP),
/// ReconReport(UR), ProgramRegistration(UP), CollateralRequest(AX), CollateralReport(BA), CollateralResponse(AZ),
/// CollateralInquiryAck(BG), QuoteRequest(R), Quote(S), QuoteResponse(AJ), QuoteStatusReport(AI),
/// QuoteRequestReject(AG), MarketDataSnapshotFullRefresh(W) of a fixing, MarketDataRequestReject(Y),
/// TradeCaptureReportRequestAck(AQ), SecurityList(y), SecurityDefinition(d), SecurityStatus(f),
/// TradingSessionStatus(h), UserResponse(BF), News(B), BusinessMessageReject(j) and Reject(3). An event always
/// becomes the same body, so a resend may be made anew.
public enum ReportEncoder {
  /// The longest message made here, in bytes: a report that names 64 documents.
  public static var messageBytesMax: Int { 8_192 }

  private static func quoteType(_ type: EventType, _ event: RawSpan) -> MsgType? {
    switch type {
    case .quoteRequested: .quoteRequest
    case .quoteOffered: event.loadBody(QuoteOffered.self).msgType
    default: event.loadBody(QuoteAnswered.self).msgType
    }
  }

  /// The MsgType(35) of the message that an event becomes for a session with these options; nil where it
  /// becomes none, as TitleReport(UT) without own tags.
  public static func msgType(of event: RawSpan, _ options: ReportOptions) -> MsgType? {
    guard let type = EventType(rawValue: event.loadHead().typeCode) else { return nil }
    switch type {
    case .executionReport: return .executionReport
    case .orderCancelReject: return .orderCancelReject
    case .businessMessageReject, .noticeRefused: return .businessMessageReject
    case .massCancelReport: return .orderMassCancelReport
    case .inboundRejected: return .reject
    case .userResponse: return .userResponse
    case .settlementInstructed, .tradeChanged, .netPublished, .tradeAlleged:
      return .tradeCaptureReport
    case .confirmationRequested: return .confirmation
    case .positionsAcknowledged: return .requestForPositionsAck
    case .positionReported: return .positionReport
    case .reconReported: return options.ownTags ? .reconReport : nil
    case .transferInstructed, .deliveryNotified, .titleChanged, .titleConsented, .warehouseGraded:
      return options.ownTags ? .titleReport : nil
    case .programRegistered: return options.ownTags ? .programRegistration : nil
    case .collateralRequested: return .collateralRequest
    case .collateralReported, .collateralListed: return .collateralReport
    case .collateralAnswered: return .collateralResponse
    case .fixingChanged: return .marketDataSnapshotFullRefresh
    case .collateralInquired: return .collateralInquiryAck
    case .tradeReportAnswered: return .tradeCaptureReportAck
    case .newsPublished, .parameterChanged: return .news
    case .auctionAnswered where options.ownTags:
      return event.loadBody(AuctionAnswered.self).msgType
    case .auctionAnnounced where options.ownTags: return .securityDefinition
    case .auctionChanged where options.ownTags: return .securityStatus
    case .tradesRequested: return .tradeCaptureReportRequestAck
    case .termsTold: return event.loadBody(RequestTerms.self).answerType
    case .marketDataAnswered: return event.loadBody(MarketDataAnswered.self).msgType
    case .statusAnswered, .phaseChanged, .dealHoursChanged, .marketStatusChanged:
      return statusType(type, event)
    case .quoteRequested, .quoteOffered, .quoteAnswered: return quoteType(type, event)
    case .padding, .sessionAccepted, .sessionEnded, .epochOpened, .tradeMatched, .commandRefused,
      .numbersReserved, .bookChanged, .killSwitchChanged, .sessionControlled, .sessionScheduled,
      .credentialChanged, .fundsMoved, .netRunChanged, .auctionAnswered, .auctionAnnounced,
      .auctionChanged, .marketControlled, .approvalChanged, .rateReported, .entitlementChanged:
      return nil
    }
  }

  /// SecurityStatus(f) or TradingSessionStatus(h); nil where a subscription to it has ended.
  private static func statusType(_ type: EventType, _ event: RawSpan) -> MsgType? {
    switch type {
    case .statusAnswered: event.loadBody(StatusAnswered.self).msgType
    case .phaseChanged, .dealHoursChanged: .securityStatus
    default: .tradingSessionStatus
    }
  }

  /// Writes the message that `event`, a whole record, becomes; false where it becomes none, and then
  /// nothing is written.
  ///
  /// MsgType(35) is set here, whatever `header` says. The encoder has room for `messageBytesMax`.
  public static func encode(
    event: RawSpan, header: OutboundHeader, options: ReportOptions,
    firmCodes: borrowing FirmCodes, into encoder: inout MessageEncoder
  ) -> Bool {
    guard let msgType = msgType(of: event, options) else { return false }
    var header = header
    header.msgType = msgType
    encoder.begin(header)
    switch msgType {
    case .executionReport:
      encoder.writeExecutionReport(event, options, header.precision)
      let contraFirm = event.loadBody(ExecutionReport.self).contraFirm
      encoder.writeParties(.none, contra: contraFirm, firmCodes)
    case .orderCancelReject: encoder.writeOrderCancelReject(event, options, header.precision)
    case .orderMassCancelReport:
      encoder.writeOrderMassCancelReport(event, options, header.precision)
    case .reject: encoder.writeReject(event)
    default: encoder.writeOther(event, options, header.precision, firmCodes)
    }
    encoder.finish()
    return true
  }
}

extension MessageEncoder {
  /// The messages about settlement and users, and those that refuse: rare, so out of the way (benchmark
  /// report-out).
  @inline(never)
  fileprivate mutating func writeOther(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .settlementInstructed: writeSettlementInstructed(event, options, precision, firmCodes)
    case .tradeChanged: writeTradeChanged(event, options, precision, firmCodes)
    case .confirmationRequested: writeConfirmation(event, options, precision, firmCodes)
    case .transferInstructed: writeTransferInstructed(event, precision, firmCodes)
    case .deliveryNotified: writeDeliveryNotified(event, precision, firmCodes)
    case .titleChanged: writeTitleChanged(event, precision, firmCodes)
    case .titleConsented: writeTitleConsented(event, precision, firmCodes)
    case .warehouseGraded: writeWarehouseGraded(event, precision)
    case .noticeRefused: writeNoticeRefused(event, options)
    case .collateralRequested, .collateralReported:
      writeCollateralTold(event, options, precision, firmCodes)
    case .netPublished: writeNetPublished(event, options, precision, firmCodes)
    case .collateralAnswered: writeCollateralAnswered(event, options, precision, firmCodes)
    case .fixingChanged: writeFixingChanged(event, options)
    case .collateralInquired: writeCollateralInquired(event)
    case .collateralListed: writeCollateralListed(event, options, precision, firmCodes)
    case .userResponse: writeUserResponse(event)
    case .tradeAlleged: writeTradeAlleged(event, options, precision, firmCodes)
    case .tradeReportAnswered: writeTradeReportAnswered(event, options, precision)
    case .auctionAnswered, .auctionAnnounced, .auctionChanged:
      writeAuction(event, precision, firmCodes)
    case .quoteRequested: writeQuoteRequested(event, options, precision, firmCodes)
    case .quoteOffered: writeQuoteOffered(event, options, precision, firmCodes)
    case .quoteAnswered: writeQuoteAnswered(event, options, precision)
    case .positionsAcknowledged: writePositionsAcknowledged(event)
    case .tradesRequested: writeTradesRequested(event.loadBody(TradesRequested.self), total: nil)
    case .positionReported: writePositionReported(event, options, firmCodes)
    case .reconReported: writeReconReported(event, precision)
    case .programRegistered: writeProgramRegistered(event, precision, firmCodes)
    case .newsPublished: writeNews(event, options, precision)
    case .parameterChanged: writeParameterChanged(event, options, precision)
    case .marketDataAnswered, .termsTold: writeAnswer(event, options, precision)
    case .statusAnswered, .phaseChanged, .dealHoursChanged, .marketStatusChanged:
      writeStatus(event, precision)
    default: writeBusinessMessageReject(event)
    }
  }
}
