import Market
import Reconciliation
import Records

/// A small venue's log, record by record.
struct SampleBooks {
  var books = VenueBooks()
  private var sequence: UInt64 = 0

  static let delivery = Instant(nanoseconds: 1_000_000_000_000)

  /// Two firms, a warehouse, an instrument, documents R1 and R2 of the seller, and trade 7 of R1.
  init() {
    var firm = DefineFirm()
    for (number, code) in [(1, "DLR001"), (2, "DLR002")] {
      firm.firm = FirmID(rawValue: UInt32(number))
      firm.code = CompID(Text16(code)!)
      command(.defineFirm, firm)
    }
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(Text16("ZZW01")!)
    command(.defineWarehouse, warehouse)
    var instrument = DefineInstrument()
    instrument.instrument = InstrumentID(rawValue: 1)
    instrument.symbol = Symbol(Text16("CU-BW-A")!)
    command(.defineInstrument, instrument)
    admit("R1", weight: 25_204)
    admit("R2", weight: 24_728)
    matched(7)
  }

  mutating func admit(_ name: String, weight: Int64) {
    var body = AdmitDocument()
    body.document = TitleDocID(Text32(name)!)
    body.instrument = InstrumentID(rawValue: 1)
    body.warehouse = 1
    body.statusCode = TitleStatus.active.rawValue
    body.netWeight = Quantity(thousandths: weight)
    command(.admitDocument, body)
  }

  mutating func matched(_ trade: UInt64) {
    var body = TradeMatched()
    body.tradeID = TradeID(rawValue: trade)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    event(.tradeMatched, body)
  }

  /// The document goes to DLR002 for 1,720,422.30, fees 197.17 and 172.04.
  mutating func deliver(_ trade: UInt64 = 7, _ name: String = "R1", weight: Int64 = 25_204) {
    var title = TitleChanged()
    title.document = TitleDocID(Text32(name)!)
    title.tradeID = TradeID(rawValue: trade)
    title.actionCode = TitleAction.transfer.rawValue
    title.statusCode = TitleStatus.active.rawValue
    title.netWeight = Quantity(thousandths: weight)
    title.instrument = InstrumentID(rawValue: 1)
    title.warehouse = 1
    title.version = 2
    event(.titleChanged, title)
    var body = TradeChanged()
    body.tradeID = TradeID(rawValue: trade)
    body.fromCode = TradeState.titleLocked.rawValue
    body.stateCode = TradeState.dvpDone.rawValue
    body.buyFirm = FirmID(rawValue: 2)
    body.sellFirm = FirmID(rawValue: 1)
    body.grossTradeAmt = Amount(fen: 172_042_230)
    body.buyerFees = Amount(fen: 19_717)
    body.sellerFees = Amount(fen: 17_204)
    event(.tradeChanged, body)
  }

  mutating func weigh(_ weight: Int64, isRefused: Bool = false) {
    var body = ReportWeight()
    body.tradeID = TradeID(rawValue: 7)
    body.document = TitleDocID(Text32("R1")!)
    body.netWeight = Quantity(thousandths: weight)
    command(.reportWeight, body)
    if isRefused { event(.noticeRefused, NoticeRefused()) }
  }

  mutating func weighedLate() {
    var body = TradeChanged()
    body.tradeID = TradeID(rawValue: 7)
    body.fromCode = TradeState.dvpDone.rawValue
    body.stateCode = TradeState.weightFinal.rawValue
    body.reasonCode = TradeReason.deadline.rawValue
    event(.tradeChanged, body)
  }

  /// Time passes, in seconds behind the delivery.
  mutating func pass(seconds: Int64) {
    record(
      CommandType.tick.rawValue, Text16(),
      Self.delivery.adding(nanoseconds: seconds * 1_000_000_000)
    ) { $0.learn(command: $1) }
    books.reachedEnd()
  }

  mutating func command<Body: BitwiseCopyable>(_ type: CommandType, _ body: Body) {
    sequence += 1
    record(type.rawValue, body, Self.delivery) { $0.learn(command: $1) }
  }

  mutating func event<Body: BitwiseCopyable>(_ type: EventType, _ body: Body) {
    record(type.rawValue, body, Self.delivery) { $0.learn(event: $1) }
  }

  private mutating func record<Body: BitwiseCopyable>(
    _ type: UInt16, _ body: Body, _ time: Instant, _ learn: (inout VenueBooks, RawSpan) -> Void
  ) {
    var head = RecordHead()
    head.typeCode = type
    head.sequence = Sequence(rawValue: sequence)
    head.time = time
    var buffer = RecordBuffer(capacity: 1_024)
    buffer.append(head, body: body)
    learn(&books, buffer.bytes)
  }
}

/// What institutions say that agree with the sample.
enum Said {
  static let goods = GoodsRecord(trade: 7, document: "R1", holder: "DLR002")
  static let weight = WeightRecord(
    trade: 7, document: "R1", netWeight: Quantity(thousandths: 25_204), warehouse: "ZZW01")
  static let funds = FundsRecord(
    trade: 7, payer: "DLR002", paid: Amount(fen: 172_061_947), payee: "DLR001",
    received: Amount(fen: 172_025_026))

  static var all: Statements {
    Statements(registry: [goods], warehouses: [weight], clearing: [funds])
  }
}
