import Market
import Records

extension Benchmark {
  /// Orders of a book while there are auctions with very many bidders and firms deal beside it.
  static var venueModes: Benchmark {
    Benchmark(
      name: "venue-modes",
      about:
        "orders beside an auction with 10,000 bidders and bursts of negotiation, to orders alone",
      quick: { try ModesBenchmark(lots: 2, bidders: 500, probes: 4_000).measure(rounds: 3) },
      measure: { try ModesBenchmark(lots: 1, bidders: 10_000, probes: 40_000).measure(rounds: 7) })
  }
}

/// Two venues of the same market in turn, the same commands of a book in each: in one of them commands of the other
/// modes come between. Each command of the book is timed.
struct ModesBenchmark {
  let lots: Int
  /// Firms that have put down a deposit for each lot.
  let bidders: Int
  /// Commands of the book that are timed in one run.
  let probes: Int
  /// Seven commands of the other modes behind each eighth of the book.
  private var bursts: Int { probes / 8 }

  func measure(rounds: Int) throws -> Report {
    var alone: [Latencies] = []
    var beside: [Latencies] = []
    for round in 1...rounds {
      Progress.say("round \(round) of \(rounds)")
      alone.append(try run(withModes: false))
      beside.append(try run(withModes: true))
    }
    let p50 = [alone, beside].map { runs in
      Report.Figure("p50", unit: "ns", samples: runs.map { $0.nanos(at: 50) }).median
    }
    return Report(
      "venue-modes",
      workload:
        "\(probes) commands of one firm in a book, order and cancel in turn, each applied and its "
        + "events sealed; \(lots) lots of \(ModesMarket.lotSize) documents are open, for each of which "
        + "\(bidders) firms have put down deposits; in the runs with modes behind each eighth command "
        + "a bid, a trade that is alleged and agreed to, and a request, a quote, a counter and a hit; "
        + "\(rounds) rounds of both in turn",
      figures: Latencies.figures("alone", alone) + Latencies.figures("with modes", beside),
      ratios: [Report.Ratio(name: "venue/p50-with-modes", value: p50[1] / p50[0])])
  }

  private func run(withModes: Bool) throws -> Latencies {
    var market = ModesMarket(
      lots: lots, bidders: bidders, orders: probes + 8 * bursts + 1_024,
      documents: lots * ModesMarket.lotSize + 2 * bursts)
    var latencies = Latencies()
    for number in 0..<probes {
      latencies.record(nanos: Self.probe(number, &market))
      market.judge()
      if withModes && number % 8 == 7 { Self.burst(number / 8, &market) }
    }
    let expected = withModes ? 2 * bursts : 0
    let outbid = withModes ? max(0, bursts - lots * ModesMarket.lotSize) : 0
    guard market.refusals == 0, market.trades == expected, market.outbid == outbid else {
      throw Benchmark.VoidRun(
        reason: "\(market.refusals) refusals, \(market.trades) trades, \(market.outbid) outbid")
    }
    return latencies
  }

  /// An order, or the cancel of the last one: nanoseconds.
  private static func probe(_ number: Int, _ market: inout ModesMarket) -> UInt64 {
    guard number % 2 == 1 else {
      var order = NewOrder()
      order.clOrdID = ClOrdID(BenchmarkVenue.name(number, "N"))
      order.symbol = ModesMarket.symbol
      order.price = Price(tenThousandths: 9_500_000 + Int64(number % 64) * ModesMarket.tick)
      order.orderQty = Quantity(thousandths: 1_000)
      order.ordTypeCode = OrdType.limit.rawValue
      order.sideCode = Side.buy.rawValue
      order.timeInForceCode = TimeInForce.day.rawValue
      let start = Clock.now()
      market.send(.newOrder, order, session: ModesMarket.trader)
      return Clock.now() - start
    }
    var cancel = CancelOrder()
    cancel.clOrdID = ClOrdID(BenchmarkVenue.name(number, "N"))
    cancel.origClOrdID = ClOrdID(BenchmarkVenue.name(number - 1, "N"))
    cancel.symbol = ModesMarket.symbol
    cancel.sideCode = Side.buy.rawValue
    let start = Clock.now()
    market.send(.cancelOrder, cancel, session: ModesMarket.trader)
    return Clock.now() - start
  }
}

