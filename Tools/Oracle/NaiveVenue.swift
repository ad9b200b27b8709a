public import Market

/// The rules of the book, and of what firms agree on beside it, as a market person would carry them out with lists on
/// paper.
///
/// It takes the steps of a stream and says what happens as lines. It is written from the rules, not
/// from the venue; it is slow, allocates, and knows nothing of sessions, documents' numbers or logs.
public struct NaiveVenue {
  public let market: MarketTerms
  /// What the last step has made.
  public internal(set) var lines: [TraceLine] = []
  var now: Int64
  /// Every order that was given an OrderID(37); the order with number n stands at n - 1.
  var orders: [NaiveOrder] = []
  /// Which order a firm's ClOrdID(11) names.
  var names: [OrderName: Int] = [:]
  var instruments: [NaiveInstrument]
  var firms: [NaiveFirm]
  var arrivals = 0
  /// Resting orders that incoming ones have met.
  var met = 0
  var timers: [PhaseTimer] = []
  /// Interruptions that end by themselves, one of each instrument at most.
  var interruptions: [PhaseTimer] = []
  /// Since when no process has run that sessions can come back to; durations stand then.
  var stoodSince: Int64?
  /// Instruments in whose change of phase something is left to do, the first to begin first.
  var changing: [Int] = []
  /// Instruments whose stop orders are to be elected, the first to begin first.
  var elections: [Int] = []
  /// What is being cancelled, the first fence first, and whom the operator has stopped.
  var fences: [Fence] = []
  var fencesSet = 0
  var walk = FenceWalk()
  var stopped: [Scope] = []
  /// The session with number n stands at n - 1.
  var sessions: [NaiveSession]
  /// Mass status requests that are being answered, the first to come first.
  var massStatuses: [NaiveMassStatus] = []
  var statusWalk = StatusWalk()
  /// The next step of work begins with them.
  var tellsFirst = false
  /// The firms with whom a firm deals; nil for everybody.
  var counterparties: [Int: [Int]] = [:]
  /// CrossID(548)s of the broker.
  var crosses: Set<Int> = []
  /// Trades that are alleged and not answered, the places that are still to be looked at, and the next of them.
  var alleged = NaivePlaces<NaiveAllegedTrade>(allegedTrades)
  var allegedLooks = 0
  var nextAllegedLook = 0
  var lastReport = 0
  /// The venue's numbers of what firms have alleged.
  var reportNumbers: [OrderName: Int] = [:]
  /// Requests for quotes and offers, and the venue's numbers of them.
  var quotes = NaiveQuotes()
  var requestNumbers: [OrderName: Int] = [:]
  var offerNumbers: [OrderName: Int] = [:]
  var durations = NaiveDurations()
  /// Lots of auctions, and the venue's numbers of them.
  var lots = NaiveLots()
  var lotNumbers: [OrderName: Int] = [:]
  /// Pledged documents that have become their pledgee's, each by its instrument and number.
  var foreclosed: Set<[Int]> = []
  /// What has come of applications for them.
  var foreclosures: Set<Foreclosure> = []
  /// Orders that have ended, the first to end first.
  var ended: [Int] = []

  public init(_ market: MarketTerms, now: Int64) {
    self.market = market
    self.now = now
    instruments = market.instruments.map { NaiveInstrument($0) }
    sessions = Array(repeating: NaiveSession(), count: market.firms * 2)
    let documents = Array(repeating: market.documents, count: market.instruments.count)
    let none = market.instruments.map { _ in 0 }
    firms = (0..<market.firms).map { _ in
      NaiveFirm(
        balance: market.money * 10_000, documents: documents, begun: none)
    }
    firms.append(NaiveFirm(balance: market.money * 10_000, documents: none, begun: none))
  }

  /// Performs one step: what is due, the command, the stops it has reached, some of what waits.
  public mutating func perform(_ step: Step) {
    if step.action == .restart {
      if stoodSince == nil { stoodSince = now }
      durations.stop(at: now)
      lots.beginGap(at: now)
      restart()
    }
    now += step.wait
    lines.removeAll(keepingCapacity: true)
    expireDated()
    runTimers()
    switch step.action {
    case .new(let terms): enter(terms, session: step.session)
    case .replace(let original, let terms): replace(original, by: terms, session: step.session)
    case .cancel(let name, let original): cancel(original, as: name, session: step.session)
    case .phase(let instrument, let phase?): set(PhaseChange(phase, .operator), instrument)
    case .phase(let instrument, nil): lift(instrument)
    case .define(let instrument, let terms): define(instrument, terms)
    case .massCancel(let name, let terms): massCancel(name, terms, session: step.session)
    case .massStatus(let name, let terms): massStatus(name, terms, session: step.session)
    case .kill(let scope, let isOn): kill(scope, isOn: isOn)
    case .schedule(let instrument, let phase, let seconds): schedule(phase, instrument, seconds)
    case .scheduleDeals(let index, let isOpen, let at): scheduleDeals(index, isOpen: isOpen, at)
    case .logOn(let terms): logOn(step.session, terms)
    case .disconnect(let isOrderly): disconnect(step.session, isOrderly: isOrderly)
    case .resume:
      durations.goOn(at: now)
      resume()
      lots.endGap(at: now)
    case .cross, .report, .apply, .deposit, .control, .ask, .quote: performBesideBook(step)
    case .benchmark(let value): publish(value)
    case .counterparties(let firm, let others): counterparties[firm] = others
    case .restart, .tick: break
    }
    electStops()
    work()
  }

