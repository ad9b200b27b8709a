import Market
import MarketCore
import Records

/// The command log of a workload: its orders, and what clearing and the registry answer to what comes
/// of them, recorded by a venue before anything is timed.
struct VenueLog: ~Copyable {
  let workload: VenueWorkload
  let stream: BookStream
  /// The commands that are timed, one behind the other.
  private(set) var records: RecordBuffer
  private(set) var commandCount = 0
  /// What the textbook must give too.
  private(set) var checksums = BookChecksums(fills: 0, notional: 0, fillHash: 0, live: 0)
  /// Documents that have come to their buyers.
  private(set) var delivered = 0
  private var hash = FNV()
  private var answers: [Answer] = []
  private var nextAnswer = 0

  /// What an institution will say.
  private struct Answer {
    let body: AnswerInstruction
    let session: UInt32
    /// How many orders were in the stream before it.
    let due: Int
  }

  /// More than a command and the answers to its fills take.
  private static var bytesPerOrder: Int { 384 }

  init(_ workload: VenueWorkload) throws {
    self.workload = workload
    stream = workload.stream()
    records = RecordBuffer(capacity: Self.bytesPerOrder * (workload.orders + 1_000))
    var market = VenueMarket(workload)
    var orders = VenueOrders(stream)
    for command in stream.commands[..<stream.prefill] {
      Self.prefill(command, &orders, &market)
    }
    for (place, command) in stream.commands[stream.prefill...].enumerated() {
      try record(command, at: place, &orders, &market)
    }
    while nextAnswer < answers.count { try sendAnswer(to: &market, place: workload.orders) }
    checksums.fillHash = hash.value
    checksums.live = market.restingOrders
  }

  /// A venue whose orders rest, as it was before the first of the records.
  func market() -> VenueMarket {
    var market = VenueMarket(workload)
    var orders = VenueOrders(stream)
    for command in stream.commands[..<stream.prefill] {
      Self.prefill(command, &orders, &market)
    }
    return market
  }

  private static func prefill(
    _ command: BookCommand, _ orders: inout VenueOrders, _ market: inout VenueMarket
  ) {
    let body = orders.new(command, of: market.firm(of: command))
    market.send(.newOrder, body, session: orders.session(of: command))
  }

  private mutating func record(
    _ command: BookCommand, at place: Int, _ orders: inout VenueOrders,
    _ market: inout VenueMarket
  ) throws {
    while nextAnswer < answers.count, answers[nextAnswer].due <= place {
      try sendAnswer(to: &market, place: place)
    }
    switch command.kind {
    case .new:
      let body = orders.new(command, of: market.firm(of: command))
      try send(.newOrder, body, orders.session(of: command), &market, place)
    case .cancel:
      try send(.cancelOrder, orders.cancel(command), orders.session(of: command), &market, place)
    case .reduce, .reprice:
      try send(.replaceOrder, orders.replace(command), orders.session(of: command), &market, place)
    }
  }

  private mutating func sendAnswer(to market: inout VenueMarket, place: Int) throws {
    let answer = answers[nextAnswer]
    nextAnswer += 1
    try send(.answerInstruction, answer.body, answer.session, &market, place)
  }

  private mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ session: UInt32, _ market: inout VenueMarket,
    _ place: Int
  ) throws {
    let offset = records.append(market.nextHead(type, session: session), body: body)
    commandCount += 1
    Self.apply(records, at: offset, to: &market)
    try read(market.events, market.clearing, market.registry, place)
    market.seal()
  }

  private static func apply(
    _ records: borrowing RecordBuffer, at offset: Int, to market: inout VenueMarket
  ) {
    market.apply(records, at: offset)
  }
}

/// What comes of a command.
extension VenueLog {
  private mutating func read(
    _ events: borrowing RecordBuffer, _ clearing: UInt32, _ registry: UInt32, _ place: Int
  ) throws {
    var offset = 0
    while offset < events.count {
      let bytes = events.bytes
      switch EventType(rawValue: bytes.loadHead(at: offset).typeCode) {
      case .tradeMatched: count(bytes.loadBody(TradeMatched.self, at: offset))
      case .settlementInstructed:
        let body = bytes.loadBody(SettlementInstructed.self, at: offset)
        expectAnswer(body.instruction, body.tradeID, from: clearing, place)
      case .transferInstructed:
        let body = bytes.loadBody(TransferInstructed.self, at: offset)
        expectAnswer(body.instruction, body.tradeID, from: registry, place)
      case .titleChanged: delivered += 1
      case .orderCancelReject, .commandRefused, .noticeRefused:
        throw Benchmark.VoidRun(reason: "something is refused")
      case .executionReport:
        let body = bytes.loadBody(ExecutionReport.self, at: offset)
        guard body.orderRejectCode == 0 else {
          throw Benchmark.VoidRun(reason: "an order is refused: \(body.orderRejectCode)")
        }
      default: break
      }
      offset += bytes.recordLength(at: offset)
    }
  }

  private mutating func expectAnswer(
    _ instruction: InstructionID, _ trade: TradeID, from session: UInt32, _ place: Int
  ) {
    var body = AnswerInstruction()
    body.reference = BenchmarkVenue.name(Int(instruction.rawValue), "A")
    body.instruction = instruction
    body.tradeID = trade
    body.resultCode = InstructionResult.done.rawValue
    body.isCountersigned = 1
    answers.append(Answer(body: body, session: session, due: place + VenueWorkload.lag))
  }

  /// The resting order's number in the stream is its OrderID(37): both count the orders.
  private mutating func count(_ trade: TradeMatched) {
    let isBuy = trade.aggressorSideCode == Side.buy.rawValue
    let maker = (isBuy ? trade.sellOrderID : trade.buyOrderID).rawValue
    let price = UInt64(trade.lastPx.tenThousandths / VenueMarket.tick.tenThousandths)
    let lots = UInt64(trade.lastQty.thousandths / VenueMarket.unit.thousandths)
    checksums.fills += 1
    checksums.notional &+= price &* lots
    hash.add(maker)
    hash.add(price << 32 | lots)
  }
}

extension VenueMarket {
  /// Whose order it is.
  func firm(of command: BookCommand) -> UInt32 {
    let number = VenueOrders.number(of: command.id)
    return command.side == 0 ? buyer(number) : seller(number)
  }

  /// Orders that rest.
  var restingOrders: UInt64 {
    var count: UInt64 = 0
    for side in [Side.buy, .sell] {
      venue.forEachLevel(of: InstrumentID(rawValue: 1), side) { count += UInt64($0.orders) }
    }
    return count
  }
}
