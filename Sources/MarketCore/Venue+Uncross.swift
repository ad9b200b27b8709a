import Market
import Matching
import Memory
import Records

/// A crossed book trades at one price, by price and time on each side.
extension Venue {
  /// Finds the price, or trades one pair; the units that it took.
  ///
  /// A pair takes four units, or as many as it has lots: a step makes 64 fills at most, and moves
  /// few more than 256 documents. It ends with its volume, or where a side has nothing left at the
  /// price because orders have expired meanwhile.
  mutating func uncrossOnce(_ id: InstrumentID, into events: inout RecordBuffer) -> Int {
    let instrument = reference[id]
    switch instrument.progress.uncross {
    case .none: preconditionFailure("the book is crossed")
    case .due:
      let price = books.uncrossPrice(
        instrument.book, nearestTo: instrument.lastTick ?? instrument.referenceTick)
      reference[id].progress.uncross = price.map { .priced($0) } ?? .none
      return 1 + (price?.levelsLookedAt ?? 0) / 64
    case .priced(var price):
      guard price.lots > 0, books.isCrossed(instrument.book, at: price.tick) else {
        reference[id].progress.uncross = .none
        return 1
      }
      if judgesRestingOrders,
        expireFirst(.buy, of: instrument.book, into: &events)
          || expireFirst(.sell, of: instrument.book, into: &events)
      {
        return 1
      }
      let fill = books.pair(instrument.book, upTo: price.lots)
      price.lots -= UInt64(fill.lots)
      reference[id].progress.uncross = price.lots == 0 ? .none : .priced(price)
      trade(
        TradingPair(
          buy: fill.buyTag, sell: fill.sellTag, tick: price.tick, lots: fill.lots,
          aggressor: nil),
        into: &events)
      if let change = fill.buyChange { tellBook(fill.buyTag, change, into: &events) }
      if let change = fill.sellChange { tellBook(fill.sellTag, change, into: &events) }
      return max(4, Int(fill.lots))
    }
  }

  /// Expires the order of a side that would trade now, where it is due.
  private mutating func expireFirst(
    _ side: Side, of book: BookIndex, into events: inout RecordBuffer
  ) -> Bool {
    guard let best = books.bestLevel(book, side),
      let first = books.firstOrder(book, side, at: best.tick)
    else { return false }
    let slot = books.tag(first)
    guard hasEnded(slot) else { return false }
    expire(slot, into: &events)
    return true
  }
}
