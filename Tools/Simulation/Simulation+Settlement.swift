import Market
import Reconciliation
import Records
import Storage
import TradeClient

/// The operator's hand; and at the end: what institutions have done is what the venue says of it.
extension Simulation {
  /// The operator ends a dispute, or has it go on.
  func decide() {
    let disputed = traders.reduce(into: Set<Int>()) { $0.formUnion($1.disputedTrades) }.sorted()
    guard let venue, !disputed.isEmpty else { return }
    let trade = random.one(of: disputed)
    venue.publish(control(trade, random.one(of: TradeControl.allCases)))
  }

  /// The operator ends all disputes: undone before delivery, as they stand behind it.
  func decideAll() {
    for trade in traders.reduce(into: Set<Int>(), { $0.formUnion($1.disputedTrades) }).sorted() {
      for action in [TradeControl.bust, .settle] { venue?.publish(control(trade, action)) }
    }
  }

  private func control(_ trade: Int, _ action: TradeControl) -> SimulatedRecord {
    operatorRequests += 1
    var body = ControlTrade()
    body.tradeID = TradeID(rawValue: UInt64(trade))
    body.request = operatorRequests
    body.actionCode = action.rawValue
    return SimulatedRecord(.controlTrade, body)
  }

  /// A document is whose the registry says; money is what was brought.
  func compareHolders() throws {
    guard let venue else { throw Violation("the venue is gone") }
    let registry = register()
    for place in 0..<SimulatedMarket.firms {
      for number in 1...SimulatedMarket.documentsPerFirm {
        let document = SimulatedMarket.document(place, number)
        let name = "\(document.text)"
        let holder = venue.holder(of: document) ?? "nobody"
        let said = registry[name] ?? SimulatedMarket.sessions[place].name
        if holder != said {
          throw Violation("\(name) is \(holder)'s, and the registry says \(said)'s")
        }
      }
    }
    let brought =
      SimulatedMarket.fenPerFirm * Int64(SimulatedMarket.firms)
      + institution("BANK").paid
    if venue.moneyPaidIn != brought {
      throw Violation("accounts have \(venue.moneyPaidIn) fen, of \(brought) that were brought")
    }
  }

  private func institution(_ name: String) -> SimulatedInstitution {
    guard let found = institutions.first(where: { $0.name == name }) else {
      preconditionFailure("each institution is there")
    }
    return found
  }

  /// Who holds what was ever moved, by the registry's own statement.
  private func register() -> [String: String] {
    var holders: [String: String] = [:]
    for line in institution("REGISTRY").statement {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      holders[cells[1]] = cells[2]
    }
    return holders
  }

  /// Goods, trade and funds of each delivered trade agree. The venue must have ended in order.
  func reconcile() throws {
    let books = try Self.books(of: disk.root)
    let statements = Statements(
      registry: try StatementReader.goods(statement("REGISTRY"), file: "registry"),
      warehouses: try StatementReader.weights(statement("STORE"), file: "store"),
      clearing: try StatementReader.funds(statement("CLEARING"), file: "clearing"))
    let reconciliation = Reconciliation(books, statements)
    outcome.delivered += reconciliation.trades.count
    guard let found = reconciliation.breaks.first else {
      if let open = reconciliation.trades.first(where: { $0.state != .matched }) {
        throw Violation("trade \(open.trade) is not matched: \(open)")
      }
      return
    }
    var told = institutions.flatMap { $0.said["\(found.trade)"] ?? [] }
    told += traders.flatMap { trader in
      trader.tradeReports.filter { $0.contains("880=\(found.trade)|") }
        .map { "\(trader.name) < \($0)" }
    }
    throw Violation(
      "\(reconciliation.breaks.count) breaks, the first: \(found)\n  "
        + told.joined(separator: "\n  "))
  }

  private func statement(_ name: String) -> [UInt8] {
    let header =
      SimulatedInstitution.roles.first { $0.name == name }.map { $0.role.statementHeader } ?? ""
    return Array(([header] + institution(name).statement).joined(separator: "\n").utf8)
  }

  /// What the log says of trades: events behind the command that has caused them.
  private static func books(of directory: String) throws -> VenueBooks {
    var books = VenueBooks()
    var commands = try CommandLogReader(directory: directory)
    var events = EventFileReader(directory: directory, from: 0)
    var hasEvent = try events.next()
    while try commands.next() {
      let head = commands.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue { continue }
      books.learn(command: commands.record)
      while hasEvent, events.record.loadHead().sequence == head.sequence {
        books.learn(event: events.record)
        hasEvent = try events.next()
      }
    }
    books.reachedEnd()
    return books
  }
}
