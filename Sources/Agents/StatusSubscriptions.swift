import Market
import Records

/// The subscriptions of a session's connection to the phases of instruments and of the market; the core keeps them
/// within `VenueLimits.subscriptionsPerSession`. Owner: the session.
struct StatusSubscriptions {
  private struct Entry {
    var reqID: Text32
    /// Empty for the market.
    var symbol: Symbol
    var isMarket: Bool
  }

  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// The core has let a request begin or end something.
  mutating func note(_ body: StatusAnswered) {
    guard body.refusalCode == 0 else { return }
    switch SubscriptionType(rawValue: body.request.subscriptionType) {
    case .updates:
      entries.append(
        Entry(
          reqID: body.request.reqID, symbol: body.request.symbol,
          isMarket: body.request.subjectCode == StatusSubject.market.rawValue))
    case .end: entries.removeAll { $0.reqID == body.request.reqID }
    case .snapshot, nil: break
    }
  }

  mutating func removeAll() { entries.removeAll() }

  /// Whether the session is told an event because of one of them.
  func hears(_ event: RawSpan) -> Bool {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .phaseChanged:
      let symbol = event.loadBody(PhaseChanged.self).symbol
      return entries.contains { !$0.isMarket && $0.symbol == symbol }
    case .auctionChanged:
      let symbol = event.loadBody(AuctionChanged.self).symbol
      return entries.contains { !$0.isMarket && $0.symbol == symbol }
    case .dealHoursChanged:
      let body = event.loadBody(DealHoursChanged.self)
      return body.reqID.isEmpty && entries.contains { !$0.isMarket && $0.symbol == body.symbol }
    case .marketStatusChanged: return entries.contains { $0.isMarket }
    default: return false
    }
  }

  /// Whether events of a type are told to who has subscribed; how a lot of an auction goes on to those too who may not
  /// bid and so are not told without.
  static func concerns(_ typeCode: UInt16) -> Bool {
    typeCode == EventType.phaseChanged.rawValue
      || typeCode == EventType.dealHoursChanged.rawValue
      || typeCode == EventType.marketStatusChanged.rawValue
      || typeCode == EventType.auctionChanged.rawValue
  }
}
