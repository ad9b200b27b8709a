import Market
import MarketCore

extension Benchmark {
  /// How long others wait while very many orders end.
  static var delay: Benchmark {
    Benchmark(
      name: "delay",
      about:
        "a command of others while 1,000,000 orders end or uncross: mass cancel, kill, day roll, uncross",
      quick: { try DelayBenchmark(orders: 50_000).measure() },
      measure: { try DelayBenchmark(orders: 1_000_000).measure() })
  }
}

/// One firm's orders in one instrument end at once, or are looked at for the price of an uncross;
/// between the steps another firm enters and cancels orders in another instrument, and each of its
/// commands is timed.
struct DelayBenchmark {
  /// What happens to the orders.
  enum End: String, CaseIterable {
    case massCancel = "mass cancel"
    case kill
    case dayRoll = "day roll"
    case uncross

    /// Events that it makes at least: each order that ends is a report and a change of its book; each
    /// pair of an uncross two reports and a trade.
    func eventsLeast(_ orders: Int) -> Int {
      switch self {
      case .massCancel, .kill, .dayRoll: 2 * orders
      case .uncross: 3 * DelayBenchmark.lotsSold / 2
      }
    }
  }

  let orders: Int
  /// Commands that are timed before anything ends.
  static var before: Int { 20_000 }
  /// Lots that meet the buys in an uncross.
  static var lotsSold: Int { 64 * 64 }

  func measure() throws -> Report {
    var figures: [Report.Figure] = []
    var ratios: [Report.Ratio] = []
    for end in End.allCases {
      let run = try run(end)
      figures += run.figures(end.rawValue)
      ratios.append(
        Report.Ratio(
          name: "delay/\(end.rawValue): a step's p50 by a command's",
          value: run.during.nanos(at: 50) / run.quiet.nanos(at: 50)))
    }
    return Report(
      "delay",
      workload:
        "\(orders) resting buys of one firm on 50 prices, for the uncross of 2 lots each at "
        + "one price that show one, and 64 sells of 64 lots; each applied command of another firm in "
        + "another instrument is timed, its events sealed: order and cancel in turn",
      figures: figures, ratios: ratios)
  }

  private func run(_ end: End) throws -> Run {
    var run = Run(orders: orders, commands: Self.before + orders / Limits.ordersPerStep + 16)
    if end == .uncross { run.beginCall() }
    for number in 0..<orders { run.enter(number, end) }
    while run.commands < Self.before { run.quiet.record(nanos: run.probe()) }
    let before = run.venue.eventCount
    run.first = run.time { $0.end(end) }
    while run.venue.hasPendingWork { run.during.record(nanos: run.probe()) }
    guard run.venue.eventCount - before >= end.eventsLeast(orders) else {
      throw Benchmark.VoidRun(reason: "\(end.rawValue): not all of it has been done")
    }
    return run
  }

  /// One run: the venue, and the times of the other firm's commands.
  struct Run: ~Copyable {
    var venue: BenchmarkVenue
    var quiet = Latencies()
    var during = Latencies()
    /// The command that ends the orders, with its first step.
    var first: UInt64 = 0
    private(set) var eventsMost = 0
    private(set) var commands = 0
    private var lastName: Int

    init(orders: Int, commands: Int) {
      var limits = VenueLimits.small
      limits.orders = orders + commands
      limits.clOrdIDs = 2 * limits.orders
      limits.restingOrders = orders + 1_024
      limits.documents = DelayBenchmark.lotsSold
      venue = BenchmarkVenue(limits: limits)
      lastName = orders
    }

    mutating func enter(_ number: Int, _ end: End) {
      var order = Self.order(number, at: 900 + number % 50)
      if end == .uncross {
        order.price = Price(tenThousandths: 9_500_000)
        order.orderQty = Quantity(thousandths: 2_000)
        order.maxFloor = Quantity(thousandths: 1_000)
      }
      venue.send(.newOrder, order, session: BenchmarkVenue.buyer)
    }

