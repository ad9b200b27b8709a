import FIX44

/// Which field names a message in business terms, for BusinessRejectRefID(379).
///
/// Source: FIX 4.4 vol. 2, the table of BusinessMessageReject(j). The numbers here belong to messages that
/// the venue refuses, so the specification of what it takes does not have them.
enum BusinessID {
  /// The tag of the business identifier of messages of this type; none where they have none.
  static func tag(of msgType: MsgType) -> Tag {
    if msgType == .orderMassStatusRequest { return .massStatusReqID }
    if msgType == .userRequest { return .userRequestID }
    if OrderMessage(msgType) != nil { return .clOrdID }
    switch msgType {
    case .tradeCaptureReportAck, .tradeCaptureReport, .tradeDispute: return .tradeReportID
    case .quoteRequest: return .quoteReqID
    case .quote, .quoteCancel: return .quoteID
    case .quoteResponse: return .quoteRespID
    case .confirmationAck, .confirmation: return .confirmID
    case .titleReport: return .titleEventID
    case .requestForPositions: return .posReqID
    case .programRegistration: return .complianceID
    case .tradeCaptureReportRequest: return .tradeRequestID
    case .marketDataSnapshotFullRefresh, .marketDataRequest: return .mdReqID
    case .securityStatusRequest: return .securityStatusReqID
    case .securityListRequest, .securityDefinitionRequest: return .securityReqID
    case .tradingSessionStatusRequest: return .tradSesReqID
    case .collateralRequest: return .collReqID
    case .collateralAssignment: return .collAsgnID
    case .collateralResponse: return .collRespID
    case .collateralInquiry: return .collInquiryID
    default: return Tag(rawValue: number(msgType.rawValue))
    }
  }

  private static func number(_ code: UInt16) -> UInt32 {
    switch code {
    case type("AB"), type("AC"): 11  // ClOrdID
    case type("E"): 66  // ListID
    case type("J"): 70  // AllocID
    case type("AH"): 131  // QuoteReqID
    case type("a"), type("i"): 117  // QuoteID
    case type("v"), type("z"): 320  // SecurityReqID
    case type("s"), type("t"), type("u"): 548  // CrossID
    case type("AV"): 791  // SettlInstReqID
    default: 0
    }
  }

  /// MsgType(35) of one or two characters as its code.
  private static func type(_ text: String) -> UInt16 {
    var code: UInt16 = 0
    for byte in text.utf8.reversed() { code = code << 8 | UInt16(byte) }
    return code
  }
}
