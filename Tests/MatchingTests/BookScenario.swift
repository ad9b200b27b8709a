import Market
import Matching

/// Runs the statements of a `.book` table against a book and says what they brought about.
///
/// ```
/// order   ID SIDE LOTS @ TICK [ioc|fok]   added, trade MAKER TAKER LOTS @ TICK, cancelled, stopped
/// cancel  ID                              cancelled ID LOTS
/// reduce  ID BY                           reduced ID LEAVES
/// reprice ID @ TICK                       as a new order for what is left
/// bids, asks                              TICK: ID LOTS, ...; best level first, - where empty
/// ```
struct BookScenario: ~Copyable {
  private var books = OrderBooks(limits: BookLimits(orders: 100, levelPages: 100, books: 1))
  private var fills = FillBuffer(capacity: Limits.ordersLookedAt)
  private let book: BookIndex
  private var ids: [String] = []
  private var slots: [String: OrderSlot] = [:]

  struct Malformed: Error { let reason: String }

  init() {
    guard let book = books.addBook() else { preconditionFailure("there is room for a book") }
    self.book = book
  }

  /// What `statement` brings about, as the table writes it.
  mutating func perform(_ statement: [Substring]) throws -> String {
    let words = statement.map(String.init)
    switch words[0] {
    case "order": return try enter(Array(words.dropFirst()))
    case "cancel":
      let slot = try slot(words, 2)
      return "cancelled \(words[1]) \(books.cancel(slot))"
    case "reduce":
      let slot = try slot(words, 3)
      guard let lots = UInt32(words[2]) else { throw Malformed(reason: "lots \(words[2])") }
      books.reduce(slot, by: lots)
      return "reduced \(words[1]) \(books.lots(slot))"
    case "reprice": return try reprice(words)
    case "bids": return side(.buy)
    case "asks": return side(.sell)
    default: throw Malformed(reason: "no statement is called \(words[0])")
    }
  }

  private mutating func enter(_ words: [String]) throws -> String {
    guard words.count == 5 || words.count == 6, words[3] == "@", let lots = UInt32(words[2]),
      let tick = Int32(words[4]), ["buy", "sell"].contains(words[1])
    else { throw Malformed(reason: "order \(words)") }
    let timeInForce = words.count == 6 ? words[5] : "day"
    ids.append(words[0])
    return enter(
      words[0],
      IncomingOrder(
        book: book, side: words[1] == "buy" ? .buy : .sell, limitTick: tick, lots: lots,
        owner: Self.owner(words[0])), timeInForce)
  }

  private mutating func enter(_ id: String, _ incoming: IncomingOrder, _ timeInForce: String)
    -> String
  {
    if timeInForce == "fok", books.fillableLots(incoming) < incoming.lots {
      return "cancelled \(id) \(incoming.lots)"
    }
    let outcome = books.match(incoming, into: &fills)
    var events = (0..<fills.count).map { index in
      let fill = fills[index]
      return "trade \(ids[Int(fill.makerTag)]) \(id) \(fill.lots) @ \(fill.tick)"
    }
    switch outcome.stop {
    case .done: break
    case .wouldTradeWithItself: events.append("stopped \(id) \(outcome.lotsLeft)")
    case .lookedAtLimit: events.append("looked at enough")
    case .noMore:
      let rests = timeInForce == "day"
      if rests { rest(id, incoming, lots: outcome.lotsLeft) }
      let place = rests ? " @ \(incoming.limitTick)" : ""
      events.append("\(rests ? "added" : "cancelled") \(id) \(outcome.lotsLeft)\(place)")
    }
    return events.joined(separator: "; ")
  }

  private mutating func rest(_ id: String, _ incoming: IncomingOrder, lots: UInt32) {
    let tag = UInt32(ids.lastIndex(of: id) ?? 0)
    slots[id] = books.rest(RestingOrder(incoming: incoming, lots: lots, tag: tag))
  }

  private mutating func reprice(_ words: [String]) throws -> String {
    let slot = try slot(words, 4)
    guard words[2] == "@", let tick = Int32(words[3]) else {
      throw Malformed(reason: "reprice \(words)")
    }
    let order = books.order(slot)
    books.cancel(slot)
    return enter(
      words[1],
      IncomingOrder(
        book: book, side: order.side, limitTick: tick, lots: order.lots, owner: order.owner),
      "day")
  }

  /// One side, best level first, each level's oldest order first.
  private func side(_ side: Side) -> String {
    var levels: [String] = []
    var level = books.bestLevel(book, side)
    while let current = level {
      var orders: [String] = []
      var slot = books.firstOrder(book, side, at: current.tick)
      while let order = slot {
        orders.append("\(ids[Int(books.tag(order))]) \(books.lots(order))")
        slot = books.order(behind: order)
      }
      levels.append("\(current.tick): \(orders.joined(separator: ", "))")
      level = books.level(book, side, behind: current.tick)
    }
    return levels.isEmpty ? "-" : levels.joined(separator: "; ")
  }

  private func slot(_ words: [String], _ count: Int) throws -> OrderSlot {
    guard words.count == count, let slot = slots[words[1]] else {
      throw Malformed(reason: "\(words)")
    }
    return slot
  }

  /// The letters of an id stand for its owner.
  private static func owner(_ id: String) -> UInt32 {
    id.utf8.prefix { $0 >= 0x41 }.reduce(0) { $0 * 64 + UInt32($1) }
  }
}
