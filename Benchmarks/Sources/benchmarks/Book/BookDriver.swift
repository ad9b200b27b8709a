import Market
import Matching
import Memory

/// Applies the stream to our books as their user does: a hash index resolves an order's id to its
/// slot, the id is the order's tag, fills are read from the fill buffer, and orders that are filled
/// or cancelled leave the index. A listener is told what the books do.
struct BookDriver<Listener: BookListener & ~Copyable>: ~Copyable {
  private var books: OrderBooks
  private var listener: Listener
  private var fills = FillBuffer(capacity: Limits.ordersLookedAt)
  private var index: HashIndex
  private let seed = HashSeed(rawValue: 0x5bd1_e995_9e37_79b9)
  private var fillCount: UInt64 = 0
  private var notional: UInt64 = 0
  private var hash = FNV()

  init(instruments: Int) {
    let limits = BookStream.limits(instruments: instruments)
    books = OrderBooks(limits: limits)
    listener = Listener(instruments: instruments)
    index = HashIndex(capacity: limits.orders)
    for _ in 0..<instruments {
      guard books.addBook() != nil else { preconditionFailure("a book per instrument") }
    }
  }

  /// The last command was applied.
  mutating func finish() { listener.finish() }

  /// What the pass has given, in a time that the caller has measured.
  func result(nanos: UInt64) -> BookPass.Result {
    BookPass.Result(checksums: checksums, events: listener.digest, nanos: nanos)
  }

  var checksums: BookChecksums {
    BookChecksums(
      fills: fillCount, notional: notional, fillHash: hash.value, live: UInt64(books.orderCount))
  }

  /// The hash of the command's id, under which the index knows its order.
  func hash(of command: BookCommand) -> UInt64 { seed.hash(UInt64(command.id)) }

  /// Asks for the index's line of a command that comes soon; its hash.
  func expect(_ command: BookCommand) -> UInt64 {
    let hash = hash(of: command)
    index.expect(hash: hash)
    return hash
  }

  /// Applies a command whose id has this hash.
  mutating func apply(_ command: BookCommand, hash: UInt64) {
    listener.begin()
    switch command.kind {
    case .new: enter(command, hash)
    case .cancel: cancel(command, hash)
    case .reduce: reduce(command, hash)
    case .reprice:
      cancel(command, hash)
      rest(command, lots: command.quantity, hash)
    }
    listener.end()
  }

  private mutating func enter(_ command: BookCommand, _ hash: UInt64) {
    precondition(find(command.id, hash) == nil, "an id is new")
    let incoming = incomingOrder(command)
    let outcome = books.match(incoming, into: &fills)
    if fills.count > 0 { readFills(of: command) }
    if outcome.lotsLeft > 0 { rest(command, lots: outcome.lotsLeft, hash) }
  }

  private mutating func cancel(_ command: BookCommand, _ hash: UInt64) {
    guard let rawSlot = Self.remove(command.id, hash, &index, books) else {
      preconditionFailure("the stream names live orders")
    }
    let slot = OrderSlot(rawValue: rawSlot)
    guard Listener.listens else { return _ = books.cancel(slot) }
    let order = told(slot)
    let level = books.cancel(slot).level
    listener.changed(order, BookChange(lots: 0, level: level), .delete)
  }

  private mutating func reduce(_ command: BookCommand, _ hash: UInt64) {
    let slot = slot(of: command.id, hash)
    guard let change = books.reduce(slot, by: command.quantity) else {
      preconditionFailure("all lots show")
    }
    if Listener.listens { listener.changed(told(slot), change, .change) }
  }

  private mutating func rest(_ command: BookCommand, lots: UInt32, _ hash: UInt64) {
    let order = RestingOrder(incoming: incomingOrder(command), lots: lots, tag: command.id)
    guard let slot = books.rest(order) else {
      preconditionFailure("the workload fits its limits")
    }
    index.insert(hash: hash, slot: slot.rawValue)
    if Listener.listens { listener.changed(told(order), books.shown(slot), .new) }
  }

  private func incomingOrder(_ command: BookCommand) -> IncomingOrder {
    IncomingOrder(
      book: BookIndex(rawValue: UInt32(command.instrument)),
      side: command.side == 0 ? .buy : .sell, limitTick: command.price, lots: command.quantity,
      owner: UInt32(command.side))
  }

  private mutating func readFills(of command: BookCommand) {
    for number in 0..<fills.count {
      let fill = fills[number]
      count(fill)
      if Listener.listens { tell(fill, of: command) }
      guard fill.makerLeaves == 0 else { continue }
      index.remove(hash: seed.hash(UInt64(fill.makerTag)), slot: fill.makerSlot.rawValue)
    }
  }

  private mutating func count(_ fill: Fill) {
    let price = UInt64(UInt32(bitPattern: fill.tick))
    fillCount += 1
    notional &+= price &* UInt64(fill.lots)
    hash.add(UInt64(fill.makerTag))
    hash.add(price << 32 | UInt64(fill.lots))
  }

  private mutating func tell(_ fill: Fill, of command: BookCommand) {
    listener.traded(command.id, with: fill, command)
    let maker = ToldOrder(
      instrument: command.instrument, id: fill.makerTag, side: command.side == 0 ? .sell : .buy,
      tick: fill.tick)
    listener.changed(
      maker, BookChange(lots: fill.makerLeaves, level: fill.level),
      fill.makerLeaves == 0 ? .delete : .change)
  }

  private func told(_ slot: OrderSlot) -> ToldOrder { told(books.order(slot)) }

  private func told(_ order: RestingOrder) -> ToldOrder {
    ToldOrder(
      instrument: UInt16(order.book.rawValue), id: order.tag, side: order.side, tick: order.tick)
  }

  private mutating func slot(of id: UInt32, _ hash: UInt64) -> OrderSlot {
    guard let slot = find(id, hash) else { preconditionFailure("the stream names live orders") }
    return OrderSlot(rawValue: slot)
  }

  private func find(_ id: UInt32, _ hash: UInt64) -> UInt32? {
    Self.find(id, hash, index, books)
  }

  /// Both are borrowed as parameters: members of `self` would be copied for the closure.
  private static func find(
    _ id: UInt32, _ hash: UInt64, _ index: borrowing HashIndex, _ books: borrowing OrderBooks
  ) -> UInt32? {
    index.find(hash: hash) { books.tag(OrderSlot(rawValue: $0)) == id }
  }

  private static func remove(
    _ id: UInt32, _ hash: UInt64, _ index: inout HashIndex, _ books: borrowing OrderBooks
  ) -> UInt32? {
    index.remove(hash: hash) { books.tag(OrderSlot(rawValue: $0)) == id }
  }
}
