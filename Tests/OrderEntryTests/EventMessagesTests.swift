import FIX44
import Market
import OrderEntry
import Records
import Testing

/// Which event becomes which message, and which none.
@Suite struct EventMessagesTests {
  @Test("each event is a message of its type, or none of a session", arguments: EventType.allCases)
  func otherEvents(_ type: EventType) {
    let encoded = ReportLines.record(type, ReportLines.report(.new, .new))
    let msgType = ReportEncoder.msgType(of: encoded.record.bytes, ReportOptions())
    switch type {
    case .executionReport: #expect(msgType == .executionReport)
    case .orderCancelReject: #expect(msgType == .orderCancelReject)
    case .businessMessageReject, .noticeRefused: #expect(msgType == .businessMessageReject)
    case .settlementInstructed, .tradeChanged, .netPublished, .tradeAlleged:
      #expect(msgType == .tradeCaptureReport)
    case .confirmationRequested: #expect(msgType == .confirmation)
    case .transferInstructed, .deliveryNotified, .titleChanged, .titleConsented, .warehouseGraded:
      #expect(msgType == .titleReport)
    case .tradeReportAnswered: #expect(msgType == .tradeCaptureReportAck)
    case .tradesRequested: #expect(msgType == .tradeCaptureReportRequestAck)
    case .newsPublished, .parameterChanged: #expect(msgType == .news)
    case .quoteRequested: #expect(msgType == .quoteRequest)
    case .quoteOffered: #expect(msgType == .quoteResponse)
    case .quoteAnswered: #expect(msgType == .quoteStatusReport)
    case .positionsAcknowledged: #expect(msgType == .requestForPositionsAck)
    case .positionReported: #expect(msgType == .positionReport)
    case .reconReported: #expect(msgType == .reconReport)
    case .programRegistered: #expect(msgType == .programRegistration)
    case .massCancelReport: #expect(msgType == .orderMassCancelReport)
    case .inboundRejected: #expect(msgType == .reject)
    case .userResponse: #expect(msgType == .userResponse)
    case .collateralRequested: #expect(msgType == .collateralRequest)
    case .collateralInquired: #expect(msgType == .collateralInquiryAck)
    case .collateralReported, .collateralListed: #expect(msgType == .collateralReport)
    case .collateralAnswered: #expect(msgType == .collateralResponse)
    case .fixingChanged: #expect(msgType == .marketDataSnapshotFullRefresh)
    case .auctionAnswered, .auctionAnnounced: #expect(msgType == .securityDefinition)
    case .auctionChanged, .phaseChanged, .dealHoursChanged: #expect(msgType == .securityStatus)
    case .statusAnswered: #expect(msgType == .securityStatus)
    case .termsTold: #expect(msgType == .securityDefinition)
    case .marketStatusChanged: #expect(msgType == .tradingSessionStatus)
    default:
      let line = encoded.message()
      #expect(msgType == nil)
      #expect(line == "")
    }
  }

  @Test("a record of a type that no event has is no message")
  func strangeEvent() {
    var buffer = RecordBuffer(capacity: 1_024)
    var head = RecordHead()
    head.typeCode = 999
    buffer.append(head, body: ExecutionReport())
    let msgType = ReportEncoder.msgType(of: buffer.bytes, ReportOptions())
    #expect(msgType == nil)
  }
}
