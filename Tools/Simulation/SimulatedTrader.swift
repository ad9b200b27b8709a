import Market

/// A firm that trades: sends orders, cancels and changes them, and holds what it is told against what it has asked.
final class SimulatedTrader: SimulatedSession {
  /// An order as its owner knows it.
  struct Order {
    let side: Int
    var id: String
    var isLive = true
  }

  /// Requests that nobody has answered, by ClOrdID(11).
  private(set) var unanswered: Set<String> = []
  /// Contents of reports by ExecID(17), and in their order.
  private(set) var reports: [String: String] = [:]
  /// What it was refused by OrderCancelReject(9) and BusinessMessageReject(j).
  private(set) var refusals: Set<String> = []
  /// Trades that have not come to their end, as far as it was told, and those that have.
  private(set) var openTrades: Set<Int> = []
  private var endedTrades: Set<Int> = []
  /// Those that wait for the operator.
  private(set) var disputedTrades: Set<Int> = []
  /// What it was told of its trades.
  private(set) var tradeReports: [String] = []
  private var orders: [Order] = []
  private var lastID = 0
  private var random: SeededRandom
  /// Messages that it has sent.
  private(set) var sentCount = 0

  init(_ name: String, _ clock: SimulatedClock, _ random: SeededRandom) {
    self.random = random
    super.init(name, clock)
  }

  /// Does something, at a whim.
  func act() {
    guard isActive else { return }
    sentCount += 1
    let live = orders.indices.filter { orders[$0].isLive }
    switch random.below(live.isEmpty ? 6 : 12) {
    case 0...6: enter()
    case 7...8: cancel(random.one(of: live))
    case 9...10: replace(random.one(of: live))
    default: askStatus(random.one(of: live))
    }
  }

  private func newID() -> String {
    lastID += 1
    let id = "\(name)-\(lastID)"
    unanswered.insert(id)
    return id
  }

  private var price: Int { 68_450 + 10 * random.within(-12...12) }

  private var terms: String {
    let quantity = 25 * random.within(1...4)
    return "38=\(quantity)|40=2|44=\(random.once(in: 50) ? 99_000 : price)|15=CNY|"
  }

  private var time: String { "60=\(WireMessage.time(clock.wall))|" }

  private func enter() {
    let side = random.within(1...2)
    let id = newID()
    let force = random.one(of: [0, 0, 0, 3, 4])
    orders.append(Order(side: side, id: id))
    if orders.count > 200 { orders.removeAll { !$0.isLive } }
    let margin = random.once(in: 4) ? "544=2|" : ""
    let head = "11=\(id)|\(margin)55=\(SimulatedMarket.symbol)|54=\(side)|\(time)"
    sendApplication("35=D", head + terms + "59=\(force)|")
  }

  private func cancel(_ place: Int) {
    let order = orders[place]
    let head = "11=\(newID())|41=\(order.id)|55=\(SimulatedMarket.symbol)|54=\(order.side)|"
    sendApplication("35=F", head + time)
  }

  private func replace(_ place: Int) {
    let order = orders[place]
    let head = "11=\(newID())|41=\(order.id)|55=\(SimulatedMarket.symbol)|54=\(order.side)|"
    sendApplication("35=G", head + time + terms)
  }

  private func askStatus(_ place: Int) {
    let order = orders[place]
    sendApplication(
      "35=H", "11=\(order.id)|55=\(SimulatedMarket.symbol)|54=\(order.side)|")
  }

  override func refusedAsLate(_ body: String) {
    guard let field = body.split(separator: "|").first(where: { $0.contains("11=") }) else {
      return
    }
    let id = String(field.drop { $0 != "=" }.dropFirst())
    unanswered.remove(id)
    for place in orders.indices where orders[place].id == id { orders[place].isLive = false }
  }

  override func received(_ message: WireMessage) {
    switch message.type {
    case "8": report(message)
    case "AE":
      tradeReports.append(message.text)
      note(trade: message.number(880), state: message.number(7_774))
    case "9", "j":
      let isNew = refusals.insert(SimulatedCopies.refusal(message)).inserted
      if !isNew && !message.isRepeated {
        violate("told twice: \(message.text)")
      }
      answered(message[11] ?? message[379] ?? "")
    default: break
    }
  }

  /// That an invoiced one is closed nobody is told.
  private func note(trade: Int, state: Int) {
    guard let state = TradeState(rawValue: UInt8(clamping: state)) else { return }
    if state == .dispute { disputedTrades.insert(trade) } else { disputedTrades.remove(trade) }
    guard state.isFinal || state == .invoiced else { return }
    openTrades.remove(trade)
    endedTrades.insert(trade)
  }

  private func report(_ message: WireMessage) {
    if message[150] == "F", !endedTrades.contains(message.number(527)) {
      openTrades.insert(message.number(527))
    }
    let id = message[17] ?? ""
    let content = message.content
    if let before = reports[id] {
      if before != content { violate("ExecID(17) \(id) is of two reports: \(before), \(content)") }
      if !message.isRepeated { violate("told twice, and not as such: \(message.text)") }
      return
    }
    reports[id] = content
    answered(message[11] ?? "")
    let status = message[39] ?? ""
    let isLive = ["0", "1", "5", "A", "E", "6", "9"].contains(status)
    let name = message[41] ?? message[11] ?? ""
    if let place = orders.lastIndex(where: { $0.id == name || $0.id == message[11] }) {
      orders[place].isLive = isLive
      if message[150] == "5", let id = message[11] { orders[place].id = id }
    }
  }

  private func answered(_ id: String) { unanswered.remove(id) }
}
