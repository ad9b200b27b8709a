public import Market
import Memory
import Records

/// The terms of instruments: SecurityListRequest(x), SecurityDefinitionRequest(c) with SecurityRequestType(321) 0.
extension Venue {
  /// One instrument is told at once, all of them as their turns come. Changes nothing.
  mutating func requestTerms(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(RequestTerms.self, of: command, into: &events) else { return }
    guard let subject = TermsSubject(rawValue: body.subjectCode) else {
      return refuse(.invalidValue, detail: Int64(body.subjectCode), into: &events)
    }
    let asksAll = subject == .list && body.requestType == RequestTerms.all
    var refusal = judge(body, asksAll: asksAll)
    if asksAll && refusal == .none { refusal = queue(body) }
    guard refusal == .none else {
      var told = TermsTold()
      told.request = body
      told.refusalCode = refusal.rawValue
      told.isLast = 1
      told.execID = numbers.nextExecID()
      events.append(eventHead(.termsTold, for: cause.session), body: told)
      return
    }
    guard !asksAll, let instrument = reference.instrument(body.symbol) else { return }
    var told = TermsTold()
    told.request = body
    told.total = 1
    told.isLast = 1
    tell(told, instrument, to: cause.session, into: &events)
  }

  private func judge(_ body: RequestTerms, asksAll: Bool) -> TermsRefusal {
    guard asksAll || body.requestType == 0 else { return .typeNotOffered }
    guard body.subscriptionType == 0 || body.subscriptionType == SubscriptionType.snapshot.rawValue
    else { return .subscription }
    if asksAll { return reference.instrumentCount > 0 ? .none : .noInstruments }
    return reference.instrument(body.symbol) == nil ? .unknownSymbol : .none
  }

  /// The request waits among those for positions.
  private mutating func queue(_ body: RequestTerms) -> TermsRefusal {
    switch roomForRequest {
    case .pending: return .pending
    case .tooMany: return .tooMany
    default: break
    }
    var request = PositionRequest()
    request.subject = .terms
    request.posReqID = body.reqID
    request.session = cause.session
    positionRequests.append(request)
    return .none
  }

  /// Tells the next instrument of the first request, as it is now.
  mutating func workOnTerms(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    budget.looks -= 1
    budget.orders -= TermsTold.ordersPerInstrument
    if positionRequests.total == 0 { positionRequests.total = reference.instrumentCount }
    positionRequests.nextInstrument += 1
    let number = positionRequests.nextInstrument
    let request = positionRequests.first
    var told = TermsTold()
    told.request.reqID = request.posReqID
    told.request.subjectCode = TermsSubject.list.rawValue
    told.request.requestType = RequestTerms.all
    told.total = positionRequests.total
    told.isLast = number == positionRequests.total ? 1 : 0
    tell(told, InstrumentID(rawValue: number), to: request.session, into: &events)
    if told.isLast == 1 { positionRequests.removeFirst() }
  }

  private mutating func tell(
    _ told: TermsTold, _ id: InstrumentID, to session: SessionID, into events: inout RecordBuffer
  ) {
    var told = told
    let words = reference.words[id.rawValue]
    told.execID = numbers.nextExecID()
    told.terms = parameters.definition(of: id)
    told.warehouse = reference.warehouses[told.terms.warehouse].code
    told.ruleVersion = parameters.ruleVersion
    told.changeCount = parameters.pendingCount(of: id)
    told.wordsLength = UInt16(words.count)
    let changes = Int(told.changeCount) * MemoryLayout<PublishedChange>.size
    let offset = events.append(
      eventHead(.termsTold, for: session), body: told, trailingByteCount: changes + words.count)
    var place = offset + RecordHead.byteCount + MemoryLayout<TermsTold>.size
    for pending in 0..<parameters.count where parameters[pending].instrument == id {
      events.store(PublishedChange(parameters[pending]), at: place)
      place += MemoryLayout<PublishedChange>.size
    }
    // Records end at multiples of 64 bytes, zeros behind their text: so do its last eight.
    for word in 0..<words.wordCount { events.store(words[word: word], at: place + 8 * word) }
  }
}

extension Venue {
  /// The terms of an instrument that are in force; the log has it.
  public func terms(of instrument: InstrumentID) -> DefineInstrument {
    precondition(reference.knows(instrument), "an instrument of the log")
    return parameters.definition(of: instrument)
  }
}

extension TermsTold {
  /// What one of these counts of a step, which has room for 256 ends of orders.
  fileprivate static var ordersPerInstrument: Int { 2 }
}

extension PublishedChange {
  fileprivate init(_ change: PendingChange) {
    self.init()
    number = change.number
    value = change.value
    publishedOn = change.publishedOn
    effectiveAt = change.effectiveAt
    parameterCode = change.parameter.rawValue
    situationCode = change.situationCode
  }
}
