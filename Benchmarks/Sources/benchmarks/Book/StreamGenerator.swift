import Market
import Matching

/// Makes the stream of `BOOK_WORKLOAD.md`, the same on every machine and compiler.
///
/// It runs a book beside itself to know best prices and what is left of orders; a book that gave
/// other prices or fills would give another stream, which the stream's hash would show.
struct StreamGenerator: ~Copyable {
  private static var middle: Int32 { 1_000_960 }

  private enum Kind { case passive, cancel, modify, aggressive }

  /// Resting orders per instrument: so many to begin with, and from there to a fiftieth more.
  private let depth: Int
  /// The most lots of an order, but for one aggressive order in 16, which has eight times as many.
  private let lots: UInt32
  /// A new price is another one: a venue leaves an order that keeps its price in its place.
  private let movesAlways: Bool
  private var state: UInt64 = 0x9e37_79b9_7f4a_7c15
  private var books: OrderBooks
  private var fills = FillBuffer(capacity: Limits.ordersLookedAt)
  private var instruments: [Instrument]
  private var orders: [Order]
  private var stream: BookStream

  private struct Instrument {
    var book: BookIndex
    var direction: UInt8 = 0
    /// Ids of its live orders, in the order in which the stream's rules keep them.
    var live: [UInt32] = []
  }

  private struct Order {
    var slot: OrderSlot
    /// Its place in its instrument's list.
    var place: Int
  }

  private init(
    instruments count: Int, depth: Int, lots: UInt32, movesAlways: Bool, commands: Int
  ) {
    self.depth = depth
    self.lots = lots
    self.movesAlways = movesAlways
    let total = depth * count
    books = OrderBooks(limits: BookStream.limits(instruments: count))
    instruments = []
    for _ in 0..<count {
      guard let book = books.addBook() else { preconditionFailure("a book per instrument") }
      instruments.append(Instrument(book: book))
    }
    let none = OrderSlot(rawValue: .max)
    orders = [Order](repeating: Order(slot: none, place: 0), count: total + commands + 1)
    stream = BookStream(instruments: count, prefill: total, maxID: 0, commands: [])
    stream.commands.reserveCapacity(total + commands)
  }

  /// The stream for `instruments` with `depth` orders each and then `commands` commands.
  static func make(
    instruments: Int, depth: Int = 10_000, lots: UInt32 = 100, movesAlways: Bool = false,
    commands: Int = 5_000_000
  ) -> BookStream {
    var generator = StreamGenerator(
      instruments: instruments, depth: depth, lots: lots, movesAlways: movesAlways,
      commands: commands)
    for step in 0..<generator.stream.prefill + commands { generator.emit(step) }
    return generator.stream
  }

  private mutating func emit(_ step: Int) {
    guard step >= stream.prefill else { return passive(step % instruments.count) }
    let index = Int(below(UInt32(instruments.count)))
    switch kind(of: index) {
    case .passive: passive(index)
    case .cancel: cancel(index)
    case .modify: modify(index)
    case .aggressive: aggressive(index)
    }
  }

  /// Draws what comes next; the depth controller keeps 10,000 to 10,200 orders alive where that is
  /// the depth.
  private mutating func kind(of index: Int) -> Kind {
    let live = instruments[index].live.count
    switch below(100) {
    case 0..<45: return live > depth + depth / 50 ? .cancel : .passive
    case 45..<90: return live < depth ? .passive : .cancel
    case 90..<95: return .modify
    default: return .aggressive
    }
  }

  private mutating func passive(_ index: Int) {
    let side = UInt8(truncatingIfNeeded: random() >> 31)
    let price = passivePrice(index, side)
    let quantity = 1 + below(lots)
    stream.maxID += 1
    enter(index, side, price, quantity)
  }

  private mutating func aggressive(_ index: Int) {
    if below(32) == 0 { instruments[index].direction ^= 1 }
    let side = instruments[index].direction
    var quantity = 1 + below(lots)
    if below(16) == 0 { quantity *= 8 }
    let book = instruments[index].book
    let best = side == 0 ? books.bestAsk(book) : books.bestBid(book)
    guard let best else { return passive(index) }
    stream.maxID += 1
    enter(index, side, side == 0 ? best + 3 : best - 3, quantity)
  }

