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
    firm.firm = FirmID(rawValue: 3)
    firm.code = CompID(Text16("BK2")!)
    command(.defineFirm, firm)
    firm.firm = FirmID(rawValue: 2)
    firm.code = CompID(Text16("DLR002")!)
    firm.clearingMember = FirmID(rawValue: 3)
    command(.defineFirm, firm)
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
    changed(trade, from: .titleLocked, to: .dvpDone)
  }

  private mutating func changed(
    _ trade: UInt64, from: TradeState, to: TradeState, _ reason: TradeReason = .none
  ) {
    var body = TradeChanged()
    body.reasonCode = reason.rawValue
    body.tradeID = TradeID(rawValue: trade)
    body.fromCode = from.rawValue
    body.stateCode = to.rawValue
    body.buyFirm = FirmID(rawValue: 2)
    body.sellFirm = FirmID(rawValue: 1)
    body.grossTradeAmt = Amount(fen: 172_042_230)
    body.buyerFees = Amount(fen: 19_717)
    body.sellerFees = Amount(fen: 17_204)
    event(.tradeChanged, body)
  }

  /// Net run 3 begins, and the nets of trade 7's members are published so often; instruction 10 times the
  /// round is that of the buyer's.
  mutating func publishNets(rounds: UInt8) {
    netRun(.begun, round: 0)
    for round in 1...rounds {
      for (member, fen) in [(3, -172_061_947), (1, 172_025_026), (0, 36_921)] as [(UInt32, Int64)] {
        var net = NetPublished()
        net.run = 3
        net.round = round
        net.member = FirmID(rawValue: member)
        net.net = Amount(fen: fen)
        net.instruction = InstructionID(
          rawValue: member == 0 ? 0 : 10 * UInt64(round) + (member == 3 ? 0 : 1))
        event(.netPublished, net)
      }
      netRun(.published, round: round)
    }
  }

  mutating func netRun(_ state: NetRunState, round: UInt8) {
    var body = NetRunChanged()
    body.run = 3
    body.round = round
    body.stateCode = state.rawValue
    event(.netRunChanged, body)
  }

  mutating func instructRegistry(_ trade: UInt64, fundsInstruction: UInt64) {
    var body = TransferInstructed()
    body.tradeID = TradeID(rawValue: trade)
    body.buyFirm = FirmID(rawValue: 2)
    body.sellFirm = FirmID(rawValue: 1)
    body.fundsInstruction = InstructionID(rawValue: fundsInstruction)
    event(.transferInstructed, body)
  }

  /// The seller defaults, and clearing is to pay back what it has settled by an instruction.
  mutating func undo(_ trade: UInt64, takesBack: UInt64) {
    var body = SettlementInstructed()
    body.tradeID = TradeID(rawValue: trade)
    body.takesBack = InstructionID(rawValue: takesBack)
    event(.settlementInstructed, body)
    changed(trade, from: .titleLocked, to: .sellerDefault)
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
    changed(7, from: .dvpDone, to: .weightFinal, .deadline)
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
