import Market
import Matching
import Testing

/// The book against the naive book: every fill, every outcome and the whole book after each command.
@Suite struct RandomBookTests {
  /// How a stream draws its prices.
  struct Prices: Sendable, CustomTestStringConvertible {
    var title: String
    var ticks: [Int32]
    var testDescription: String { title }
  }

  static let prices: [Prices] = [
    Prices(title: "a few neighbouring ticks", ticks: [1_000, 1_001, 1_002, 1_003]),
    Prices(title: "around zero and below", ticks: [-65, -64, -33, -32, -1, 0, 1, 31, 32, 33, 64]),
    Prices(title: "edges of pages", ticks: (0..<12).map { 1_000_000 + 64 * $0 - 33 + $0 % 3 }),
    Prices(title: "edges of nodes", ticks: (-6..<6).map { 4_096 * $0 + 2_047 + $0 & 1 }),
    Prices(title: "wide band", ticks: (0..<16).map { 950_000 + 6_666 * $0 }),
    Prices(
      title: "all prices there are",
      ticks: [
        .min, .min + 1, -2_000_000_000, -1_048_576, -1, 0, 1, 4_096, 262_144, 16_777_216,
        2_000_000_000, .max - 1, .max,
      ]),
  ]

  @Test("a random stream of commands", arguments: prices, [1, 2, 3] as [UInt64])
  func agreesWithTheNaiveBook(_ prices: Prices, seed: UInt64) {
    var run = RandomRun(ticks: prices.ticks, seed: seed)
    for _ in 0..<6_000 {
      let difference = run.step()
      if let difference {
        Issue.record("seed \(seed), command \(run.commands): \(difference)")
        return
      }
    }
    let isEmptyAgain = run.cancelAll()
    #expect(isEmptyAgain)
  }
}

/// A book and a naive book that get the same commands.
struct RandomRun: ~Copyable {
  private let ticks: [Int32]
  private var random: SeededGenerator
  private var books = OrderBooks(
    limits: BookLimits(orders: 64, levelPages: 64, books: 3, ordersLookedAt: 5))
  private var fills = FillBuffer(capacity: 5)
  private var naive = NaiveBook(ordersLookedAt: 5)
  private let book: BookIndex
  private var slots: [UInt32: OrderSlot] = [:]
  private var lastTag: UInt32 = 0
  private(set) var commands = 0

  init(ticks: [Int32], seed: UInt64) {
    self.ticks = ticks
    random = SeededGenerator(seed: seed)
    _ = books.addBook()
    guard let second = books.addBook() else { preconditionFailure("there is room for a book") }
    book = second
  }

  /// Does one command in both books; what differs afterwards, if anything.
  mutating func step() -> String? {
    commands += 1
    let live = naive.orders.count
    switch random.below(live > 28 ? 130 : 100) {
    case 0..<55: return enter() ?? compare()
    case 55..<70: return reduce() ?? compare()
    default: return cancel() ?? compare()
    }
  }

  mutating func cancelAll() -> Bool {
    for order in naive.orders {
      if let slot = slots[order.tag] { books.cancel(slot) }
    }
    return books.orderCount == 0 && books.bestBid(book) == nil && books.bestAsk(book) == nil
  }

  private mutating func enter() -> String? {
    var incoming = IncomingOrder(
      book: book, side: random.pick([.buy, .sell]), limitTick: random.pick(ticks),
      lots: random.pick([1, 1, 2, 3, 7, 64, 65_535]), owner: UInt32(random.below(4)))
    incoming.selfMatch = random.pick([
      .cancelNewest, .cancelNewest, .cancelOldest, .cancelBoth,
    ])
    let foreseen = walk(incoming)
    let expected = naive.match(incoming)
    if foreseen != expected.outcome { return "\(foreseen) instead of \(expected.outcome)" }
    if entries != expected.trades { return "\(entries) instead of \(expected.trades)" }
    perform(incoming, expected.outcome)
    return expected.outcome.stop == .noMore ? rest(incoming, expected.outcome.lotsLeft) : nil
  }

  /// What the order would do; nothing is changed.
  private mutating func walk(_ incoming: IncomingOrder, lookedAt: Int = 0) -> MatchOutcome {
    var walk = books.walk(incoming, lookedAt: lookedAt)
    fills.removeAll()
    while let order = books.next(&walk, fills) { walk.meet(order, into: &fills) }
    return MatchOutcome(lotsLeft: walk.lotsLeft, stop: walk.stop ?? .done)
  }

