import Market
import Matching
import Memory
import Records
import Storage

/// Writes the events of the books as the core does, `BookChanged` and `TradeMatched`, and seals them as
/// the engine does, those of a batch together, into as much memory as the event log has.
struct BookEventWriter: BookListener, ~Copyable {
  static var listens: Bool { true }
  /// Eight segments of 16 MiB, used again from the first.
  private static var capacityBytes: Int { 8 * 16 << 20 }
  /// More than the events of one command.
  private static var commandBytesMax: Int { Limits.ordersLookedAt * 512 }

  private var records = RecordBuffer(capacity: capacityBytes)
  /// Commands that the engine takes together at least where more are waiting.
  private static var batchCommands: Int { 8 }
  private var sealedCount = 0
  private var commandCount = 0
  private var sequence: UInt64 = 0
  private var ordinal: UInt16 = 0
  private var trades: UInt64 = 0
  /// MDSeq(7830) of each instrument.
  private var mdSeqs: Slab<UInt64>
  private(set) var digest = EventDigest()

  init(instruments: Int) { mdSeqs = Slab(capacity: instruments, repeating: 0) }

  mutating func begin() {
    if records.available < Self.commandBytesMax {
      seal()
      records.removeAll()
      sealedCount = 0
    }
    sequence += 1
    ordinal = 0
  }

  mutating func changed(_ order: ToldOrder, _ change: BookChange, _ action: MDUpdateAction) {
    let place = UInt32(order.instrument)
    mdSeqs[place] += 1
    var body = BookChanged()
    body.mdSeq = mdSeqs[place]
    body.orderID = OrderID(rawValue: UInt64(order.id))
    body.symbol = Self.symbol(order.instrument)
    body.price = Self.price(order.tick)
    body.instrument = InstrumentID(rawValue: place + 1)
    body.tick = order.tick
    body.lots = change.lots
    body.levelLots = UInt32(change.level.lots)
    body.levelOrders = change.level.orders
    body.sideCode = order.side.rawValue
    body.actionCode = action.rawValue
    records.append(head(.bookChanged), body: body)
  }

  mutating func traded(_ id: UInt32, with fill: Fill, _ incoming: BookCommand) {
    trades += 1
    let isBuy = incoming.side == 0
    let (buy, sell) = isBuy ? (id, fill.makerTag) : (fill.makerTag, id)
    var body = TradeMatched()
    body.tradeID = TradeID(rawValue: trades)
    body.instrument = InstrumentID(rawValue: UInt32(incoming.instrument) + 1)
    body.buyFirm = FirmID(rawValue: 1)
    body.sellFirm = FirmID(rawValue: 2)
    body.aggressorSideCode = (isBuy ? Side.buy : Side.sell).rawValue
    body.modeCode = TradingMode.continuous.rawValue
    body.symbol = Self.symbol(incoming.instrument)
    body.lastPx = Self.price(fill.tick)
    body.lastQty = Quantity(thousandths: Int64(fill.lots) * 1_000)
    body.weight = body.lastQty
    body.grossTradeAmt = Amount(body.lastPx, times: body.weight) ?? .zero
    body.buyOrderID = OrderID(rawValue: UInt64(buy))
    body.sellOrderID = OrderID(rawValue: UInt64(sell))
    body.buyExecID = ExecID(rawValue: 2 * trades - 1)
    body.sellExecID = ExecID(rawValue: 2 * trades)
    body.buyClOrdID = Self.clOrdID(buy)
    body.sellClOrdID = Self.clOrdID(sell)
    records.append(head(.tradeMatched), body: body)
  }

  mutating func end() {
    commandCount += 1
    if commandCount % Self.batchCommands == 0 { seal() }
  }

  mutating func finish() { seal() }

  private mutating func seal() {
    while sealedCount < records.count {
      let (crc, length) = records.seal(at: sealedCount)
      digest.add(crc)
      sealedCount += length
    }
  }

  @inline(__always)  // benchmark `book`: else it is written twice, and read before it can be
  private mutating func head(_ type: EventType) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.sequence = Sequence(rawValue: sequence)
    head.time = Instant(nanoseconds: 1_795_000_000_000_000_000 + Int64(sequence))
    head.received = head.time
    head.ordinal = ordinal
    ordinal += 1
    return head
  }

  private static func price(_ tick: Int32) -> Price {
    Price(tenThousandths: Int64(tick) * 10_000)
  }

  /// The instrument's number in the bytes of the word; its text does not matter.
  private static func symbol(_ instrument: UInt16) -> Symbol {
    var text = Text16()
    text.word0 = UInt64(instrument) + 1
    return Symbol(text)
  }

  private static func clOrdID(_ id: UInt32) -> ClOrdID {
    var text = Text32()
    text.word0 = UInt64(id)
    return ClOrdID(text)
  }
}
