import Agents
import Market
import MarketCore
import Memory
import OrderEntry
import Records
import Rings
import Storage

/// The market that is simulated: four firms that trade one instrument, one that misbehaves, somebody who looks on
/// by copies and somebody who looks at prices, and the institutions by which trades come to delivery.
enum SimulatedMarket {
  /// The sessions in the order of their numbers, from 1.
  static let sessions: [(name: String, role: SessionRole)] = [
    ("DLR1", .dealer), ("DLR2", .dealer), ("BRK3", .broker), ("MMK4", .marketMaker),
    ("ROWDY", .dealer), ("COPIES", .dropCopy), ("PRICES", .marketData), ("CLEARING", .clearing),
    ("REGISTRY", .registry), ("STORE", .warehouse), ("BANK", .bank),
  ]
  static let symbol = "CU"
  static let venueName = "VENUE"
  /// Firms that begin with money and documents.
  static let firms = 5
  static let documentsPerFirm = 30
  static let fenPerFirm: Int64 = 5_000_000_000
  /// CNY.
  static let currency: UInt32 = 0x59_4e43

  static func text(_ name: String) -> Text16 {
    guard let text = Text16(name) else { preconditionFailure("a simulated name fits") }
    return text
  }

  static func id(_ place: Int) -> SessionID { SessionID(rawValue: UInt32(place + 1)) }

  /// The figures of a process, made anew.
  static func counters(in directory: String) throws -> CounterFile {
    try CounterFile(
      path: "\(directory)/counters", blocks: CounterLayout.blocks(sessions: sessions.count),
      startedNanos: 1)
  }

  /// Small tables, so that they are full now and then, and a process starts soon.
  static var limits: VenueLimits {
    var limits = VenueLimits.small
    limits.subscriptions = 16
    limits.orders = 4_096
    limits.clOrdIDs = 8_192
    return limits
  }

  static var seed: HashSeed { HashSeed(rawValue: 5) }

  /// A venue that has applied nothing.
  static func emptyVenue(_ limits: VenueLimits = SimulatedMarket.limits) -> Venue {
    Venue(limits: limits, seed: seed)
  }

  /// The codes of firms, as reports show them: each is called like its session.
  static var firmCodes: FirmCodes {
    var codes = FirmCodes(capacity: sessions.count)
    for (place, session) in sessions.enumerated() {
      codes.set(CompID(text(session.name)), of: FirmID(rawValue: UInt32(place + 1)))
    }
    return codes
  }

  static var origins: Origins {
    var origins = Origins(capacity: sessions.count)
    for (place, session) in sessions.enumerated() {
      origins.set(
        Origins.Origin(
          compID: CompID(text(session.name)), firm: FirmID(rawValue: UInt32(place + 1)),
          role: session.role), of: id(place))
    }
    return origins
  }

  /// The commands of a new log behind its first.
  static func define(_ terms: VenueTerms, _ publish: (SimulatedRecord) -> Void) {
    for place in sessions.indices { defineSession(place, publish) }
    var all = DefineEntitlement()
    all.session = SessionID(rawValue: 6)
    all.isAll = 1
    publish(SimulatedRecord(.defineEntitlement, all))
    defineInstrument(terms, publish)
    for place in 0..<firms {
      for number in 1...documentsPerFirm { admit(place, number, publish) }
      var funds = CreditFunds()
      funds.firm = FirmID(rawValue: UInt32(place + 1))
      funds.currency = currency
      funds.amount = Amount(fen: fenPerFirm)
      publish(SimulatedRecord(.creditFunds, funds))
    }
    var phase = SetPhase()
    phase.phaseCode = TradingPhase.open.rawValue
    publish(SimulatedRecord(.setPhase, phase))
  }

  private static func defineSession(_ place: Int, _ publish: (SimulatedRecord) -> Void) {
    let number = UInt32(place + 1)
    var firm = DefineFirm()
    firm.firm = FirmID(rawValue: number)
    firm.controlGroup = number
    firm.code = CompID(text(sessions[place].name))
    firm.state = 1
    publish(SimulatedRecord(.defineFirm, firm))
    var session = DefineSession()
    session.session = id(place)
    session.firm = firm.firm
    session.compID = firm.code
    session.roleCode = sessions[place].role.rawValue
    session.state = 1
    publish(SimulatedRecord(.defineSession, session))
  }

  private static func defineInstrument(
    _ terms: VenueTerms, _ publish: (SimulatedRecord) -> Void
  ) {
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.grade = 0x41
    warehouse.bonded = 1
    warehouse.code = CompID(text("W1"))
    warehouse.firm = FirmID(rawValue: 10)
    publish(SimulatedRecord(.defineWarehouse, warehouse))
    var instrument = DefineInstrument()
    instrument.instrument = InstrumentID(rawValue: 1)
    instrument.warehouse = 1
    instrument.symbol = Symbol(text(symbol))
    instrument.documentUnit = Quantity(thousandths: 25_000)
    instrument.tick = Price(tenThousandths: 100_000)
    instrument.referencePrice = Price(tenThousandths: 684_500_000)
    instrument.bandBasisPoints = 600
    instrument.guaranteeBasisPoints = 2_000
    instrument.toleranceBasisPoints = 200
    instrument.modes = 31
    instrument.answerSeconds = 300
    instrument.quoteSeconds = 600
    instrument.quoteRounds = 10
    instrument.bookModeCode = TradingMode.continuous.rawValue
    instrument.docType = 0x52
    instrument.maxLots = 64
    instrument.tradeFeePerMillion = 100
    instrument.titleTransferFeePerUnit = Amount(fen: 100)
    instrument.reserveBasisPoints = 1
    (instrument.fundsSeconds, instrument.titleSeconds) = (terms.answerSeconds, terms.answerSeconds)
    (instrument.balanceSeconds, instrument.weightSeconds) = (
      terms.answerSeconds, terms.answerSeconds
    )
    publish(SimulatedRecord(.defineInstrument, instrument))
  }

  /// The documents of a firm at the begin.
  static func document(_ place: Int, _ number: Int) -> TitleDocID {
    guard let name = Text32("R\(place + 1)-\(number)") else {
      preconditionFailure("a document's name fits")
    }
    return TitleDocID(name)
  }

  private static func admit(_ place: Int, _ number: Int, _ publish: (SimulatedRecord) -> Void) {
    var document = AdmitDocument()
    document.document = Self.document(place, number)
    document.instrument = InstrumentID(rawValue: 1)
    document.warehouse = 1
    document.holder = FirmID(rawValue: UInt32(place + 1))
    document.statusCode = TitleStatus.active.rawValue
    document.docType = 0x52
    document.netWeight = Quantity(thousandths: 25_000)
    document.version = 1
    publish(SimulatedRecord(.admitDocument, document))
  }
}

/// One record for the ring of operator and clock.
final class SimulatedRecord {
  private var record = RecordBuffer(capacity: 1_024)

  init<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: SessionID = .venue
  ) {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.session = session
    record.append(head, body: body)
  }

  /// Writes it to a ring, and shows it there.
  func write(to ring: inout RingProducer) {
    let fits = Self.write(record, to: &ring)
    precondition(fits, "the control ring holds what is said at once")
    ring.publish()
  }

  private static func write(
    _ record: borrowing RecordBuffer, to ring: inout RingProducer
  ) -> Bool {
    ring.write(record.bytes)
  }
}