  /// What firms agree on or bid for beside the book.
  private mutating func performBesideBook(_ step: Step) {
    switch step.action {
    case .cross(let terms): cross(terms, session: step.session)
    case .report(let terms): report(terms, session: step.session)
    case .apply(let terms): apply(terms, session: step.session)
    case .deposit(let terms): deposit(terms, session: step.session)
    case .control(let terms): control(terms)
    case .ask(let terms): ask(terms, session: step.session)
    case .quote(let terms): quote(terms, session: step.session)
    case .new, .replace, .cancel, .phase, .define, .massCancel, .massStatus, .kill, .schedule,
      .scheduleDeals, .logOn, .disconnect, .restart, .resume, .counterparties, .benchmark, .tick:
      preconditionFailure("the caller has sorted the actions")
    }
  }

  /// The orders of a side as the book shows them.
  public func book(_ instrument: Int, _ side: Side) -> [BookEntry] {
    instruments[instrument][side].map { id in
      BookEntry(order: id, price: self[id].limit, shown: self[id].shown)
    }
  }

  /// A firm's held, due and available money in fen.
  public func money(ofFirm firm: Int) -> FirmMoney {
    let firm = firms[firm - 1]
    return FirmMoney(held: firm.held / 100, due: firm.due / 100, available: firm.available / 100)
  }

  func symbol(of id: Int) -> String { "I\(self[id].instrument)" }

  subscript(id: Int) -> NaiveOrder {
    get { orders[id - 1] }
    _modify { yield &orders[id - 1] }
  }

  /// Tells of an order.
  mutating func report(_ kind: TraceLine.Kind, _ id: Int, _ fill: (inout TraceLine) -> Void) {
    let order = self[id]
    var line = TraceLine(kind)
    line.order = id
    line.name = order.name
    line.session = order.session
    line.status = order.status
    line.leaves = order.leaves
    line.cum = order.cum
    line.price = order.price
    line.avgPx = order.avgPx
    fill(&line)
    lines.append(line)
  }

  /// An order comes to the book.
  mutating func rest(_ id: Int) {
    noteWaiting(id)
    place(id)
    self[id].listed = arrivals
  }

  /// An order waits outside the book.
  mutating func wait(_ id: Int, _ place: NaiveOrder.Place) {
    noteWaiting(id)
    arrivals += 1
    self[id].arrival = arrivals
    self[id].listed = arrivals
    self[id].place = place
  }

  /// Puts an order into the book behind all of its price and better ones.
  mutating func place(_ id: Int) {
    arrivals += 1
    self[id].arrival = arrivals
    self[id].place = .book
    self[id].shown = self[id].shownOnArrival
    let order = self[id]
    let list = instruments[order.instrument][order.side]
    let place = list.firstIndex { isWorse(self[$0].limit, than: order.limit, for: order.side) }
    instruments[order.instrument][order.side].insert(id, at: place ?? list.count)
  }

  /// Takes an order from where it waits.
  mutating func remove(_ id: Int) {
    let order = self[id]
    switch order.place {
    case .nowhere: break
    case .atClose: instruments[order.instrument].atClose.removeAll { $0 == id }
    case .book: instruments[order.instrument][order.side].removeAll { $0 == id }
    case .stops: instruments[order.instrument].stops.removeAll { $0 == id }
    }
    self[id].place = .nowhere
    self[id].shown = 0
  }

  /// Ends an order: what is left of it is gone, its money or documents are free. One that stands
  /// behind a fence is cancelled by it, whatever else would end it.
  mutating func end(
    _ id: Int, _ kind: TraceLine.Kind, restatement: Int = -1,
    _ fill: (inout TraceLine) -> Void = { _ in }
  ) {
    let fence = fence(of: id)
    let kind = fence == nil ? kind : .canceled
    remove(id)
    release(id, lots: self[id].leaves)
    self[id].leaves = 0
    self[id].status = kind == .expired ? .expired : .canceled
    ended.append(id)
    report(kind, id) { line in
      line.restatement = fence?.restatement ?? restatement
      line.reason = fence?.reason ?? .none
      fill(&line)
    }
  }

  mutating func reserve(_ id: Int, lots: Int) {
    let order = self[id]
    switch order.side {
    case .buy: firms[order.firm - 1].held += order.heldPerLot * Int64(lots)
    case .sell: firms[order.firm - 1].documents[order.instrument] -= lots
    }
  }

  mutating func release(_ id: Int, lots: Int) { reserve(id, lots: -lots) }
}

/// A ClOrdID(11) is a firm's own.
public struct OrderName: Hashable, Sendable {
  let firm: Int
  let name: Int

  public init(firm: Int, name: Int) {
    self.firm = firm
    self.name = name
  }
}

/// An order as the book shows it.
public struct BookEntry: Equatable, Sendable {
  public var order: Int
  /// 1/10,000 CNY.
  public var price: Int64
  /// Lots.
  public var shown: Int

  public init(order: Int, price: Int64, shown: Int) {
    self.order = order
    self.price = price
    self.shown = shown
  }
}

/// Amounts of a firm in fen.
public struct FirmMoney: Equatable, Sendable {
  public var held: Int64
  public var due: Int64
  public var available: Int64

  public init(held: Int64, due: Int64, available: Int64) {
    self.held = held
    self.due = due
    self.available = available
  }
}
