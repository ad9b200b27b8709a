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
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: number)
      firm.code = CompID(Text16(name: "F\(number)"))
      firm.controlGroup = number
      firm.state = 1
      try journal.send(.defineFirm, firm)
      var funds = CreditFunds()
      funds.firm = firm.firm
      funds.currency = Currency.cny
      funds.amount = Amount(fen: 1_000_000_000_000_000)
      try journal.send(.creditFunds, funds)
      var session = DefineSession()
      session.session = SessionID(rawValue: number)
      session.firm = firm.firm
      session.compID = firm.code
      session.roleCode = SessionRole.dealer.rawValue
      session.state = 1
      try journal.send(.defineSession, session)
    }
    try defineInstrument(&journal)
    for number in 0..<documents {
      var body = AdmitDocument()
      body.document = TitleDocID(BenchmarkVenue.name(number, "D"))
      body.instrument = InstrumentID(rawValue: 1)
      body.warehouse = 1
      body.holder = FirmID(rawValue: BenchmarkVenue.seller)
      body.statusCode = TitleStatus.active.rawValue
      body.docType = UInt8(ascii: "R")
      body.netWeight = Quantity(thousandths: 1_000)
      body.storedFrom = Instant(nanoseconds: Int64(number))
      try journal.send(.admitDocument, body)
    }
  }

  private static func defineInstrument(_ journal: inout StorageJournal) throws {
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(Text16(name: "W1"))
    warehouse.grade = UInt8(ascii: "A")
    warehouse.bonded = 1
    try journal.send(.defineWarehouse, warehouse)
    var body = DefineInstrument()
    body.instrument = InstrumentID(rawValue: 1)
    body.symbol = BenchmarkVenue.symbol
    body.documentUnit = Quantity(thousandths: 1_000)
    body.tick = Price(tenThousandths: 10_000)
    body.referencePrice = Price(tenThousandths: 10_000_000)
    body.bandBasisPoints = 1_000
    body.modes = 2
    body.docType = UInt8(ascii: "R")
    body.bookModeCode = TradingMode.continuous.rawValue
    body.maxLots = 64
    try journal.send(.defineInstrument, body)
    var open = SetPhase()
    open.phaseCode = TradingPhase.open.rawValue
    try journal.send(.setPhase, open)
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
