import Market
import Memory

/// At what price a crossed book trades, and how much.
public struct UncrossPrice: Hashable, Sendable, BitwiseCopyable {
  /// The one price of all fills, in ticks.
  public var tick: Int32
  /// Lots that are bought, and as many that are sold.
  public var lots: UInt64
}

/// The search for the price of a crossed book: sets the best levels of both sides off against each
/// other until they no longer cross.
///
/// It looks at the levels of a side one by one, or at their orders where the side hides lots, and goes
/// on in steps. A book that has changed between two steps is searched from the beginning.
public struct UncrossSearch: Sendable, BitwiseCopyable {
  let book: BookIndex
  /// Lots that trade.
  var lots: UInt64 = 0
  /// Levels and orders that were looked at until now.
  public internal(set) var lookedAt: UInt64 = 0
  var bid: CountedLevel
  var ask: CountedLevel

  /// Whether the levels that are set off next trade with each other.
  var crosses: Bool { !bid.isNone && !ask.isNone && bid.tick >= ask.tick }

  subscript(side: Side) -> CountedLevel {
    switch side {
    case .buy: bid
    case .sell: ask
    }
  }
}

/// The level of a side that a search has come to.
struct CountedLevel: BitwiseCopyable {
  /// None where the side has no more.
  var level = LevelRef.none
  var tick: Int32 = 0
  /// What is left of its lots, shown or not, as far as they are counted.
  var lots: UInt64 = 0
  /// The order that is counted next; none where the level is counted as a whole.
  var order = OrderNode.none
  var isCounted = false
  /// The last tick of the side that trades.
  var worst: Int32 = 0

  var isNone: Bool { level == LevelRef.none }
  /// Lots that are left over at the last tick that trades.
  var surplus: UInt64 { !isNone && tick == worst ? lots : 0 }
}

extension OrderBooks {
  /// A search of a book that is crossed now.
  public func startSearch(_ book: BookIndex) -> UncrossSearch {
    precondition(isCrossed(book), "a book that does not cross has no price")
    var search = UncrossSearch(book: book, bid: CountedLevel(), ask: CountedLevel())
    let (buys, sells) = (SideIndex(book, .buy), SideIndex(book, .sell))
    open(ladder.sides[buys.rawValue].best, of: buys, &search.bid)
    open(ladder.sides[sells.rawValue].best, of: sells, &search.ask)
    return search
  }

  /// Goes on with a search; nil where it has used up its `looks` before its end.
  ///
  /// The price is the one that trades most; of several the one that leaves least over at it; then the
  /// nearest to `reference`; then the higher. Every tick between the best ask and the best bid counts,
  /// whether orders stand there or not; what an order hides counts too.
  /// - Complexity: O(looks), one step of the ladder or of a level's list for each.
  public func uncrossPrice(
    _ search: inout UncrossSearch, nearestTo reference: Int32, looks: inout Int
  ) -> UncrossPrice? {
    while true {
      while !(search.bid.isCounted && search.ask.isCounted) {
        guard looks > 0 else { return nil }
        looks -= 1
        search.lookedAt += 1
        if search.bid.isCounted { count(&search.ask) } else { count(&search.bid) }
      }
      guard search.crosses else { return price(search, nearestTo: reference) }
      setOff(&search)
    }
  }

  /// Trades as many lots of both levels as either has.
  private func setOff(_ search: inout UncrossSearch) {
    let lots = min(search.bid.lots, search.ask.lots)
    search.lots += lots
    take(lots, of: SideIndex(search.book, .buy), &search.bid)
    take(lots, of: SideIndex(search.book, .sell), &search.ask)
  }

  /// Takes lots of a level; behind its last one comes to the next level.
  private func take(_ lots: UInt64, of side: SideIndex, _ counted: inout CountedLevel) {
    counted.lots -= lots
    counted.worst = counted.tick
    guard counted.lots == 0 else { return }
    let key = LadderKey(tick: counted.tick, on: side)
    open(ladder.level(behind: key, on: side) ?? LevelRef.none, of: side, &counted)
  }

  /// Comes to a level, or to the end of its side.
  private func open(_ level: LevelRef, of side: SideIndex, _ counted: inout CountedLevel) {
    counted.level = level
    counted.isCounted = level == LevelRef.none
    guard level != LevelRef.none else { return }
    counted.tick = ladder.key(of: level).tick(on: side)
    counted.lots = 0
    let hides = ladder.sides[side.rawValue].hidden > 0
    counted.order = hides ? ladder.levels[level.rawValue].head : OrderNode.none
  }

  /// Counts a level, or one order of it.
  private func count(_ counted: inout CountedLevel) {
    if counted.order == OrderNode.none {
      counted.lots = ladder.levels[counted.level.rawValue].totals.lots
    } else {
      counted.lots += UInt64(orders[counted.order].leaves)
      counted.order = orders[counted.order].next
    }
    counted.isCounted = counted.order == OrderNode.none
  }

  private func price(_ search: UncrossSearch, nearestTo reference: Int32) -> UncrossPrice {
    guard var best = run(search, leaving: .buy) ?? run(search, leaving: .sell) else {
      preconditionFailure("one side is exhausted by the greatest volume")
    }
    if let other = run(search, leaving: .sell), other.isBetter(than: best, nearestTo: reference) {
      best = other
    }
    return UncrossPrice(tick: best.nearest(to: reference), lots: search.lots)
  }

  /// The prices of the greatest volume at which only `side` has lots left over, as few as can be.
  ///
  /// Within the prices of the greatest volume one side is always exhausted: buys at the higher
  /// ones, sells at the lower ones. Nil where `side` never is the one with lots left over.
  /// Everything is turned so that a greater number is a worse price for the other side.
  private func run(_ search: UncrossSearch, leaving side: Side) -> PriceRun? {
    let own = search[side]
    let other = search[side.opposite]
    guard other.surplus == 0 else { return nil }
    let sign = side == .buy ? 1 : -1
    var from = sign * Int(own.worst)
    if !other.isNone { from = min(from, sign * Int(other.tick) - 1) }
    precondition(from >= sign * Int(other.worst), "the run begins where both sides trade")
    var until = sign * Int(other.worst)
    if let next = level(search.book, side, behind: Int32(sign * from)) {
      until = max(until, sign * Int(next.tick) + 1)
    }
    // The level that comes next counts where the run begins at it.
    let isThere = !own.isNone && own.tick != own.worst && sign * Int(own.tick) == from
    return PriceRun(
      surplus: own.surplus + (isThere ? own.lots : 0), ends: sign * from, sign * until)
  }
}

/// Neighbouring prices at which as much trades and as much is left over.
private struct PriceRun {
  let surplus: UInt64
  private let lowest: Int32
  private let highest: Int32

  init(surplus: UInt64, ends a: Int, _ b: Int) {
    self.surplus = surplus
    lowest = Int32(min(a, b))
    highest = Int32(max(a, b))
  }

  func nearest(to reference: Int32) -> Int32 { min(max(reference, lowest), highest) }

  func isBetter(than other: PriceRun, nearestTo reference: Int32) -> Bool {
    if surplus != other.surplus { return surplus < other.surplus }
    let tick = nearest(to: reference)
    let otherTick = other.nearest(to: reference)
    let distance = (Int(tick) - Int(reference)).magnitude
    let otherDistance = (Int(otherTick) - Int(reference)).magnitude
    return distance != otherDistance ? distance < otherDistance : tick > otherTick
  }
}
