import FIX44
import Testing

@Suite struct FIX44DictionaryTests {
  let dictionary = FIX44Dictionary.make()

  struct KnownField: Sendable {
    let tag: Tag
    let number: UInt32
    let name: String
    let type: FieldType
    let values: [String]
    init(_ tag: Tag, _ number: UInt32, _ name: String, _ type: FieldType, _ values: String = "") {
      self.tag = tag
      self.number = number
      self.name = name
      self.type = type
      self.values = values.split(separator: " ").map { String($0) }
    }
  }

  static let knownFields = [
    KnownField(.beginString, 8, "BeginString", .string),
    KnownField(.bodyLength, 9, "BodyLength", .length),
    KnownField(.checkSum, 10, "CheckSum", .string),
    KnownField(.clOrdID, 11, "ClOrdID", .string),
    KnownField(.msgSeqNum, 34, "MsgSeqNum", .seqNum),
    KnownField(.msgType, 35, "MsgType", .string),
    KnownField(.orderQty, 38, "OrderQty", .qty),
    KnownField(.price, 44, "Price", .price),
    KnownField(.sendingTime, 52, "SendingTime", .utcTimestamp),
    KnownField(.timeInForce, 59, "TimeInForce", .char, "0 1 2 3 4 5 6 7"),
    KnownField(.settlDate, 64, "SettlDate", .localMktDate),
    KnownField(.possResend, 97, "PossResend", .boolean),
    KnownField(.cxlRejReason, 102, "CxlRejReason", .int, "0 1 2 3 4 5 6 99"),
    KnownField(.maturityMonthYear, 200, "MaturityMonthYear", .monthYear),
    KnownField(.grossTradeAmt, 381, "GrossTradeAmt", .amt),
    KnownField(.businessRejectReason, 380, "BusinessRejectReason", .int, "0 1 2 3 4 5 6 7"),
    KnownField(.noPartyIDs, 453, "NoPartyIDs", .numInGroup),
    KnownField(
      .orderRestrictions, 529, "OrderRestrictions", .multipleValueString, "1 2 3 4 5 6 7 8 9 A"),
    KnownField(.lastLiquidityInd, 851, "LastLiquidityInd", .int, "1 2 3"),
    KnownField(.tradingMode, 7761, "TradingMode", .char, "L C N E D"),
  ]

  @Test("well-known fields have their number, name, type and values", arguments: knownFields)
  func knownField(_ row: KnownField) throws {
    let field = try #require(dictionary.field(row.tag))
    #expect(field.tag.rawValue == row.number)
    #expect(field.name == row.name)
    #expect(field.type == row.type)
    #expect(field.values == row.values)
  }

  @Test("tags that no table lists are unknown", arguments: [0, 2, 5, 882, 7705, 7843, 100_000])
  func unknownField(_ number: UInt32) {
    #expect(dictionary.field(Tag(rawValue: number)) == nil)
  }

  @Test("a data field names the length field before it, and no other field names one")
  func lengthFields() {
    let pairs = dictionary.fields.filter { $0.type == .data || $0.lengthTag != nil }
      .map { "\($0.lengthTag?.description ?? "none")/\($0.tag)" }
    #expect(pairs == ["93/89", "90/91", "95/96", "212/213", "348/349", "350/351", "354/355"])
  }

