import Market
import MarketCore
import Records

/// Buys that rest on fifty prices of one instrument, and behind a thousand of them, each with the cancel of the one a
/// thousand before: a log may be as long as it likes, since nothing is used up but names and time.
struct StorageStream {
  private var sent = 0
  private let depth: Int

  init(depth: Int = 1_000) { self.depth = depth }

  /// Firms, sessions, an instrument that is open, and documents of the seller.
  static func define(_ journal: inout StorageJournal, documents: Int) throws {
    try journal.open()
    for number in [BenchmarkVenue.buyer, BenchmarkVenue.seller] {
      try journal.send(.defineFirm, BenchmarkVenue.firm(number))
      try journal.send(.creditFunds, BenchmarkVenue.funds(number, fen: 1_000_000_000_000_000))
      try journal.send(.defineSession, BenchmarkVenue.session(number))
    }
    try journal.send(.defineWarehouse, BenchmarkVenue.warehouse())
    try journal.send(.defineInstrument, BenchmarkVenue.instrument(1, BenchmarkVenue.symbol))
    try journal.send(.setPhase, BenchmarkVenue.phase(.open))
    for number in 0..<documents {
      try journal.send(.admitDocument, BenchmarkVenue.document(number))
    }
  }

  /// The next `count` commands.
  mutating func send(_ count: Int, to journal: inout StorageJournal) throws {
    for _ in 0..<count { try sendNext(to: &journal) }
  }

  private mutating func sendNext(to journal: inout StorageJournal) throws {
    let place = sent - depth
    sent += 1
    if place < 0 || place % 2 == 0 {
      let number = place < 0 ? place + depth : depth + place / 2
      return try journal.send(.newOrder, Self.order(number), session: BenchmarkVenue.buyer)
    }
    var body = CancelOrder()
    body.origClOrdID = ClOrdID(BenchmarkVenue.name(place / 2, "N"))
    body.clOrdID = ClOrdID(BenchmarkVenue.name(place / 2, "C"))
    body.symbol = BenchmarkVenue.symbol
    body.sideCode = Side.buy.rawValue
    try journal.send(.cancelOrder, body, session: BenchmarkVenue.buyer)
  }

  private static func order(_ number: Int) -> NewOrder {
    var body = NewOrder()
    body.clOrdID = ClOrdID(BenchmarkVenue.name(number, "N"))
    body.symbol = BenchmarkVenue.symbol
    body.price = Price(tenThousandths: Int64(950 + number % 50) * 10_000)
    body.orderQty = Quantity(thousandths: 1_000)
    body.ordTypeCode = OrdType.limit.rawValue
    body.sideCode = Side.buy.rawValue
    body.timeInForceCode = TimeInForce.day.rawValue
    return body
  }
}
