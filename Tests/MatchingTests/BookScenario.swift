import Market
import Matching

/// Runs the statements of a `.book` table against a book and says what they brought about.
///
/// ```
/// order   ID SIDE LOTS @ TICK [WORD...]   added, trade MAKER TAKER LOTS @ TICK, cancelled, stopped
///         ioc, fok; aon all or none; show=N MaxFloor; oldest, both: what own orders bring about
/// cancel  ID                              cancelled ID LOTS
/// reduce  ID BY                           reduced ID LEAVES
/// reprice ID @ TICK                       as a new order for what is left
/// bids, asks                              TICK: ID LOTS, ...; best level first, - where empty;
///                                         LOTS+HIDDEN of an iceberg, aon behind all or none
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
      return "cancelled \(words[1]) \(books.cancel(slot).lots)"
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
    guard words.count >= 5, words[3] == "@", let lots = UInt32(words[2]),
      let tick = Int32(words[4]), ["buy", "sell"].contains(words[1])
    else { throw Malformed(reason: "order \(words)") }
    ids.append(words[0])
    let incoming = IncomingOrder(
      book: book, side: words[1] == "buy" ? .buy : .sell, limitTick: tick, lots: lots,
      owner: Self.owner(words[0]))
    return enter(try Entry(id: words[0], incoming, words.dropFirst(5)))
  }

  private mutating func enter(_ entry: Entry) -> String {
    let walksAlways = entry.timeInForce == "fok" || entry.isAllOrNone
    var events: [String] = []
    var outcome = MatchOutcome(lotsLeft: entry.incoming.lots, stop: .notPlain)
    if !walksAlways {
      outcome = books.match(entry.incoming, into: &fills)
      events = entries(of: entry.id)
    }
    if outcome.stop == .notPlain || outcome.stop == .wouldTradeWithItself {
      outcome = walk(entry, left: outcome.lotsLeft)
      if walksAlways && outcome.lotsLeft > 0 {
        outcome = MatchOutcome(lotsLeft: entry.incoming.lots, stop: .noMore)
      } else {
        for index in 0..<fills.count { books.perform(fills[index]) }
        events += entries(of: entry.id)
      }
    }
    return (events + ends(entry, outcome)).joined(separator: "; ")
  }

  private mutating func walk(_ entry: Entry, left: UInt32) -> MatchOutcome {
    var incoming = entry.incoming
    incoming.lots = left
    var walk = books.walk(incoming)
    fills.removeAll()
    while let order = books.next(&walk, fills) { walk.meet(order, into: &fills) }
    return MatchOutcome(lotsLeft: walk.lotsLeft, stop: walk.stop ?? .done)
  }

  private func entries(of id: String) -> [String] {
    (0..<fills.count).map { index in
      let fill = fills[index]
      let maker = ids[Int(fill.makerTag)]
      if fill.isCancel { return "cancelled \(maker)" }
      return "trade \(maker) \(id) \(fill.lots) @ \(fill.tick)"
    }
  }

  private mutating func ends(_ entry: Entry, _ outcome: MatchOutcome) -> [String] {
    switch outcome.stop {
    case .done: return []
    case .wouldTradeWithItself: return ["stopped \(entry.id) \(outcome.lotsLeft)"]
    case .lookedAtLimit: return ["looked at enough"]
    case .outsideBand: return ["outside the band"]
    case .notPlain: return ["not plain"]
    case .noMore where entry.timeInForce == "day":
      rest(entry, lots: outcome.lotsLeft)
      return ["added \(entry.id) \(outcome.lotsLeft) @ \(entry.incoming.limitTick)"]
    case .noMore: return ["cancelled \(entry.id) \(outcome.lotsLeft)"]
    }
  }

  private mutating func rest(_ entry: Entry, lots: UInt32) {
    let tag = UInt32(ids.lastIndex(of: entry.id) ?? 0)
    var order = RestingOrder(incoming: entry.incoming, lots: lots, tag: tag)
    order.maxFloor = entry.maxFloor
    order.isAllOrNone = entry.isAllOrNone
    slots[entry.id] = books.rest(order)
  }

  private mutating func reprice(_ words: [String]) throws -> String {
    let slot = try slot(words, 4)
    guard words[2] == "@", let tick = Int32(words[3]) else {
      throw Malformed(reason: "reprice \(words)")
    }
    let order = books.order(slot)
    books.cancel(slot)
    let incoming = IncomingOrder(
      book: book, side: order.side, limitTick: tick, lots: order.lots, owner: order.owner)
    return enter(try Entry(id: words[1], incoming, []))
  }

  /// One side, best level first, each level's oldest order first.
  private func side(_ side: Side) -> String {
    var levels: [String] = []
    var level = books.bestLevel(book, side)
    while let current = level {
      var orders: [String] = []
      var slot = books.firstOrder(book, side, at: current.tick)
      while let order = slot {
        orders.append(text(of: order))
        slot = books.order(behind: order)
      }
      levels.append("\(current.tick): \(orders.joined(separator: ", "))")
      level = books.level(book, side, behind: current.tick)
    }
    return levels.isEmpty ? "-" : levels.joined(separator: "; ")
  }

  private func text(of slot: OrderSlot) -> String {
    let order = books.order(slot)
    let shown = books.shownLots(slot)
    let hidden = order.lots > shown ? "+\(order.lots - shown)" : ""
    return "\(ids[Int(order.tag)]) \(shown)\(hidden)\(order.isAllOrNone ? " aon" : "")"
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

extension BookScenario {
  /// An order of the table.
  private struct Entry {
    var id: String
    var incoming: IncomingOrder
    var timeInForce = "day"
    var maxFloor: UInt16 = 0
    var isAllOrNone = false

    init(id: String, _ incoming: IncomingOrder, _ words: ArraySlice<String>) throws {
      self.id = id
      self.incoming = incoming
      for word in words {
        switch word {
        case "ioc", "fok": timeInForce = word
        case "aon": isAllOrNone = true
        case "oldest": self.incoming.selfMatch = .cancelOldest
        case "both": self.incoming.selfMatch = .cancelBoth
        case _ where word.hasPrefix("show="): maxFloor = UInt16(word.dropFirst(5)) ?? 0
        default: throw Malformed(reason: "order word \(word)")
        }
      }
    }
  }
}