  static let requiredFields: [(MsgType, [Tag])] = [
    (.heartbeat, []),
    (.testRequest, [.testReqID]),
    (.resendRequest, [.beginSeqNo, .endSeqNo]),
    (.reject, [.refSeqNum]),
    (.sequenceReset, [.newSeqNo]),
    (.logout, []),
    (.logon, [.encryptMethod, .heartBtInt]),
    (.newOrderSingle, [.clOrdID, .symbol, .side, .transactTime, .ordType]),
    (.orderCancelRequest, [.origClOrdID, .clOrdID, .symbol, .side, .transactTime]),
    (
      .orderCancelReplaceRequest,
      [.origClOrdID, .clOrdID, .symbol, .side, .transactTime, .ordType]
    ),
    (.orderStatusRequest, [.clOrdID, .symbol, .side]),
    (.orderMassCancelRequest, [.clOrdID, .massCancelRequestType, .transactTime]),
    (.orderMassStatusRequest, [.massStatusReqID, .massStatusReqType]),
    (.orderMassCancelReport, [.orderID, .massCancelRequestType, .massCancelResponse]),
    (
      .executionReport,
      [
        .orderID, .execID, .execType, .ordStatus, .symbol, .side, .leavesQty, .cumQty, .avgPx,
      ]
    ),
    (.orderCancelReject, [.orderID, .clOrdID, .origClOrdID, .ordStatus, .cxlRejResponseTo]),
    (.userRequest, [.userRequestID, .userRequestType, .username]),
    (.userResponse, [.userRequestID, .username]),
    (.businessMessageReject, [.refMsgType, .businessRejectReason]),
    (
      .tradeCaptureReport,
      [
        .tradeReportID, .previouslyReported, .symbol, .lastQty, .lastPx, .tradeDate, .transactTime,
        .noSides,
      ]
    ),
    (.securityDefinitionRequest, [.securityReqID, .securityRequestType]),
    (.securityDefinition, [.securityReqID, .securityResponseID, .securityResponseType]),
    (.securityListRequest, [.securityReqID, .securityListRequestType]),
    (.securityList, [.securityReqID, .securityResponseID, .securityRequestResult]),
    (.securityStatus, [.symbol]),
    (.securityStatusRequest, [.securityStatusReqID, .symbol, .subscriptionRequestType]),
    (.tradingSessionStatusRequest, [.tradSesReqID, .subscriptionRequestType]),
    (.tradingSessionStatus, [.tradingSessionID, .tradSesStatus]),
    (.tradeCaptureReportAck, [.tradeReportID, .execType, .symbol]),
    (
      .confirmation,
      [
        .confirmID, .confirmTransType, .confirmType, .confirmStatus, .transactTime, .tradeDate,
        .symbol, .noUnderlyings, .noLegs, .allocQty, .side, .noCapacities, .allocAccount, .avgPx,
        .grossTradeAmt, .netMoney,
      ]
    ),
    (.confirmationAck, [.confirmID, .tradeDate, .transactTime, .affirmStatus]),
    (
      .newOrderCross,
      [
        .crossID, .crossType, .crossPrioritization, .noSides, .symbol, .transactTime, .ordType,
      ]
    ),
    (.quoteRequest, [.quoteReqID, .noRelatedSym]), (.quote, [.quoteID, .symbol]),
    (.quoteResponse, [.quoteRespID, .quoteRespType, .symbol]),
    (.quoteCancel, [.quoteID, .quoteCancelType]), (.quoteStatusReport, [.quoteID, .symbol]),
    (.quoteRequestReject, [.quoteReqID, .quoteRequestRejectReason, .noRelatedSym]),
    (.marketDataSnapshotFullRefresh, [.symbol, .noMDEntries]),
    (.collateralInquiry, []), (.collateralInquiryAck, [.collInquiryID, .collInquiryStatus]),
    (.titleReport, []), (.news, [.headline, .linesOfText]),
    (.tradeCaptureReportRequest, [.tradeRequestID, .tradeRequestType]),
    (
      .tradeCaptureReportRequestAck,
      [.tradeRequestID, .tradeRequestType, .tradeRequestResult, .tradeRequestStatus, .symbol]
    ),
    (.tradeDispute, [.tradeReportID, .trdMatchID]), (.programRegistration, [.complianceID]),
    (
      .marketDataRequest,
      [.mdReqID, .subscriptionRequestType, .marketDepth, .noMDEntryTypes, .noRelatedSym]
    ),
    (.marketDataIncrementalRefresh, [.noMDEntries]),
    (.marketDataRequestReject, [.mdReqID]),
  ]

  @Test("each message requires what FIX 4.4 does, and nothing more", arguments: requiredFields)
  func required(_ msgType: MsgType, _ tags: [Tag]) throws {
    let message = try #require(dictionary.message(msgType))
    #expect(message.members.filter { $0.presence == .required }.map(\.tag) == tags)
  }

  @Test("there are no messages but these")
  func messages() {
    #expect(
      dictionary.messages.map(\.msgType.description).joined()
        == "01234589AADAEAFAGAIAJAKANAOAPAQARAUAXAYAZBBABBBEBFBGDFGHRSUDUPURUTVWXYZcdefghjqrsxy")
    #expect(dictionary.message(MsgType(0x41, 0x42)) == nil)
  }

  static let directions: [(MsgType, isAdmin: Bool, fromClient: Bool, fromVenue: Bool)] = [
    (.logon, true, true, true),
    (.reject, true, true, true),
    (.newOrderSingle, false, true, false),
    (.executionReport, false, false, true),
    (.businessMessageReject, false, false, true),
    (.orderMassCancelRequest, false, true, false),
    (.orderMassCancelReport, false, false, true),
  ]

  @Test("a message says who sends it, and whether it is the session's", arguments: directions)
  func direction(_ row: (MsgType, isAdmin: Bool, fromClient: Bool, fromVenue: Bool)) throws {
    let message = try #require(dictionary.message(row.0))
    #expect(message.isAdmin == row.isAdmin)
    #expect(message.fromClient == row.fromClient)
    #expect(message.fromVenue == row.fromVenue)
  }
}
