import Market
import Records

/// In what phase an instrument is, or the market: SecurityStatusRequest(e), TradingSessionStatusRequest(g).
extension Venue {
  /// What sessions ask of the market, or of what firms have.
  mutating func performRequest(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    switch type {
    case .marketDataRequest: requestMarketData(command, into: &events)
    case .statusRequest: requestStatus(command, into: &events)
    case .requestTerms: requestTerms(command, into: &events)
    case .requestPositions: requestPositions(command, into: &events)
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  private mutating func requestStatus(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(StatusRequest.self, of: command, into: &events) else { return }
    guard let subject = StatusSubject(rawValue: body.subjectCode) else {
      return refuse(.invalidValue, detail: Int64(body.subjectCode), into: &events)
    }
    var answer = StatusAnswered()
    answer.request = body
    let refusal = judge(body, subject)
    answer.refusalCode = refusal.rawValue
    if refusal == .none { answer.statusCode = perform(body, subject) }
    events.append(eventHead(.statusAnswered, for: cause.session), body: answer)
    let isEnd = body.subscriptionType == SubscriptionType.end.rawValue
    guard refusal == .none, !isEnd, subject == .instrument,
      let instrument = reference.instrument(body.symbol)
    else { return }
    tellDeals(of: instrument, body.reqID, to: cause.session, into: &events)
  }

  private func judge(_ body: StatusRequest, _ subject: StatusSubject) -> MarketDataRefusal {
    guard let type = SubscriptionType(rawValue: body.subscriptionType) else {
      return .subscriptionType
    }
    let known = subscriptions.find(body.reqID, of: cause.session)
    if type == .end { return known?.subject == UInt32(subject.rawValue) ? .none : .unknownMDReqID }
    if known != nil { return .duplicateMDReqID }
    switch subject {
    case .instrument: if reference.instrument(body.symbol) == nil { return .unknownSymbol }
    case .market:
      let isDay = body.symbol.text == StatusRequest.day
      if !isDay && !body.symbol.text.isEmpty { return .tradingSession }
    }
    let isFull =
      subscriptions.load(of: cause.session).subscriptions >= VenueLimits.subscriptionsPerSession
      || !subscriptions.hasRoom(for: 0)
    return type == .updates && isFull ? .tooManySubscriptions : .none
  }

  /// What the status is now; zero where a subscription ends.
  private mutating func perform(_ body: StatusRequest, _ subject: StatusSubject) -> UInt8 {
    switch SubscriptionType(rawValue: body.subscriptionType) {
    case .end:
      subscriptions.remove(body.reqID, of: cause.session)
      return 0
    case .updates: subscriptions.add(body.reqID, of: cause.session, to: subject)
    case .snapshot, nil: break
    }
    switch subject {
    case .instrument:
      guard let instrument = reference.instrument(body.symbol) else {
        preconditionFailure("the instrument was found")
      }
      return reference[instrument].phase.rawValue
    case .market: return subscriptions.market.status.rawValue
    }
  }

  /// Tells those who want to know that the market has come to another status, once for all that one command has done.
  mutating func tellMarketStatus(into events: inout RecordBuffer) {
    guard subscriptions.market.isDue else { return }
    subscriptions.market.tell()
    var changed = MarketStatusChanged()
    changed.statusCode = subscriptions.market.toldCode
    events.append(eventHead(.marketStatusChanged, for: .venue), body: changed)
  }
}