    /// Orders rest without matching from here on, and some sells do already.
    mutating func beginCall() {
      set(.preOpen)
      venue.admit(DelayBenchmark.lotsSold)
      for number in 0..<DelayBenchmark.lotsSold / 64 {
        var order = Self.order(number, at: 950)
        order.clOrdID = ClOrdID(BenchmarkVenue.name(number, "S"))
        order.sideCode = Side.sell.rawValue
        order.orderQty = Quantity(thousandths: 64_000)
        venue.send(.newOrder, order, session: BenchmarkVenue.seller)
      }
    }

    private mutating func set(_ phase: TradingPhase) {
      var body = SetPhase()
      body.instrument = InstrumentID(rawValue: 1)
      body.phaseCode = phase.rawValue
      venue.send(.setPhase, body)
    }

    /// A command of the other firm: it enters an order, or cancels the last one; nanoseconds.
    mutating func probe() -> UInt64 {
      commands += 1
      lastName += 1
      let name = lastName
      if commands % 2 == 1 {
        var order = Self.order(name, at: 950)
        order.symbol = BenchmarkVenue.otherSymbol
        return time { $0.venue.send(.newOrder, order, session: BenchmarkVenue.seller) }
      }
      var cancel = CancelOrder()
      cancel.clOrdID = ClOrdID(BenchmarkVenue.name(name, "N"))
      cancel.origClOrdID = ClOrdID(BenchmarkVenue.name(name - 1, "N"))
      cancel.symbol = BenchmarkVenue.otherSymbol
      cancel.sideCode = Side.buy.rawValue
      return time { $0.venue.send(.cancelOrder, cancel, session: BenchmarkVenue.seller) }
    }

    mutating func end(_ end: End) {
      switch end {
      case .massCancel:
        var request = MassCancel()
        request.clOrdID = ClOrdID(BenchmarkVenue.name(0, "M"))
        request.requestTypeCode = MassCancelRequestType.all.rawValue
        venue.send(.massCancel, request, session: BenchmarkVenue.buyer)
      case .kill:
        var kill = SetKillSwitch()
        kill.scopeCode = KillScope.firm.rawValue
        kill.number = BenchmarkVenue.buyer
        kill.isOn = 1
        venue.send(.setKillSwitch, kill)
      case .dayRoll: set(.closed)
      case .uncross: set(.open)
      }
    }

    /// How long `work` takes, nanoseconds; keeps the greatest number of events.
    mutating func time(_ work: (inout Run) -> Void) -> UInt64 {
      let events = venue.eventCount
      let start = Clock.now()
      work(&self)
      let nanos = Clock.now() - start
      eventsMost = max(eventsMost, venue.eventCount - events)
      return nanos
    }

    func figures(_ name: String) -> [Report.Figure] {
      [("quiet", quiet), ("during", during)].flatMap { state, latencies in
        [("p50", 50.0), ("p99", 99), ("max", 100)].map { figure, percentile in
          Report.Figure(
            "\(name), \(state) \(figure)", unit: "ns", samples: [latencies.nanos(at: percentile)])
        }
      } + [
        Report.Figure("\(name), its own command", unit: "ns", samples: [Double(first)]),
        Report.Figure("\(name), steps", unit: "", samples: [Double(during.count + 1)]),
        Report.Figure("\(name), events of a step, most", unit: "", samples: [Double(eventsMost)]),
      ]
    }

    private static func order(_ number: Int, at price: Int) -> NewOrder {
      var body = NewOrder()
      body.clOrdID = ClOrdID(BenchmarkVenue.name(number, "N"))
      body.symbol = BenchmarkVenue.symbol
      body.price = Price(tenThousandths: Int64(price) * 10_000)
      body.orderQty = Quantity(thousandths: 1_000)
      body.ordTypeCode = OrdType.limit.rawValue
      body.sideCode = Side.buy.rawValue
      body.timeInForceCode = TimeInForce.day.rawValue
      return body
    }
  }
}
