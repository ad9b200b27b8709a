import Market
import MarketCore
import Memory
import Records

/// A venue with two open instruments, a buyer with money and a seller with documents, and the
/// engine's part in an order: apply the command, seal its events.
struct BenchmarkVenue: ~Copyable {
  static var buyer: UInt32 { 1 }
  static var seller: UInt32 { 2 }

  private var venue: Venue
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0
  /// Events so far, and their bytes.
  private(set) var eventCount = 0
  private(set) var eventBytes = 0

  /// Room for so many orders, and documents for as many sells of one lot.
  init(orders: Int, documents: Int) {
    var limits = VenueLimits.small
    limits.orders = max(limits.orders, orders)
    limits.clOrdIDs = max(limits.clOrdIDs, 2 * orders)
    limits.documents = max(limits.documents, documents)
    self.init(limits: limits)
    admit(documents)
    eventCount = 0
    eventBytes = 0
  }

  /// A venue without documents.
  init(limits: VenueLimits) {
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 7))
    defineFirms()
    define(InstrumentID(rawValue: 1), Self.symbol)
    define(InstrumentID(rawValue: 2), Self.otherSymbol)
    var open = SetPhase()
    open.phaseCode = TradingPhase.open.rawValue
    send(.setPhase, open)
    eventCount = 0
    eventBytes = 0
  }

  /// Whether a further command would go on with something.
  var hasPendingWork: Bool { venue.hasPendingWork }

  /// Applies a command of a session and seals the events that it makes.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32 = 0
  ) {
    sequence += 1
    let head = RecordHead(type, sequence: sequence, session: session)
    command.removeAll()
    command.append(head, body: body)
    events.removeAll()
    Self.apply(command, to: &venue, &events)
    seal()
  }

  private static func apply(
    _ command: borrowing RecordBuffer, to venue: inout Venue, _ events: inout RecordBuffer
  ) {
    venue.apply(command.bytes, into: &events)
  }

  private mutating func seal() {
    var offset = 0
    while offset < events.count {
      events.seal(at: offset)
      offset += events.bytes.recordLength(at: offset)
      eventCount += 1
    }
    eventBytes += events.count
  }
}

/// The market.
extension BenchmarkVenue {
  static let symbol = Symbol(Text16(name: "BENCH-01"))
  static let otherSymbol = Symbol(Text16(name: "BENCH-02"))

  private mutating func defineFirms() {
    for number in [Self.buyer, Self.seller] {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: number)
      firm.code = CompID(Text16(name: "F\(number)"))
      firm.controlGroup = number
      firm.state = 1
      send(.defineFirm, firm)
      var funds = CreditFunds()
      funds.firm = firm.firm
      funds.currency = 0x59_4e43
      funds.amount = Amount(fen: 1_000_000_000_000)
      send(.creditFunds, funds)
      var session = DefineSession()
      session.session = SessionID(rawValue: number)
      session.firm = firm.firm
      session.compID = firm.code
      session.roleCode = SessionRole.dealer.rawValue
      session.state = 1
      send(.defineSession, session)
    }
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(Text16(name: "W1"))
    warehouse.grade = UInt8(ascii: "A")
    warehouse.bonded = 1
    send(.defineWarehouse, warehouse)
  }

  private mutating func define(_ instrument: InstrumentID, _ symbol: Symbol) {
    var body = DefineInstrument()
    body.instrument = instrument
    body.symbol = symbol
    body.documentUnit = Quantity(thousandths: 1_000)
    body.tick = Price(tenThousandths: 10_000)
    body.referencePrice = Price(tenThousandths: 10_000_000)
    body.bandBasisPoints = 1_000
    body.modes = 2
    body.docType = UInt8(ascii: "R")
    body.bookModeCode = TradingMode.continuous.rawValue
    body.maxLots = 64
    send(.defineInstrument, body)
  }

  /// So many documents of the seller.
  mutating func admit(_ documents: Int) {
    for number in 0..<documents {
      var body = AdmitDocument()
      body.document = TitleDocID(Self.name(number, "D"))
      body.instrument = InstrumentID(rawValue: 1)
      body.warehouse = 1
      body.holder = FirmID(rawValue: Self.seller)
      body.statusCode = TitleStatus.active.rawValue
      body.docType = UInt8(ascii: "R")
      body.netWeight = Quantity(thousandths: 1_000)
      body.storedFrom = Instant(nanoseconds: Int64(number))
      send(.admitDocument, body)
    }
  }

  /// A letter and the number in letters, each a hexadecimal digit, A for zero, the lowest first.
  static func name(_ number: Int, _ letter: Unicode.Scalar) -> Text32 {
    var text = Text32()
    text.word0 = UInt64(UInt8(ascii: letter))
    for place in 1..<8 {
      let digit = UInt64(number >> (4 * (place - 1)) & 15)
      text.word0 |= (UInt64(UInt8(ascii: "A")) + digit) << UInt64(8 * place)
    }
    return text
  }
}
