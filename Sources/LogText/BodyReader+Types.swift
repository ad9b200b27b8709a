import Market
import Records

/// Which body each type of record has.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func read(_ type: CommandType) {
    switch type {
    case .logOpened: if let body = body(LogOpened.self) { fields.add(body) }
    case .batch: if let body = body(BatchHeader.self) { fields.add(body) }
    case .processRestarted, .timeGap, .termOpened: readProcess(type)
    case .resumed, .tick: break
    case .sessionLogon: if let body = body(SessionLogon.self) { fields.add(body) }
    case .sessionEnded: if let body = body(SessionEnded.self) { fields.add(body) }
    case .inboundSeen: if let body = body(InboundSeen.self) { fields.add(body) }
    case .numbersReserved: if let body = body(NumbersReserved.self) { fields.add(body) }
    case .epochOpened: if let body = body(EpochOpened.self) { fields.add(body) }
    case .scheduleSession: if let body = body(ScheduleSession.self) { fields.add(body) }
    case .credentialChanged: if let body = body(CredentialChanged.self) { fields.add(body) }
    case .credentialRefused: if let body = body(CredentialRefused.self) { fields.add(body) }
    case .userRequest: if let body = body(UserRequest.self) { fields.add(body) }
    case .newOrder, .cancelOrder, .replaceOrder, .orderStatus, .refusedMessage, .massCancel,
      .massStatus:
      readOrderEntry(type)
    case .defineFirm, .defineSession, .defineInstrument, .defineWarehouse, .admitDocument,
      .creditFunds, .setPhase, .schedulePhase, .setKillSwitch, .controlSession, .controlMarket,
      .decideApproval, .defineApprovals, .defineEntitlement:
      readReference(type)
    case .affirmTrade, .answerInstruction, .reportWeight, .disputeTrade, .controlTrade,
      .gradeWarehouse:
      readSettlement(type)
    case .requestTitle: readTitleRequest()
    case .requestPositions: if let body = body(RequestPositions.self) { fields.add(body) }
    case .requestTrades, .endTradesAnswer: readPastTrades(type)
    case .defineCurrency, .setFixing, .assignCollateral, .clearNet, .inquireCollateral,
      .useReserve:
      readMoney(type)
    case .reportRecon: if let body = body(ReportRecon.self) { fields.add(body) }
    case .newCross, .reportTrade, .requestQuote, .answerQuote: readNegotiation(type)
    case .publishNews, .changeParameter, .withdrawChange: readNews(type)
    case .marketDataRequest, .statusRequest, .requestTerms: readRequest(type)
    case .applyAuction, .depositAuction, .controlAuction: readAuction(type)
    case .defineCounterparties: readCounterparties()
    case .defineMonitors: if let body = body(DefineMonitors.self) { fields.add(body) }
    case .registerProgram: if let body = body(RegisterProgram.self) { fields.add(body) }
    }
  }

  @_lifetime(self: copy self)
  private mutating func readProcess(_ type: CommandType) {
    switch type {
    case .processRestarted: if let body = body(ProcessRestarted.self) { fields.add(body) }
    case .timeGap: if let body = body(TimeGap.self) { fields.add(body) }
    case .termOpened: if let body = body(TermOpened.self) { fields.add(body) }
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  @_lifetime(self: copy self)
  private mutating func readCounterparties() {
    guard let body = body(DefineCounterparties.self) else { return }
    fields.add(body)
    counterparties(of: body)
  }

  @_lifetime(self: copy self)
  private mutating func readOrderEntry(_ type: CommandType) {
    switch type {
    case .newOrder:
      guard let body = body(NewOrder.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: NewOrder.self)
    case .replaceOrder:
      guard let body = body(ReplaceOrder.self) else { return }
      fields.add(body)
      documents(body.order.documentCount, behind: ReplaceOrder.self)
    case .cancelOrder: if let body = body(CancelOrder.self) { fields.add(body) }
    case .orderStatus: if let body = body(OrderStatusRequest.self) { fields.add(body) }
    case .refusedMessage: if let body = body(RefusedMessage.self) { fields.add(body) }
    case .massCancel: if let body = body(MassCancel.self) { fields.add(body) }
    case .massStatus: if let body = body(MassStatusRequest.self) { fields.add(body) }
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  @_lifetime(self: copy self)
  private mutating func readReference(_ type: CommandType) {
    switch type {
    case .defineFirm:
      if let body = body(DefineFirm.self) { fields.add(body) }
      trailingText("attributes", behind: DefineFirm.self)
    case .defineSession:
      if let body = body(DefineSession.self) { fields.add(body) }
      trailingText("attributes", behind: DefineSession.self)
    case .defineInstrument:
      if let body = body(DefineInstrument.self) { fields.add(body) }
      trailingText("attributes", behind: DefineInstrument.self)
    case .defineWarehouse:
      if let body = body(DefineWarehouse.self) { fields.add(body) }
      trailingText("attributes", behind: DefineWarehouse.self)
    case .admitDocument:
      if let body = body(AdmitDocument.self) { fields.add(body) }
      trailingText("attributes", behind: AdmitDocument.self)
    case .creditFunds: if let body = body(CreditFunds.self) { fields.add(body) }
    case .setPhase:
      if let body = body(SetPhase.self) { fields.add(body) }
      trailingText("text", behind: SetPhase.self)
    case .schedulePhase: if let body = body(SchedulePhase.self) { fields.add(body) }
    case .setKillSwitch:
      if let body = body(SetKillSwitch.self) { fields.add(body) }
      trailingText("text", behind: SetKillSwitch.self)
    case .defineEntitlement: if let body = body(DefineEntitlement.self) { fields.add(body) }
    case .defineApprovals: if let body = body(DefineApprovals.self) { fields.add(body) }
    case .decideApproval:
      if let body = body(DecideApproval.self) { fields.add(body) }
      trailingText("text", behind: DecideApproval.self)
    case .controlMarket:
      if let body = body(ControlMarket.self) { fields.add(body) }
      trailingText("text", behind: ControlMarket.self)
    case .controlSession:
      if let body = body(ControlSession.self) { fields.add(body) }
      trailingText("text", behind: ControlSession.self)
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  @_lifetime(self: copy self)
  mutating func read(_ type: EventType) {
    switch type {
    case .padding: break
    case .executionReport: readReport()
    case .orderCancelReject: if let body = body(OrderCancelReject.self) { fields.add(body) }
    case .businessMessageReject:
      if let body = body(BusinessMessageReject.self) { fields.add(body) }
    case .sessionAccepted: if let body = body(SessionAccepted.self) { fields.add(body.logon) }
    case .sessionEnded: if let body = body(SessionEnded.self) { fields.add(body) }
    case .inboundRejected: if let body = body(InboundSeen.self) { fields.add(body) }
    case .epochOpened: if let body = body(EpochOpened.self) { fields.add(body) }
    case .tradeMatched: readTrade()
    case .phaseChanged, .dealHoursChanged: readPhase(type)
    case .commandRefused: if let body = body(CommandRefused.self) { fields.add(body) }
    case .numbersReserved: if let body = body(NumbersReserved.self) { fields.add(body) }
    case .bookChanged: if let body = body(BookChanged.self) { fields.add(body) }
    case .massCancelReport: if let body = body(MassCancelReport.self) { fields.add(body) }
    case .killSwitchChanged: if let body = body(KillSwitchChanged.self) { fields.add(body) }
    case .approvalChanged: if let body = body(ApprovalChanged.self) { fields.add(body) }
    case .marketControlled: if let body = body(MarketControlled.self) { fields.add(body) }
    case .sessionControlled: readSessionControlled()
    case .sessionScheduled: if let body = body(SessionScheduled.self) { fields.add(body) }
    case .credentialChanged: if let body = body(CredentialChanged.self) { fields.add(body) }
    case .userResponse: if let body = body(UserResponse.self) { fields.add(body) }
    case .tradeAlleged, .tradeReportAnswered, .quoteRequested, .quoteOffered, .quoteAnswered:
      readNegotiation(type)
    case .newsPublished, .parameterChanged: readNews(type)
    case .marketDataAnswered, .statusAnswered, .marketStatusChanged, .termsTold: readAnswer(type)
    case .auctionAnswered, .auctionAnnounced, .auctionChanged: readAuction(type)
    case .rateReported: if let body = body(RateReported.self) { fields.add(body) }
    case .programRegistered: if let body = body(ProgramRegistered.self) { fields.add(body) }
    case .entitlementChanged: if let body = body(EntitlementChanged.self) { fields.add(body) }
    case .tradesRequested: if let body = body(TradesRequested.self) { fields.add(body) }
    case .tradeChanged, .settlementInstructed, .transferInstructed, .confirmationRequested,
      .noticeRefused, .titleChanged, .fundsMoved, .titleConsented, .deliveryNotified,
      .positionsAcknowledged, .positionReported, .warehouseGraded, .reconReported:
      readSettlement(type)
    case .collateralRequested, .collateralReported, .fixingChanged, .collateralAnswered,
      .netPublished, .netRunChanged, .collateralInquired, .collateralListed:
      readMoney(type)
    }
  }

  @_lifetime(self: copy self)
  private mutating func readTrade() {
    guard let body = body(TradeMatched.self) else { return }
    fields.add(body)
    documents(body.documentCount, behind: TradeMatched.self)
    let count = Int(body.documentCount)
    let size = MemoryLayout<TitleDocID>.size + MemoryLayout<TradedDocument>.size
    guard body.modeCode == TradingMode.listing.rawValue, count > 0,
      Int(head.bodyLength) >= MemoryLayout<TradeMatched>.size + count * size
    else { return }
    let traded = (0..<count).map { record.loadTradedDocument($0, of: count) }
    fields.word("warehouses", traded.map { "\($0.warehouse.text)" }.joined(separator: ","))
    fields.word("premiums", traded.map { "\($0.premium)" }.joined(separator: ","))
  }

  @_lifetime(self: copy self)
  private mutating func readSessionControlled() {
    if let body = body(SessionControlled.self) { fields.add(body) }
    trailingText("text", behind: SessionControlled.self)
  }
}
