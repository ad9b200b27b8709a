import Market
import Records

/// Events as lines of words, in the order of their fields: what scenarios are compared with.
struct EventText {
  let sessions: [UInt32: String]
  let firms: [UInt32: String]
  /// Whether changes of books are lines as well.
  var showsBook = false
  /// Whether instructions, moves of title and moves of money are lines as well.
  var showsSettlement = false

  func lines(of events: RawSpan) -> [String] {
    var lines: [String] = []
    var offset = 0
    while offset < events.byteCount {
      let head = events.loadHead(at: offset)
      if shows(EventType(rawValue: head.typeCode)) {
        lines.append(line(head, events.extracting(offset..<offset + Int(head.length))))
      }
      offset += Int(head.length)
    }
    return lines
  }

  private func shows(_ type: EventType?) -> Bool {
    switch type {
    case .bookChanged: showsBook
    case .settlementInstructed, .transferInstructed, .titleChanged, .titleConsented, .fundsMoved,
      .tradeChanged, .confirmationRequested, .deliveryNotified, .collateralRequested,
      .collateralReported, .fixingChanged:
      showsSettlement
    default: true
    }
  }

  private func line(_ head: RecordHead, _ record: RawSpan) -> String {
    let to = "to=" + (sessions[head.session.rawValue] ?? "?")
    let number = head.msgSeqNum.rawValue == 0 ? "caused=no" : "caused=yes"
    guard let type = EventType(rawValue: head.typeCode) else { return "unknown \(head.typeCode)" }
    switch type {
    case .executionReport:
      return "\(report(record.loadBody(ExecutionReport.self), record)) \(to) \(number)"
    case .orderCancelReject:
      return "\(cancelReject(record.loadBody(OrderCancelReject.self))) \(to) \(number)"
    case .businessMessageReject:
      let body = record.loadBody(BusinessMessageReject.self)
      return "business-reject \(Refusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?") \(to)"
    case .tradeMatched:
      return trade(record.loadBody(TradeMatched.self), record)
    case .phaseChanged:
      let body = record.loadBody(PhaseChanged.self)
      let phase = TradingPhase(rawValue: body.phaseCode).map { "\($0)" } ?? "?"
      let causes = ["calendar", "operator", "market"]
      return "phase \(body.symbol.text) \(phase) by=\(causes[Int(body.cause) - 1])"
    case .commandRefused:
      let body = record.loadBody(CommandRefused.self)
      let reason = CommandRefusal(rawValue: body.reasonCode).map { "\($0)" } ?? "?"
      return "refused \(reason) detail=\(body.detail) \(to)"
    case .bookChanged:
      return bookChange(record.loadBody(BookChanged.self))
    case .massCancelReport:
      return "\(massCancel(record.loadBody(MassCancelReport.self))) \(to)"
    case .killSwitchChanged:
      let body = record.loadBody(KillSwitchChanged.self)
      let scope = KillScope(rawValue: body.scopeCode).map { "\($0)" } ?? "?"
      let count = body.isOn == 0 ? "" : " total=\(body.totalAffectedOrders)"
      return "\(body.isOn == 0 ? "lifted" : "stopped") \(scope) \(body.number)\(count)"
    case .approvalChanged: return approval(record.loadBody(ApprovalChanged.self))
    case .marketControlled: return market(record.loadBody(MarketControlled.self))
    case .sessionControlled: return "\(controlled(record)) \(to)"
    case .sessionScheduled:
      let body = record.loadBody(SessionScheduled.self)
      let epoch = body.epoch.rawValue > 0 ? " epoch=\(body.epoch.rawValue)" : ""
      let change = body.changesAt.nanoseconds
      return "scheduled \(body.isOpen == 1 ? "open" : "closed") until=\(change)\(epoch) \(to)"
    case .credentialChanged:
      let body = record.loadBody(CredentialChanged.self)
      return "credential version=\(body.version) \(to)"
    case .userResponse:
      return "\(user(record.loadBody(UserResponse.self))) \(to) \(number)"
    case .tradeChanged: return "\(changed(record.loadBody(TradeChanged.self))) \(to)"
    case .settlementInstructed:
      return "\(instructed(record.loadBody(SettlementInstructed.self), record)) \(to)"
    case .transferInstructed:
      return "\(instructed(record.loadBody(TransferInstructed.self), record)) \(to)"
    case .confirmationRequested:
      return "\(confirmation(record.loadBody(ConfirmationRequested.self))) \(to)"
    case .noticeRefused: return "\(refused(record.loadBody(NoticeRefused.self))) \(to)"
    case .titleChanged: return "\(title(record.loadBody(TitleChanged.self))) \(to)"
    case .titleConsented: return "\(consented(record.loadBody(TitleConsented.self))) \(to)"
    case .warehouseGraded:
      let body = record.loadBody(WarehouseGraded.self)
      return "graded \(body.code.text) \(letter(body.grade)) from=\(letter(body.fromGrade)) \(to)"
    case .fundsMoved: return moved(record.loadBody(FundsMoved.self))
    case .positionsAcknowledged:
      return "\(acknowledged(record.loadBody(PositionsAcknowledged.self))) \(to)"
    case .reconReported: return "\(found(record.loadBody(ReconReported.self))) \(to)"
    case .positionReported: return "\(position(record.loadBody(PositionReported.self))) \(to)"
    case .deliveryNotified: return "\(delivered(record.loadBody(DeliveryNotified.self))) \(to)"
    case .collateralRequested:
      return "request \(collateral(record.loadBody(CollateralTold.self))) \(to)"
    case .collateralReported:
      return "secured \(collateral(record.loadBody(CollateralTold.self))) \(to)"
    case .collateralAnswered:
      return "\(answered(record.loadBody(CollateralAnswered.self))) \(to)"
    case .collateralInquired:
      return "\(inquired(record.loadBody(CollateralInquired.self))) \(to)"
    case .collateralListed: return "\(listed(record.loadBody(CollateralListed.self))) \(to)"
    case .fixingChanged:
      let body = record.loadBody(FixingChanged.self)
      let name = body.benchmark == .none ? currency(body.currency) : "\(body.benchmark)"
      return "fixing \(name) \(decimal(body.tenMillionths, 7)) \(to) \(number)"
    case .netPublished: return "\(net(record.loadBody(NetPublished.self))) \(to)"
    case .netRunChanged: return netRun(record.loadBody(NetRunChanged.self))
    case .entitlementChanged: return copies(record.loadBody(EntitlementChanged.self))
    case .programRegistered: return "\(program(record.loadBody(ProgramRegistered.self))) \(to)"
    case .rateReported: return "\(rate(record.loadBody(RateReported.self))) \(to)"
    case .tradeAlleged: return "\(alleged(record.loadBody(TradeAlleged.self))) \(to)"
    case .auctionAnswered:
      return "\(answered(record.loadBody(AuctionAnswered.self))) \(to) \(number)"
    case .auctionAnnounced: return announced(record, head)
    case .auctionChanged: return changed(record.loadBody(AuctionChanged.self), head)
    case .tradeReportAnswered: return "\(answered(record.loadBody(TradeReportAnswered.self))) \(to)"
    case .newsPublished: return news(record)
    case .marketDataAnswered: return "\(marketData(record.loadBody(MarketDataAnswered.self))) \(to)"
    case .statusAnswered: return "\(status(record.loadBody(StatusAnswered.self))) \(to)"
    case .termsTold: return "\(terms(record)) \(to)"
    case .dealHoursChanged, .marketStatusChanged: return "\(marketStatus(record)) \(to)"
    case .tradesRequested: return "\(pastTrades(record.loadBody(TradesRequested.self))) \(to)"
    case .quoteRequested: return "\(asked(record.loadBody(QuoteRequested.self))) \(to)"
    case .quoteOffered: return "\(offered(record.loadBody(QuoteOffered.self))) \(to)"
    case .quoteAnswered: return "\(answered(record.loadBody(QuoteAnswered.self))) \(to)"
    case .parameterChanged: return parameter(record)
    case .padding, .sessionAccepted, .sessionEnded, .inboundRejected, .epochOpened,
      .numbersReserved:
      return "\(type) \(to) \(number)"
    }
  }

  private func letter(_ byte: UInt8) -> Character { Character(UnicodeScalar(byte)) }

  private func user(_ body: UserResponse) -> String {
    let status = UserStatus(rawValue: body.statusCode).map { "\($0)" } ?? "?"
    let reason = UserReason(rawValue: body.reasonCode).map { " \($0)" } ?? ""
    return "user \(body.userRequestID) \(body.username) \(status)\(reason)"
  }

  private func controlled(_ record: RawSpan) -> String {
    let body = record.loadBody(SessionControlled.self)
    let action = SessionControl(rawValue: body.actionCode).map { "\($0)" } ?? "?"
    let number = body.msgSeqNum > 0 ? " number=\(body.msgSeqNum)" : ""
    let epoch = body.epoch.rawValue > 0 ? " epoch=\(body.epoch.rawValue)" : ""
    return "controlled \(action)\(number)\(epoch)"
  }

  private func report(_ body: ExecutionReport, _ record: RawSpan) -> String {
    var words = [
      "report", "\(body.clOrdID.text)",
      ExecType(rawValue: body.execTypeCode).map { "\($0)" } ?? "?",
      "status=\(OrdStatus(rawValue: body.ordStatusCode).map { "\($0)" } ?? "?")",
      "order=\(body.orderID.rawValue)", "exec=\(body.execID.rawValue)",
      "qty=\(decimal(body.orderQty.thousandths, 3))", "px=\(decimal(body.price.tenThousandths, 4))",
      "leaves=\(decimal(body.leavesQty.thousandths, 3))",
      "cum=\(decimal(body.cumQty.thousandths, 3))",
      "avg=\(decimal(body.avgPx.tenThousandths, 4))",
    ]
    if body.execInst.contains(.premium) { words.append("423=6") }
    if body.stopPx != .zero { words.append("stop=\(decimal(body.stopPx.tenThousandths, 4))") }
    if body.minQty != .zero { words.append("min=\(decimal(body.minQty.thousandths, 3))") }
    if body.maxFloor != .zero { words.append("floor=\(decimal(body.maxFloor.thousandths, 3))") }
    if !body.origClOrdID.text.isEmpty { words.append("orig=\(body.origClOrdID.text)") }
    if body.tradeID != .none {
      words += ["trade=\(body.tradeID.rawValue)", "rules=\(body.ruleVersion)"]
      words.append(
        "last=\(decimal(body.lastQty.thousandths, 3))@\(decimal(body.lastPx.tenThousandths, 4))")
      words.append("amount=\(decimal(body.grossTradeAmt.fen, 2))")
      let liquidity = LastLiquidityInd(rawValue: body.lastLiquidityIndCode)
      words.append(liquidity == .added ? "maker" : liquidity == .removed ? "taker" : "uncross")
      words.append("contra=\(firms[body.contraFirm.rawValue] ?? "none")")
    }
    if let reject = OrderReject(rawValue: body.orderRejectCode) {
      words += ["\(reject)", "103=\(reject.ordRejReason)", "7799=\(reject.rejectClause)"]
      words.append("detail=\(body.rejectDetail)")
    }
    if let mark = body.rateMark {
      words.append("7804=\(mark.code.monitor) 7805=\(mark.windowCount)")
    }
    let restatement = body.restatementReasonPlus1
    words.append(restatement > 0 ? "378=\(restatement - 1)" : "378=none")
    if body.isCancelOnDisconnect > 0 { words.append("disconnect") }
    if body.workingIndicatorCode > 0 {
      words.append("636=\(Character(UnicodeScalar(body.workingIndicatorCode)))")
    }
    if body.actingSession != .venue {
      words.append("by=\(sessions[body.actingSession.rawValue] ?? "?")")
    }
    words.append("docs=\(documents(Int(body.documentCount), record, ExecutionReport.self))")
    if body.hasOrdStatusReqID == 1 {
      let id = record.loadDocument(Int(body.documentCount), behind: ExecutionReport.self)
      words.append("790=\(id.text)")
    }
    if body.referenceCode == ReportReference.cross.rawValue {
      let id = record.loadDocument(Int(body.documentCount), behind: ExecutionReport.self)
      words.append("548=\(id.text)")
    }
    if body.referenceCode == ReportReference.listing.rawValue {
      let documents = Int(body.documentCount) * 4
      let id = record.loadTrailing(OrderID.self, documents, behind: ExecutionReport.self)
      words.append("7772=\(id.rawValue)")
    }
    if body.referenceCode == ReportReference.auction.rawValue {
      let documents = Int(body.documentCount) * 4
      let id = record.loadTrailing(UInt64.self, documents, behind: ExecutionReport.self)
      words.append("7762=\(id)")
    }
    if body.modeCode != TradingMode.listing.rawValue && body.modeCode != 0 {
      words.append("mode=\(Character(UnicodeScalar(body.modeCode)))")
    }
    if body.hasMassStatusAnswer == 1 {
      let answer = record.loadTrailing(MassStatusAnswer.self, behind: ExecutionReport.self)
      words.append("584=\(answer.massStatusReqID) 911=\(answer.totNumReports) 912=\(answer.isLast)")
    }
    return words.joined(separator: " ") + settles(body.settlDate)
  }

  private func massCancel(_ body: MassCancelReport) -> String {
    var words = ["mass-cancel", "\(body.clOrdID.text)"]
    if let reject = MassCancelReject(rawValue: body.massCancelRejectCode) {
      words += ["\(reject)", "532=\(reject.massCancelRejectReason)"]
    }
    return (words + ["total=\(body.totalAffectedOrders)"]).joined(separator: " ")
  }

  private func cancelReject(_ body: OrderCancelReject) -> String {
    var words = [
      "cancel-reject", "\(body.clOrdID.text)",
      CancelReject(rawValue: body.cancelRejectCode).map { "\($0)" } ?? "?",
      "status=\(OrdStatus(rawValue: body.ordStatusCode).map { "\($0)" } ?? "?")",
      "order=\(body.orderID.rawValue)", "434=\(body.responseTo)",
    ]
    if let reject = OrderReject(rawValue: body.orderRejectCode) {
      words.append("rule=\(reject)")
    }
    words.append("detail=\(body.rejectDetail)")
    return words.joined(separator: " ")
  }

  private func trade(_ body: TradeMatched, _ record: RawSpan) -> String {
    [
      "trade", "\(body.tradeID.rawValue)", "\(body.symbol.text)",
      "buyer=\(firms[body.buyFirm.rawValue] ?? "?")",
      "seller=\(firms[body.sellFirm.rawValue] ?? "?")",
      "last=\(decimal(body.lastQty.thousandths, 3))@\(decimal(body.lastPx.tenThousandths, 4))",
      "weight=\(decimal(body.weight.thousandths, 3))",
      "amount=\(decimal(body.grossTradeAmt.fen, 2))",
      "docs=\(documents(Int(body.documentCount), record, TradeMatched.self))",
      "mode=\(Character(UnicodeScalar(body.modeCode)))", "7762=\(body.auction)",
      "rules=\(body.ruleVersion)",
    ].joined(separator: " ") + (body.isByName == 1 ? " by-name" : "")
  }

  private func bookChange(_ body: BookChanged) -> String {
    var words = [
      "book", "\(body.symbol.text)", "\(body.mdSeq)",
      MDUpdateAction(rawValue: body.actionCode).map { "\($0)" } ?? "?",
      Side(rawValue: body.sideCode).map { "\($0)" } ?? "?", "order=\(body.orderID.rawValue)",
      "\(body.lots)@\(decimal(body.price.tenThousandths, 4))",
      "level=\(body.levelLots)/\(body.levelOrders)",
    ]
    if body.losesPlace != 0 { words.append("last") }
    if body.isAllOrNone != 0 { words.append("aon") }
    return words.joined(separator: " ")
  }

  func documents<Body: BitwiseCopyable>(
    _ count: Int, _ record: RawSpan, _ type: Body.Type
  ) -> String {
    (0..<count).map { "\(record.loadDocument($0, behind: type).text)" }.joined(separator: ",")
  }
}

/// An integer with a decimal point, without zeros at the end.
func decimal(_ value: Int64, _ scale: Int) -> String {
  var digits = String(value.magnitude)
  while digits.count <= scale { digits = "0" + digits }
  let point = digits.index(digits.endIndex, offsetBy: -scale)
  var fraction = digits[point...]
  while fraction.last == "0" { fraction.removeLast() }
  return (value < 0 ? "-" : "") + digits[..<point] + (fraction.isEmpty ? "" : ".\(fraction)")
}

/// The integer of a decimal with at most `scale` places.
func integer(_ text: Substring, scale: Int) -> Int64 {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  let fraction = parts.count > 1 ? parts[1] : ""
  let padded = fraction + String(repeating: "0", count: scale - fraction.count)
  guard let value = Int64(parts[0] + padded) else { preconditionFailure("\(text) is a decimal") }
  return value
}
