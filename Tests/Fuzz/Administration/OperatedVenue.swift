import Agents
import Glibc
import Market
import MarketCore
import MarketDefinition
import Memory
import Operations
import Records
import Storage

/// What is there before anybody asks: the sample market's sessions, firms and records.
final class OperatorsRoom {
  let socket = "/dev/shm/cangdan-admin-\(getpid()).sock"
  let cards: [SessionCard]
  let firms: [(FirmID, CompID)]
  let records: [[UInt8]]
  /// Never let go of, as in a venue: so one for all inputs.
  private let counters: CounterFile

  init() {
    do throws(InvalidDefinition) {
      let definition = try Definition(folder: "Specs/sample-market")
      var changes = ReferenceChanges(since: ReferenceIndex())
      var records: [[UInt8]] = []
      changes.apply(definition) { record in
        records.append(unsafe record.withUnsafeBytes { unsafe Array($0) })
      }
      let index = changes.updatedIndex
      self.records = records
      cards = definition.sessions.compactMap { session in
        let key = ReferenceIndex.SessionKey(compID: session.compID, subID: session.subID)
        return index.session(key).map { SessionCard(session: $0, definition: session) }
      }
      firms = definition.firms.compactMap { firm in
        index.firm(firm.code).map { ($0, firm.code) }
      }
      counters = CounterFile(blocks: CounterLayout.blocks(sessions: cards.count))
    } catch { preconditionFailure("Specs/sample-market is a market: \(error)") }
  }

  /// The figures of a process that has just begun.
  func cleared() -> CounterFile {
    for block in 0..<CounterLayout.blocks(sessions: cards.count) {
      for place in 0..<64 { counters[block].store(0, at: place) }
    }
    return counters
  }
}

/// A small venue with the sample market, one trade, and what the operator has done to it.
struct OperatedVenue: ~Copyable {
  private var venue: Venue
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0
  private var now: Instant

  init(_ records: [[UInt8]], at now: Instant) {
    var limits = VenueLimits.small
    limits.firms = 32
    limits.instruments = 16
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 1))
    self.now = now
    for record in records {
      events.removeAll()
      venue.apply(RawSpan(_elements: record.span), into: &events)
    }
    var phase = SetPhase()
    phase.phaseCode = TradingPhase.open.rawValue
    write(.setPhase, phase)
    settle()
    enter(.sell, by: 1)
    enter(.buy, by: 2)
    settle()
  }

  /// A limit order for a lot of copper.
  private mutating func enter(_ side: Side, by session: UInt32) {
    var order = NewOrder()
    order.clOrdID = ClOrdID(Text32("O1") ?? Text32())
    order.symbol = Symbol(Text16("CU-BW-A") ?? Text16())
    order.price = Price(tenThousandths: 684_500_000)
    order.orderQty = Quantity(thousandths: 25_000)
    order.sideCode = side.rawValue
    order.ordTypeCode = OrdType.limit.rawValue
    order.timeInForceCode = TimeInForce.day.rawValue
    write(.newOrder, order, session: SessionID(rawValue: session))
  }

  /// Journals an action of the operator; the number of its request.
  mutating func perform(_ command: OperatorCommand, at now: Instant) -> UInt32 {
    self.now = now
    let request = journal(command)
    settle()
    precondition(venue.audit() == nil, "the books agree: \(String(describing: venue.audit()))")
    return request
  }

  private mutating func journal(_ command: OperatorCommand) -> UInt32 {
    switch command {
    case .control(let body, let session, let text):
      write(.controlSession, body, text, session: session)
      return body.request
    case .kill(let body, let text): return write(.setKillSwitch, body, text, of: body.request)
    case .market(let body, let text): return write(.controlMarket, body, text, of: body.request)
    case .decide(let body, let text): return write(.decideApproval, body, text, of: body.request)
    case .trade(let body, let text): return write(.controlTrade, body, text, of: body.request)
    case .fixing(let body): return write(.setFixing, body, "", of: body.request)
    case .netRun(let body, let text): return write(.clearNet, body, text, of: body.request)
    case .reserve(let body, let text): return write(.useReserve, body, text, of: body.request)
    case .auction(let body, let text): return write(.controlAuction, body, text, of: body.request)
    case .application(let body, let documents):
      var head = RecordHead()
      head.typeCode = CommandType.applyAuction.rawValue
      self.command.removeAll()
      let trailing = RawSpan(_elements: documents.span)
      apply(self.command.append(head, body: body, trailing: trailing))
      return body.request
    case .news(let body, let text): return write(.publishNews, body, text, of: body.request)
    case .change(let body, let text): return write(.changeParameter, body, text, of: body.request)
    case .withdrawal(let body, let text):
      return write(.withdrawChange, body, text, of: body.request)
    case .answer(let body, let text):
      return write(.answerInstruction, body, text, of: body.request)
    case .title(let body, let text): return write(.requestTitle, body, text, of: body.request)
    case .grade(let body, let text): return write(.gradeWarehouse, body, text, of: body.request)
    case .recon(let body): return write(.reportRecon, body, "", of: body.request)
    }
  }

  private mutating func write<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ text: String, of request: UInt32
  ) -> UInt32 {
    write(type, body, text)
    return request
  }

  private mutating func write<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ text: String = "", session: SessionID = .venue
  ) {
    var head = RecordHead()
    head.session = session
    head.typeCode = type.rawValue
    command.removeAll()
    apply(command.append(head, body: body, text: text))
  }

  /// As the engine does it: with its number and time.
  private mutating func apply(_ place: Int) {
    sequence += 1
    command.stamp(at: place, sequence: Sequence(rawValue: sequence), time: now)
    events.removeAll()
    step(&venue, command, into: &events)
  }

  /// Ticks until everything is done that is due.
  private mutating func settle() {
    var steps = 0
    while venue.hasPendingWork || venue.hasTimerDue(at: now) {
      write(.tick, UInt64(0))
      steps += 1
      precondition(steps < 10_000, "work has an end")
    }
  }
}

private func step(
  _ venue: inout Venue, _ command: borrowing RecordBuffer, into events: inout RecordBuffer
) {
  venue.apply(command.bytes, into: &events)
}