/// What comes between.
extension ModesBenchmark {
  private static func burst(_ number: Int, _ market: inout ModesMarket) {
    bid(number, &market)
    report(number, .alleges, by: market.bidder(number), &market)
    report(number, .accepts, by: ModesMarket.seller, &market)
    negotiate(number, &market)
  }

  /// The lots have their turns; each bid is better by a step than the one whose place it takes.
  private static func bid(_ number: Int, _ market: inout ModesMarket) {
    let (turn, lot) = number.quotientAndRemainder(dividingBy: market.lots)
    var bid = NewOrder()
    bid.clOrdID = ClOrdID(BenchmarkVenue.name(number, "B"))
    bid.symbol = ModesMarket.symbol
    bid.price = Price(
      tenThousandths: ModesMarket.bidStart + Int64(turn / ModesMarket.lotSize) * ModesMarket.tick)
    bid.orderQty = Quantity(thousandths: 1_000)
    bid.ordTypeCode = OrdType.limit.rawValue
    bid.sideCode = Side.buy.rawValue
    bid.timeInForceCode = TimeInForce.day.rawValue
    bid.modeCode = TradingMode.auctionAscending.rawValue
    bid.auction = UInt32(lot + 1)
    market.send(.newOrder, bid, session: market.bidder(turn))
    market.judge()
  }

  private static var dealPrice: Price { Price(tenThousandths: 10_000_000) }

  private static func report(
    _ number: Int, _ kind: TradeReportKind, by session: UInt32, _ market: inout ModesMarket
  ) {
    var report = ReportTrade()
    report.reportID = BenchmarkVenue.name(number, kind == .alleges ? "T" : "U")
    report.kindCode = kind.rawValue
    if kind == .accepts { report.number = UInt64(number + 1) }
    report.symbol = ModesMarket.symbol
    report.price = dealPrice
    report.buy.party = BenchmarkVenue.code(market.bidder(number))
    report.buy.orderQty = Quantity(thousandths: 1_000)
    report.sell.party = BenchmarkVenue.code(ModesMarket.seller)
    report.sell.orderQty = Quantity(thousandths: 1_000)
    market.send(.reportTrade, report, session: session)
    market.judge()
  }

  /// A request, an offer, another one in its place, and a hit: three numbers of the venue.
  private static func negotiate(_ number: Int, _ market: inout ModesMarket) {
    let bidder = market.bidder(number)
    var ask = RequestQuote()
    ask.reqID = BenchmarkVenue.name(number, "Q")
    ask.symbol = ModesMarket.symbol
    ask.quantity = Quantity(thousandths: 1_000)
    ask.sideCode = Side.buy.rawValue
    ask.firmCount = 1
    market.send(
      .requestQuote, ask, session: bidder, naming: BenchmarkVenue.code(ModesMarket.seller))
    market.judge()
    let first = UInt64(3 * number + 1)
    answer(number, .quotes, by: ModesMarket.seller, &market) {
      $0.requestNumber = first
      $0.price = Price(tenThousandths: 10_010_000)
    }
    answer(number, .counters, by: bidder, &market) {
      $0.number = first + 1
      $0.price = dealPrice
    }
    answer(number, .hits, by: ModesMarket.seller, &market) { $0.number = first + 2 }
  }

  private static func answer(
    _ number: Int, _ kind: QuoteKind, by session: UInt32, _ market: inout ModesMarket,
    _ fill: (inout AnswerQuote) -> Void
  ) {
    let letter: Unicode.Scalar =
      switch kind {
      case .quotes: "S"
      case .counters: "C"
      default: "H"
      }
    var body = AnswerQuote()
    body.answerID = BenchmarkVenue.name(number, letter)
    body.kindCode = kind.rawValue
    body.symbol = ModesMarket.symbol
    fill(&body)
    market.send(.answerQuote, body, session: session)
    market.judge()
  }
}
