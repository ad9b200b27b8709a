import Market
import Oracle
import Testing

/// The naive venue is right because its cases are: a few that a market person can check by hand.
@Suite struct NaiveVenueTests {
  static func lines(_ steps: [Step], in market: MarketTerms = MarketTerms()) -> [[String]] {
    var venue = NaiveVenue(market, now: CommandStream.start)
    return ([Step(session: 0, .phase(0, .open))] + steps).map { step in
      venue.perform(step)
      return venue.lines.map { "\($0)" }
    }.dropFirst().map { $0 }
  }

  static func order(
    _ session: Int, _ name: Int, _ lots: Int64, at price: Int64,
    _ change: (inout OrderTerms) -> Void = { _ in }
  ) -> Step {
    var terms = OrderTerms(
      name: name, instrument: 0, side: lots > 0 ? .buy : .sell, price: price * 10_000,
      quantity: abs(lots) * 1_000)
    change(&terms)
    return Step(session: session, .new(terms))
  }

  @Test("the better price first, then the older order, at the resting price")
  func priceAndTime() {
    let lines = Self.lines([
      Self.order(1, 1, -1, at: 101), Self.order(2, 2, -1, at: 100), Self.order(1, 3, -1, at: 100),
      Self.order(3, 4, 3, at: 101),
    ])
    #expect(
      lines[3].filter { $0.hasPrefix("trade") } == [
        "trade buy 4 sell 2 1 @ 1000000 by 49", "trade buy 4 sell 3 1 @ 1000000 by 49",
        "trade buy 4 sell 1 1 @ 1010000 by 49",
      ])
  }

  @Test("one of the group is not traded with: refused at once, stopped on the way")
  func ownOrders() {
    let lines = Self.lines([
      Self.order(3, 1, -1, at: 100), Self.order(4, 2, 1, at: 100), Self.order(1, 3, -1, at: 99),
      Self.order(4, 4, 2, at: 100),
    ])
    #expect(lines[1].count == 1)
    #expect(lines[1][0].hasSuffix("wouldTradeWithItself"))
    #expect(lines[3].count == 5)
    #expect(lines[3][4].hasPrefix("canceled N4"))
    #expect(lines[3][4].hasSuffix("378=99"))
  }

  @Test("an iceberg shows again behind its price; what shows trades first")
  func iceberg() {
    let lines = Self.lines([
      Self.order(1, 1, -3, at: 100) { $0.maxFloor = 1_000 }, Self.order(2, 2, -1, at: 100),
      Self.order(3, 3, 3, at: 100),
    ])
    #expect(
      lines[2].filter { $0.hasPrefix("trade") } == [
        "trade buy 3 sell 1 1 @ 1000000 by 49", "trade buy 3 sell 2 1 @ 1000000 by 49",
        "trade buy 3 sell 1 1 @ 1000000 by 49",
      ])
  }

  @Test("an order all or none that is too large is passed over and keeps its place")
  func allOrNone() {
    let lines = Self.lines([
      Self.order(1, 1, -3, at: 100) { $0.isAllOrNone = true }, Self.order(2, 2, -1, at: 101),
      Self.order(3, 3, 2, at: 101), Self.order(4, 4, 3, at: 100),
    ])
    #expect(
      lines[2].filter { $0.hasPrefix("trade") } == ["trade buy 3 sell 2 1 @ 1010000 by 49"])
    #expect(
      lines[3].filter { $0.hasPrefix("trade") } == ["trade buy 4 sell 1 3 @ 1000000 by 49"])
  }

  @Test("stop orders are elected by the trades, one after the other")
  func stops() {
    let lines = Self.lines([
      Self.order(1, 1, -1, at: 100), Self.order(1, 2, -1, at: 101),
      Self.order(2, 3, 1, at: 0) {
        $0.type = .stop
        $0.stopPx = 1_000_000
      },
      Self.order(3, 4, 1, at: 100),
    ])
    #expect(lines[3].filter { $0.hasPrefix("restated N3") }.count == 1)
    #expect(lines[3].last == "trade buy 3 sell 2 1 @ 1010000 by 49")
  }

  @Test("a call trades the greatest volume, of several prices at the nearest to the reference")
  func uncross() {
    let lines = Self.lines([
      Step(session: 0, .phase(0, .interrupted)),
      Self.order(1, 1, 3, at: 102), Self.order(1, 2, 2, at: 101), Self.order(2, 3, -4, at: 100),
      Self.order(2, 4, -1, at: 102), Step(session: 0, .phase(0, .open)),
    ])
    #expect(lines[1].count == 1, "orders rest, crossed or not")
    #expect(
      lines[5].filter { !$0.hasPrefix("fill") } == [
        "trade buy 1 sell 3 3 @ 1000000 by 0", "trade buy 2 sell 3 1 @ 1000000 by 0",
        "phase 0 open by operator",
      ])
  }

  @Test("an order at the close waits for the closing call, and expires behind its uncross")
  func atTheClose() {
    var market = MarketTerms()
    market.instruments[0].hasClosingCall = true
    let lines = Self.lines(
      [
        Self.order(1, 1, -2, at: 100) { $0.force = .atTheClose },
        Self.order(2, 2, 1, at: 101), Step(session: 0, .phase(0, .closingCall)),
        Step(session: 0, .phase(0, .pause)),
      ], in: market)
    #expect(lines[1].count == 1, "it does not trade in the phase open")
    #expect(
      lines[3].filter { !$0.hasPrefix("fill") } == [
        "trade buy 2 sell 1 1 @ 1000000 by 0",
        "expired N1 order=1 to=S1 status=expired leaves=0 cum=1 px=1000000 avg=1000000",
        "phase 0 pause by operator",
      ])
  }

  @Test("a mass cancel says how many orders it is for, and cancels those of its side")
  func massCancel() {
    let lines = Self.lines([
      Self.order(1, 1, 1, at: 99), Self.order(5, 2, -1, at: 101), Self.order(2, 3, 1, at: 99),
      Step(session: 5, .massCancel(4, MassCancelTerms(side: .buy))),
    ])
    #expect(
      lines[3] == [
        "mass-cancel N4 total=1 to=S5 none",
        "canceled N1 order=1 to=S1 status=canceled leaves=0 cum=0 px=990000 avg=0",
      ])
  }

  @Test("whom the operator stops enters no order until that is lifted")
  func kill() {
    let lines = Self.lines([
      Self.order(1, 1, 1, at: 99), Step(session: 0, .kill(.firm(1), true)),
      Self.order(5, 2, 1, at: 99), Self.order(2, 3, 1, at: 99),
      Step(session: 0, .kill(.firm(1), false)), Self.order(5, 4, 1, at: 99),
    ])
    #expect(lines[1].last?.hasSuffix("378=8") == true)
    #expect(lines[2].last?.hasSuffix("stoppedByOperator") == true)
    #expect(lines[3].last?.hasPrefix("new N3") == true)
    #expect(lines[5].last?.hasPrefix("new N4") == true)
  }

  @Test("an order trades inside the dynamic band only, then orders are gathered for a while")
  func dynamicBand() {
    var market = MarketTerms()
    market.instruments[0].dynamicBasisPoints = 100
    market.instruments[0].interruptionSeconds = 5
    let lines = Self.lines(
      [
        Self.order(1, 1, -1, at: 101), Self.order(1, 2, -1, at: 102), Self.order(2, 3, 2, at: 102),
        Step(wait: 5_000_000_000, session: 0, .tick),
      ], in: market)
    #expect(
      lines[2].filter { $0.hasPrefix("trade") || $0.hasPrefix("phase") } == [
        "trade buy 3 sell 1 1 @ 1010000 by 49", "phase 0 interrupted by market",
      ])
    #expect(
      lines[3].filter { $0.hasPrefix("trade") || $0.hasPrefix("phase") } == [
        "trade buy 3 sell 2 1 @ 1020000 by 0", "phase 0 open by market",
      ])
  }

  @Test("what a moved band leaves outside is cancelled")
  func movedBand() {
    var terms = InstrumentTerms()
    terms.bandBasisPoints = 200
    let lines = Self.lines([
      Self.order(1, 1, 1, at: 97), Self.order(1, 2, 1, at: 98),
      Step(session: 0, .define(0, terms)),
    ])
    #expect(
      lines[2] == [
        "canceled N1 order=1 to=S1 status=canceled leaves=0 cum=0 px=970000 avg=0 378=8"
      ])
  }

  @Test("a cross trades both sides at once")
  func cross() {
    var market = MarketTerms()
    market.instruments[0].isNegotiated = true
    let terms = CrossTerms(
      cross: 1, instrument: 0, price: 1_000_000,
      buy: CrossParty(firm: 1, name: 1, quantity: 2_000),
      sell: CrossParty(firm: 2, name: 2, quantity: 2_000))
    let lines = Self.lines([Step(session: market.brokerSession, .cross(terms))], in: market)
    #expect(
      lines[0] == [
        "fill N1 order=1 to=S1 status=filled leaves=0 cum=2 px=1000000 avg=1000000 last=2@1000000 851=0",
        "fill N2 order=2 to=S2 status=filled leaves=0 cum=2 px=1000000 avg=1000000 last=2@1000000 851=0",
        "trade buy 1 sell 2 2 @ 1000000 by 0",
      ])
  }

  @Test("the offer that stands last is the one that is taken")
  func quote() {
    var market = MarketTerms()
    market.instruments[0].isNegotiated = true
    market.instruments[0].quoteSeconds = 10
    market.instruments[0].quoteRounds = 1
    let ask = AskTerms(name: 1, instrument: 0, side: .buy, quantity: 1_000)
    var quote = QuoteTerms(.quotes, name: 2, instrument: 0)
    quote.request = OrderName(firm: 1, name: 1)
    quote.price = 1_010_000
    var counter = QuoteTerms(.counters, name: 3, instrument: 0)
    counter.offer = OrderName(firm: 2, name: 2)
    counter.price = 1_000_000
    var late = QuoteTerms(.hits, name: 4, instrument: 0)
    late.offer = counter.offer
    var hit = QuoteTerms(.hits, name: 5, instrument: 0)
    hit.offer = OrderName(firm: 1, name: 3)
    let lines = Self.lines(
      [
        Step(session: 1, .ask(ask)), Step(session: 2, .quote(quote)),
        Step(session: 1, .quote(counter)), Step(session: 1, .quote(late)),
        Step(session: 2, .quote(hit)),
      ], in: market)
    #expect(lines[3].count == 1 && lines[3][0].hasSuffix("unknownQuote"))
    #expect(lines[4].last == "trade buy 1 sell 2 1 @ 1000000 by 0")
  }

  @Test("a lot goes to the highest bid at its close")
  func auction() {
    var market = MarketTerms()
    market.instruments[0].auctions.offersAscending = true
    let second: Int64 = 1_000_000_000
    var lot = LotTerms(
      name: 1, instrument: 0, side: .sell, isAscending: true, quantity: 1_000, start: 1_000_000,
      step: 10_000)
    lot.opens = CommandStream.start + second
    lot.closes = lot.opens + 2 * second
    let name = OrderName(firm: 1, name: 1)
    let lines = Self.lines(
      [
        Step(session: 1, .apply(lot)), Step(session: 0, .control(LotControl(.announce, lot: name))),
        Step(wait: second, session: 0, .tick), Self.order(2, 2, 1, at: 100) { $0.lot = name },
        Self.order(3, 3, 1, at: 101) { $0.lot = name },
        Step(wait: 2 * second, session: 0, .tick),
      ], in: market)
    #expect(lines[4].contains { $0.hasPrefix("canceled N2") }, "it is outbid")
    #expect(lines[5].last == "trade buy 3 sell 1 1 @ 1010000 by 0")
  }
}
