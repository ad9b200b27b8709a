import Market
import Records

extension CountedLoop {
  /// A command through the core, and the CRCs of its events.
  static var apply: CountedLoop {
    CountedLoop(
      name: "apply",
      about: "a command through the core: two orders that rest, cancel, cut, trade, in turn"
    ) { count in
      guard count <= ApplyLoop.passesMax else {
        throw Benchmark.VoidRun(reason: "the venue has room for fewer orders")
      }
      var loop = ApplyLoop()
      for pass in 0..<count { loop.perform(pass) }
      guard loop.venue.eventCount >= count else {
        throw Benchmark.VoidRun(reason: "not every command was answered")
      }
    }
  }
}

/// Five commands in turn: a buy rests, a sell of two lots rests, the buy is cancelled, the sell is
/// cut to one lot, a buy of one lot takes it.
struct ApplyLoop: ~Copyable {
  static var passesMax: Int { 20_000 }

  var venue = BenchmarkVenue(orders: passesMax, documents: passesMax / 5 + 1)
  private var lastName = 0

  mutating func perform(_ pass: Int) {
    switch pass % 5 {
    case 0: venue.send(.newOrder, order(.buy, lots: 2, at: 950 + pass % 7), session: 1)
    case 1: venue.send(.newOrder, order(.sell, lots: 2, at: 1_000 + pass % 7), session: 2)
    case 2: venue.send(.cancelOrder, cancel(lastName - 1), session: 1)
    case 3: venue.send(.replaceOrder, cut(lastName - 1, at: 1_000 + (pass - 2) % 7), session: 2)
    default: venue.send(.newOrder, order(.buy, lots: 1, at: 1_010), session: 1)
    }
  }

  private mutating func order(_ side: Side, lots: Int64, at price: Int) -> NewOrder {
    var body = NewOrder()
    body.clOrdID = nextName()
    body.symbol = BenchmarkVenue.symbol
    body.price = Price(tenThousandths: Int64(price) * 10_000)
    body.orderQty = Quantity(thousandths: lots * 1_000)
    body.ordTypeCode = OrdType.limit.rawValue
    body.sideCode = side.rawValue
    body.timeInForceCode = TimeInForce.day.rawValue
    return body
  }

  private mutating func cancel(_ name: Int) -> CancelOrder {
    var body = CancelOrder()
    body.clOrdID = nextName()
    body.origClOrdID = ClOrdID(BenchmarkVenue.name(name, "N"))
    body.symbol = BenchmarkVenue.symbol
    body.sideCode = Side.buy.rawValue
    return body
  }

  private mutating func cut(_ name: Int, at price: Int) -> ReplaceOrder {
    var body = ReplaceOrder()
    body.order = order(.sell, lots: 1, at: price)
    body.origClOrdID = ClOrdID(BenchmarkVenue.name(name, "N"))
    return body
  }

  private mutating func nextName() -> ClOrdID {
    lastName += 1
    return ClOrdID(BenchmarkVenue.name(lastName, "N"))
  }
}
