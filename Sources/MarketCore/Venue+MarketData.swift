import Funds
public import Market
import Matching
import Memory
import Records

/// Who takes market data: a request is a point in the log, and what is told begins there.
extension Venue {
  /// MarketDataRequest(V): a snapshot, a subscription, or the end of one.
  mutating func requestMarketData(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(MarketDataRequest.self, of: command, into: &events) else { return }
    let start = RecordHead.byteCount + MemoryLayout<MarketDataRequest>.size
    let bytes = Int(body.symbolCount) * MemoryLayout<Symbol>.size
    guard body.symbolCount <= Limits.symbolsPerRequest, command.byteCount >= start + bytes else {
      return refuse(.invalidValue, detail: Int64(body.symbolCount), into: &events)
    }
    let symbols = command.extracting(start..<start + bytes)
    var answer = MarketDataAnswered()
    answer.request = body
    let refusal = judge(body, command, &answer.symbol)
    answer.refusalCode = refusal.rawValue
    if refusal == .none { perform(body) }
    events.append(
      eventHead(.marketDataAnswered, for: cause.session), body: answer,
      trailing: refusal == .none ? symbols : symbols.extracting(0..<0))
  }

  private func judge(
    _ body: MarketDataRequest, _ command: RawSpan, _ unknown: inout Symbol
  ) -> MarketDataRefusal {
    guard let type = SubscriptionType(rawValue: body.subscriptionType) else {
      return .subscriptionType
    }
    let known = subscriptions.find(body.mdReqID, of: cause.session)
    if type == .end { return known?.subject == 0 ? .none : .unknownMDReqID }
    if known != nil { return .duplicateMDReqID }
    if body.depth > Limits.marketDepthMost { return .depth }
    let isUpdated = body.updateType == 0x30 || body.updateType == 0x31
    if type == .updates, !isUpdated { return .updateType }
    if body.unsupportedEntry != 0 || body.entries == 0 { return .entryType }
    for place in 0..<Int(body.symbolCount) {
      let symbol = command.loadTrailing(Symbol.self, place, behind: MarketDataRequest.self)
      guard reference.instrument(symbol) != nil else {
        unknown = symbol
        return .unknownSymbol
      }
    }
    return type == .updates ? room(for: Int(body.symbolCount)) : .none
  }

  private func room(for count: Int) -> MarketDataRefusal {
    let load = subscriptions.load(of: cause.session)
    if load.subscriptions >= VenueLimits.subscriptionsPerSession { return .tooManySubscriptions }
    return load.instruments + count > VenueLimits.subscribedPerSession
      || !subscriptions.hasRoom(for: count) ? .tooManyInstruments : .none
  }

  private mutating func perform(_ body: MarketDataRequest) {
    switch SubscriptionType(rawValue: body.subscriptionType) {
    case .updates:
      subscriptions.add(body.mdReqID, of: cause.session, instruments: Int(body.symbolCount))
    case .end: subscriptions.remove(body.mdReqID, of: cause.session)
    case .snapshot, nil: break
    }
  }

  /// Calls `body` with each instrument, and what one lot of it is.
  public func forEachInstrument(_ body: (InstrumentID, Symbol, _ lot: Quantity) -> Void) {
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      body(InstrumentID(rawValue: number), instrument.symbol, instrument.terms.documentUnit)
    }
  }

  /// What one tick of an instrument is, and the price around which its day's price band lies.
  public func prices(of instrument: InstrumentID) -> (tick: Price, reference: Price) {
    let terms = reference[instrument]
    return (terms.tick, terms.price(of: terms.worthTick))
  }

  /// Orders that may rest at a time, and pages of levels that may hold them.
  public var bookRoom: (orders: Int, levelPages: Int) {
    (books.limits.orders, books.limits.levelPages)
  }

  func mixSubscriptions(into digest: inout Digest) {
    digest.mix(UInt64(subscriptions.count))
    digest.mix(UInt64(subscriptions.market.toldCode))
    for phase in TradingPhase.allCases { digest.mix(subscriptions.market.count(phase)) }
    guard subscriptions.count > 0 else { return }
    for number in 1..<(reference.sessionCount + 1) {
      let session = SessionID(rawValue: number)
      digest.mix(UInt64(subscriptions.load(of: session).subscriptions))
      subscriptions.forEach(of: session) { subscription in
        digest.mix(subscription.mdReqID)
        digest.mix(subscription.instruments)
        digest.mix(subscription.subject)
      }
    }
  }
}
