import Market
import Records

/// The records of who takes market data: symbols stand behind the body.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readRequest(_ type: CommandType) {
    switch type {
    case .statusRequest: if let body = body(StatusRequest.self) { fields.add(body) }
    case .requestTerms: if let body = body(RequestTerms.self) { fields.add(body) }
    default: readMarketDataRequest()
    }
  }

  @_lifetime(self: copy self)
  mutating func readAnswer(_ type: EventType) {
    switch type {
    case .statusAnswered:
      guard let body = body(StatusAnswered.self) else { return }
      fields.add(body.request)
      fields.code("reason", body.refusalCode, MarketDataRefusal.self)
      if body.request.subjectCode == StatusSubject.market.rawValue {
        fields.code("status", body.statusCode, MarketStatus.self)
      } else {
        fields.code("phase", body.statusCode, TradingPhase.self)
      }
    case .marketStatusChanged:
      guard let body = body(MarketStatusChanged.self) else { return }
      fields.code("status", body.statusCode, MarketStatus.self)
    case .termsTold: readTermsTold()
    default: readMarketDataAnswered()
    }
  }

  @_lifetime(self: copy self)
  mutating func readPhase(_ type: EventType) {
    guard type == .dealHoursChanged else {
      if let body = body(PhaseChanged.self) { fields.add(body) }
      return
    }
    guard let body = body(DealHoursChanged.self) else { return }
    fields.text("reqID", body.reqID)
    fields.text("symbol", body.symbol.text)
    fields.flag("areOpen", body.areOpen)
  }

  @_lifetime(self: copy self)
  private mutating func readTermsTold() {
    guard let body = body(TermsTold.self) else { return }
    fields.add(body)
    let size = MemoryLayout<TermsTold>.size
    let fitting = (Int(head.bodyLength) - size) / MemoryLayout<PublishedChange>.size
    guard body.changeCount > 0, fitting >= Int(body.changeCount) else { return }
    let numbers = (0..<Int(body.changeCount)).map {
      "\(record.loadTrailing(PublishedChange.self, $0, behind: TermsTold.self).number)"
    }
    fields.word("changes", numbers.joined(separator: ","))
  }

  @_lifetime(self: copy self)
  private mutating func readMarketDataRequest() {
    guard let body = body(MarketDataRequest.self) else { return }
    fields.add(body)
    symbols(body.symbolCount, behind: MarketDataRequest.self)
  }

  @_lifetime(self: copy self)
  private mutating func readMarketDataAnswered() {
    guard let body = body(MarketDataAnswered.self) else { return }
    fields.add(body.request)
    fields.code("reason", body.refusalCode, MarketDataRefusal.self)
    fields.text("symbol", body.symbol.text)
    if body.refusalCode == 0 {
      symbols(body.request.symbolCount, behind: MarketDataAnswered.self)
    }
  }

  @_lifetime(self: copy self)
  private mutating func symbols<Body: BitwiseCopyable>(_ count: UInt16, behind type: Body.Type) {
    let fitting = (Int(head.bodyLength) - MemoryLayout<Body>.size) / MemoryLayout<Symbol>.size
    guard count > 0, fitting >= Int(count) else { return }
    let names = (0..<Int(count)).map {
      "\(record.loadTrailing(Symbol.self, $0, behind: type).text)"
    }
    fields.word("symbols", names.joined(separator: ","))
  }
}

extension RecordFields {
  mutating func add(_ body: StatusRequest) {
    text("reqID", body.reqID)
    code("subject", body.subjectCode, StatusSubject.self)
    code("type", body.subscriptionType, SubscriptionType.self)
    text("symbol", body.symbol.text)
    number("connection", body.connection)
  }

  mutating func add(_ body: RequestTerms) {
    text("reqID", body.reqID)
    code("subject", body.subjectCode, TermsSubject.self)
    number("type", UInt64(body.requestType))
    character("subscription", body.subscriptionType)
    text("symbol", body.symbol.text)
  }

  mutating func add(_ body: TermsTold) {
    add(body.request)
    code("refusal", body.refusalCode, TermsRefusal.self)
    number("execID", body.execID.rawValue)
    number("total", UInt64(body.total))
    flag("isLast", body.isLast)
    guard body.refusalCode == 0 else { return }
    text("warehouseCode", body.warehouse.text)
    number("ruleVersion", UInt64(body.ruleVersion))
    add(body.terms)
  }

  mutating func add(_ body: MarketDataRequest) {
    text("mdReqID", body.mdReqID)
    code("type", body.subscriptionType, SubscriptionType.self)
    number("depth", UInt64(body.depth))
    number("entries", UInt64(body.entries))
    flag("byOrder", body.isByOrder)
    flag("incremental", body.updateType == 0x31 ? 1 : 0)
    number("connection", body.connection)
  }
}