  private mutating func cancel(_ index: Int) {
    let id = anyLive(index)
    let slot = orders[Int(id)].slot
    let side: UInt8 = books.order(slot).side == .buy ? 0 : 1
    record(.cancel, index, id, side: side, price: 0, quantity: 0)
    books.cancel(slot)
    dropLive(index, id)
  }

  private mutating func modify(_ index: Int) {
    let id = anyLive(index)
    let coin = random() >> 31
    let slot = orders[Int(id)].slot
    let order = books.order(slot)
    let side: UInt8 = order.side == .buy ? 0 : 1
    if coin != 0 && order.lots > 1 {
      let cut = 1 + below(order.lots - 1)
      record(.reduce, index, id, side: side, price: 0, quantity: cut)
      books.reduce(slot, by: cut)
    } else {
      var price = passivePrice(index, side)
      if movesAlways && price == order.tick { price += side == 0 ? -1 : 1 }
      record(.reprice, index, id, side: side, price: price, quantity: order.lots)
      books.cancel(slot)
      orders[Int(id)].slot = rest(index, id, side, price, order.lots)
    }
  }

  private mutating func enter(_ index: Int, _ side: UInt8, _ price: Int32, _ quantity: UInt32) {
    let id = stream.maxID
    record(.new, index, id, side: side, price: price, quantity: quantity)
    let incoming = IncomingOrder(
      book: instruments[index].book, side: side == 0 ? .buy : .sell, limitTick: price,
      lots: quantity, owner: UInt32(side))
    let outcome = books.match(incoming, into: &fills)
    for fill in 0..<fills.count where fills[fill].makerLeaves == 0 {
      dropLive(index, fills[fill].makerTag)
    }
    guard outcome.lotsLeft > 0 else { return }
    orders[Int(id)] = Order(
      slot: rest(index, id, side, price, outcome.lotsLeft), place: instruments[index].live.count)
    instruments[index].live.append(id)
  }

  private mutating func rest(
    _ index: Int, _ id: UInt32, _ side: UInt8, _ price: Int32, _ lots: UInt32
  ) -> OrderSlot {
    let incoming = IncomingOrder(
      book: instruments[index].book, side: side == 0 ? .buy : .sell, limitTick: price,
      lots: lots, owner: UInt32(side))
    let slot = books.rest(RestingOrder(incoming: incoming, lots: lots, tag: id))
    guard let slot else { preconditionFailure("the workload fits its limits") }
    return slot
  }

  private mutating func anyLive(_ index: Int) -> UInt32 {
    let place = below(UInt32(instruments[index].live.count))
    return instruments[index].live[Int(place)]
  }

  /// Takes an order out of its list; the last one takes its place.
  private mutating func dropLive(_ index: Int, _ id: UInt32) {
    let place = orders[Int(id)].place
    let last = instruments[index].live.removeLast()
    guard last != id else { return }
    instruments[index].live[place] = last
    orders[Int(last)].place = place
  }

  private mutating func passivePrice(_ index: Int, _ side: UInt8) -> Int32 {
    let distance = geometric()
    let book = instruments[index].book
    if side == 0 { return (books.bestAsk(book) ?? StreamGenerator.middle + 1) - 1 - distance }
    return (books.bestBid(book) ?? StreamGenerator.middle - 1) + 1 + distance
  }

  private mutating func record(
    _ kind: BookCommand.Kind, _ index: Int, _ id: UInt32, side: UInt8, price: Int32,
    quantity: UInt32
  ) {
    stream.commands.append(
      BookCommand(
        kind: kind, side: side, instrument: UInt16(index), id: id, price: price,
        quantity: quantity))
  }

  /// Geometric with parameter 1/32: 31 ticks on average, 1,023 at most.
  private mutating func geometric() -> Int32 {
    let draw = random()
    var threshold: UInt32 = .max
    var distance: Int32 = 0
    while true {
      threshold -= threshold >> 5
      if draw >= threshold || distance == 1_023 { return distance }
      distance += 1
    }
  }

  private mutating func below(_ bound: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(random()) * UInt64(bound)) >> 32)
  }

  /// xorshift64 (13, 7, 17), its upper half.
  private mutating func random() -> UInt32 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return UInt32(truncatingIfNeeded: state >> 32)
  }
}
