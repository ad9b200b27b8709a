import Market
import Matching
import Memory

/// Applies the stream to our books as their user does: a hash index resolves an order's id to its
/// slot, the id is the order's tag, fills are read from the fill buffer, and orders that are filled
/// or cancelled leave the index.
struct BookDriver: ~Copyable {
  private var books: OrderBooks
  private var fills = FillBuffer(capacity: Limits.ordersLookedAt)
  private var index: HashIndex
  private let seed = HashSeed(rawValue: 0x5bd1_e995_9e37_79b9)
  private var fillCount: UInt64 = 0
  private var notional: UInt64 = 0
  private var hash = FNV()

  /// 10,200 live orders per instrument and what one aggressive order adds; prices within 1,200
  /// ticks, so at most 20 pages per side.
  static func limits(instruments: Int) -> BookLimits {
    BookLimits(
      orders: instruments * 10_240, levelPages: instruments * 160, books: instruments)
  }

  init(instruments: Int) {
    let limits = BookDriver.limits(instruments: instruments)
    books = OrderBooks(limits: limits)
    index = HashIndex(capacity: limits.orders)
    for _ in 0..<instruments {
      guard books.addBook() != nil else { preconditionFailure("a book per instrument") }
    }
  }

  var checksums: BookChecksums {
    BookChecksums(
      fills: fillCount, notional: notional, fillHash: hash.value, live: UInt64(books.orderCount))
  }

  /// Asks for the index's line of a command that comes soon.
  func expect(_ command: BookCommand) { index.expect(hash: seed.hash(UInt64(command.id))) }

  mutating func apply(_ command: BookCommand) {
    switch command.kind {
    case .new: enter(command)
    case .cancel: cancel(command)
    case .reduce:
      let slot = slot(of: command.id, seed.hash(UInt64(command.id)))
      books.reduce(slot, by: command.quantity)
    case .reprice: reprice(command)
    }
  }

  private mutating func enter(_ command: BookCommand) {
    let hash = seed.hash(UInt64(command.id))
    precondition(find(command.id, hash) == nil, "an id is new")
    let incoming = incomingOrder(command)
    let outcome = books.match(incoming, into: &fills)
    if fills.count > 0 { readFills() }
    if outcome.lotsLeft > 0 { rest(command, lots: outcome.lotsLeft, hash) }
  }

  private mutating func cancel(_ command: BookCommand) {
    let hash = seed.hash(UInt64(command.id))
    guard let slot = Self.remove(command.id, hash, &index, books) else {
      preconditionFailure("the stream names live orders")
    }
    books.cancel(OrderSlot(rawValue: slot))
  }

  private mutating func reprice(_ command: BookCommand) {
    cancel(command)
    rest(command, lots: command.quantity, seed.hash(UInt64(command.id)))
  }

  private mutating func rest(_ command: BookCommand, lots: UInt32, _ hash: UInt64) {
    let order = RestingOrder(incoming: incomingOrder(command), lots: lots, tag: command.id)
    guard let slot = books.rest(order) else {
      preconditionFailure("the workload fits its limits")
    }
    index.insert(hash: hash, slot: slot.rawValue)
  }

  private func incomingOrder(_ command: BookCommand) -> IncomingOrder {
    IncomingOrder(
      book: BookIndex(rawValue: UInt32(command.instrument)),
      side: command.side == 0 ? .buy : .sell, limitTick: command.price, lots: command.quantity,
      owner: UInt32(command.side))
  }

  private mutating func readFills() {
    for number in 0..<fills.count {
      let fill = fills[number]
      let price = UInt64(UInt32(bitPattern: fill.tick))
      fillCount += 1
      notional &+= price &* UInt64(fill.lots)
      hash.add(UInt64(fill.makerTag))
      hash.add(price << 32 | UInt64(fill.lots))
      guard fill.makerLeaves == 0 else { continue }
      index.remove(hash: seed.hash(UInt64(fill.makerTag)), slot: fill.makerSlot.rawValue)
    }
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
