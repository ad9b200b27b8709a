import FIX44
import FIXSession
import Linux
import Market
import TradeClient

/// What the user or the script wants, and what is shown of what happens.
extension TradeRun {
  mutating func execute(_ command: ClientCommand) {
    do {
      try perform(command)
    } catch {
      refuse("\(error)")
    }
  }

  private mutating func perform(_ command: ClientCommand) throws {
    switch command {
    case .order(let request): try enter(request)
    case .cancel(let name, let id): try cancel(name, id)
    case .massCancel(let request): try cancelAll(request)
    case .massStatus(let request):
      try send(.massStatus(request, id: try ids.make(request.id)))
    case .replace(let request): try replace(request)
    case .status(let name): try send(.status(try order(name)))
    case .orders: orders.table.forEach { terminal.print($0) }
    case .raw(let fields): try send(try OutboundMessage(raw: fields))
    case .log(let isOn): showsWire = isOn
    case .measure(let isOn): measure(isOn)
    case .print(let text): terminal.print(text)
    case .drop:
      try settle()
      try close()
    case .reconnect:
      if line.isConnected { throw CommandError("the connection stands") }
      try connect(reset: false)
    case .logout: line.session.logout(now: RealTime.now())
    case .help: terminal.print(CommandParser.help)
    case .quit: end(code: 0)
    case .nothing: break
    }
  }

  /// In a script a command that cannot be executed is a failure.
  mutating func refuse(_ reason: String) {
    terminal.print(reason)
    hasFailed = true
    if runner != nil && ending == .none { end(code: 1) }
  }

  private mutating func enter(_ request: OrderRequest) throws {
    let id = try ids.make(request.id)
    try send(.order(request, clOrdID: id, now: RealTime.now()))
    orders.sent(request, clOrdID: id)
  }

  private mutating func cancel(_ name: String, _ newName: String?) throws {
    let order = try order(name)
    let id = try ids.make(newName)
    try send(.cancel(order, clOrdID: id, now: RealTime.now()))
    orders.sentRequest(id, for: order)
  }

  private mutating func cancelAll(_ request: MassRequest) throws {
    let id = try ids.make(request.id)
    try send(.massCancel(request, clOrdID: id, now: RealTime.now()))
  }

  private mutating func replace(_ request: ReplaceRequest) throws {
    let order = try order(request.name)
    let id = try ids.make(request.id)
    try send(.replace(order, by: request, clOrdID: id, now: RealTime.now()))
    orders.sentRequest(id, for: order)
  }

  private mutating func send(_ message: OutboundMessage) throws {
    if let id = message.fields.first(where: { $0.tag == .clOrdID })?.value {
      roundTrips.sent(id, at: RealTime.monotonic())
      if line.session.state.isLoggedOn { unanswered.insert(id) }
    }
    guard line.session.send(message, now: RealTime.now()) else {
      throw CommandError("not logged on: nothing was sent")
    }
  }

  /// An order by the name that the user gave it, or as it is on the wire.
  private func order(_ name: String) throws(CommandError) -> ClientOrder {
    if let order = orders.order(ids.full(name)) ?? orders.order(name) { return order }
    throw CommandError("this client knows no order \(name): see orders, or use raw")
  }

  private mutating func measure(_ isOn: Bool) {
    if !isOn, roundTrips.isOn, let summary = roundTrips.summary { terminal.print(summary) }
    roundTrips.isOn = isOn
  }

  /// Shows a notice, and tells book and script of a message.
  mutating func show(_ notice: ClientNotice) {
    switch notice {
    case .sent(let message):
      if showsWire { terminal.print("> \(message.wire)") }
    case .arrived(let message):
      if showsWire { terminal.print("< \(message.wire)") }
    case .delivered(let message): deliver(message)
    case .loggedOn:
      hasLoggedOn = true
      terminal.print("logged on as \(options.name)")
    case .epochOpened: terminal.print("numbers begin again at 1")
    case .disconnect: break
    case .garbled(let byteCount): terminal.print("\(byteCount) bytes that are no message")
    }
    terminal.showPrompt()
  }

  private mutating func deliver(_ message: WireMessage) {
    let short = text.short(message)
    let full = text.full(message)
    if let id = message[.clOrdID] { unanswered.remove(id) }
    if let id = message[.clOrdID],
      let time = roundTrips.received(id, at: RealTime.monotonic())
    {
      terminal.print(time)
    }
    orders.received(message)
    runner?.received(message, short: short, full: full)
    let isRoutine = ["0", "1", "A"].contains(message.msgType)
    if options.isVerbose || !isRoutine { terminal.print(options.isVerbose ? full : short) }
    if message.msgType == "5", message[.text]?.contains("too low") ?? false {
      terminal.print("the venue expects higher numbers: --reset begins again at 1")
    }
  }
}