  private var entries: [NaiveBook.Trade] {
    (0..<fills.count).map { index in
      let fill = fills[index]
      return NaiveBook.Trade(
        makerTag: fill.makerTag, tick: fill.tick, lots: fill.lots, makerLeaves: fill.makerLeaves)
    }
  }

  /// Matches as far as orders are plain and walks from there, or walks all the way.
  private mutating func perform(_ incoming: IncomingOrder, _ expected: MatchOutcome) {
    let foreseen = entries
    var performed: [NaiveBook.Trade] = []
    if random.below(2) == 0 {
      var rest = incoming
      let outcome = books.match(incoming, into: &fills)
      performed = entries
      fills.removeAll()
      rest.lots = outcome.lotsLeft
      if outcome.stop == .notPlain || outcome.stop == .wouldTradeWithItself {
        let left = walk(rest, lookedAt: performed.count)
        if left != expected { Issue.record("\(left) behind a match instead of \(expected)") }
      } else if outcome != expected {
        Issue.record("\(outcome) of the match instead of \(expected)")
      }
    }
    for index in 0..<fills.count { books.perform(fills[index]) }
    performed += entries
    if performed != foreseen { Issue.record("\(performed) instead of \(foreseen)") }
  }

  private mutating func rest(_ incoming: IncomingOrder, _ lots: UInt32) -> String? {
    lastTag += 1
    var order = RestingOrder(incoming: incoming, lots: lots, tag: lastTag)
    order.isAllOrNone = random.below(5) == 0
    if !order.isAllOrNone { order.maxFloor = random.pick([0, 0, 0, 1, 2, 30]) }
    let canRest = books.canRest(book, incoming.side, tick: incoming.limitTick)
    guard canRest, let slot = books.rest(order) else { return "no room" }
    naive.rest(order)
    slots[lastTag] = slot
    return nil
  }

  private mutating func cancel() -> String? {
    guard let tag = anyTag(), let slot = slots[tag] else { return nil }
    let expected = naive.cancel(tag)
    let lots = books.cancel(slot).lots
    return lots == expected ? nil : "cancelled \(lots) instead of \(String(describing: expected))"
  }

  private mutating func reduce() -> String? {
    guard let tag = anyTag(), let slot = slots[tag], let order = naive.order(tag), order.lots > 1
    else { return nil }
    let lots = random.pick([1, order.lots - 1, 1 + UInt32(random.below(Int(order.lots) - 1))])
    naive.reduce(tag, by: lots)
    books.reduce(slot, by: lots)
    return nil
  }

  private mutating func anyTag() -> UInt32? {
    naive.orders.isEmpty ? nil : naive.orders[random.below(naive.orders.count)].tag
  }

  private func compare() -> String? {
    if books.orderCount != naive.orders.count { return "\(books.orderCount) orders" }
    return compare(.buy) ?? compare(.sell)
  }

  /// Walks one side of the book level by level and order by order.
  private func compare(_ side: Side) -> String? {
    var expected = naive.queue(side)[...]
    let best = side == .buy ? books.bestBid(book) : books.bestAsk(book)
    if best != expected.first?.tick { return "best \(String(describing: best))" }
    var level = books.bestLevel(book, side)
    while let current = level {
      let atTick = expected.prefix { $0.tick == current.tick }
      let lots = atTick.reduce(UInt64(0)) { $0 + UInt64($1.shown) }
      let wanted = PriceLevel(tick: current.tick, lots: lots, orders: UInt32(atTick.count))
      if current != wanted { return "\(current) instead of \(wanted)" }
      if books.level(book, side, at: current.tick) != wanted { return "level at \(current.tick)" }
      if let difference = compare(atTick, at: current.tick) { return difference }
      expected = expected.dropFirst(atTick.count)
      level = books.level(book, side, behind: current.tick)
    }
    return expected.isEmpty ? nil : "missing \(expected)"
  }

  private func compare(_ expected: ArraySlice<NaiveBook.Order>, at tick: Int32) -> String? {
    guard let side = expected.first?.side else { return "an empty level at \(tick)" }
    var slot = books.firstOrder(book, side, at: tick)
    for wanted in expected {
      guard let current = slot else { return "an order less at \(tick)" }
      let order = books.order(current)
      let isSame =
        order.tag == wanted.tag && order.lots == wanted.lots && order.owner == wanted.owner
        && order.tick == tick && order.side == side && order.book == book
        && books.shownLots(current) == wanted.shown && order.isAllOrNone == wanted.isAllOrNone
      if !isSame || slots[wanted.tag] != current { return "\(order) instead of \(wanted)" }
      slot = books.order(behind: current)
    }
    return slot == nil ? nil : "an order more at \(tick)"
  }
}
