import Market
import Matching
import Memory
import Records

/// How far the search for the price of an uncross has come, and of which state of the book.
struct PriceSearch: BitwiseCopyable {
  let instrument: InstrumentID
  /// MDSeq(7830) of the book's last change.
  let mdSeq: UInt64
  var search: UncrossSearch
}

/// A crossed book trades at one price, by price and time on each side.
extension Venue {
  /// Goes on with the search for the price, or trades one pair.
  ///
  /// A pair counts as four orders, or as many as it has lots: a step makes 64 fills at most, and moves
  /// few more than 256 documents. It ends with its volume. Where orders have ended meanwhile and a side
  /// has nothing left at the price, the book may still be crossed: then a price is searched for again.
  mutating func uncrossOnce(
    _ id: InstrumentID, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    switch reference[id].progress.uncross {
    case .none: preconditionFailure("the book is crossed")
    case .due: reference[id].progress.uncross = searchPrice(of: id, &budget)
    case .priced(let price): pairOnce(id, price, &budget, into: &events)
    }
  }

  /// Looks for the price. One instrument searches at a time, the first in its queue; an order that has
  /// ended between two steps makes it begin again, so that the price is that of the book as it trades.
  private mutating func searchPrice(of id: InstrumentID, _ budget: inout WorkBudget) -> Uncross {
    let instrument = reference[id]
    guard books.isCrossed(instrument.book) else {
      priceSearch = nil
      return .none
    }
    if priceSearch?.instrument != id || priceSearch?.mdSeq != instrument.mdSeq {
      priceSearch = PriceSearch(
        instrument: id, mdSeq: instrument.mdSeq, search: books.startSearch(instrument.book))
    }
    guard var search = priceSearch?.search else { preconditionFailure("a search has begun") }
    let price = books.uncrossPrice(
      &search, nearestTo: instrument.lastTick ?? instrument.referenceTick, looks: &budget.looks)
    guard let price else {
      priceSearch?.search = search
      return .due
    }
    priceSearch = nil
    return .priced(price)
  }

  private mutating func pairOnce(
    _ id: InstrumentID, _ price: UncrossPrice, _ budget: inout WorkBudget,
    into events: inout RecordBuffer
  ) {
    let book = reference[id].book
    let left = remainder(of: price, in: book)
    guard case .priced(var price) = left else {
      reference[id].progress.uncross = left
      return
    }
    if filters(reference[id]) {
      return pairPermitted(id, price, &budget, into: &events)
    }
    uncrossPass = nil
    defer { reference[id].progress.uncross = remainder(of: price, in: book) }
    if judgesRestingOrders,
      expireFirst(.buy, of: book, into: &events)
        || expireFirst(.sell, of: book, into: &events)
    {
      budget.orders -= 1
      return
    }
    let fill = books.pair(book, upTo: price.lots)
    budget.orders -= max(4, Int(fill.lots))
    price.lots -= UInt64(fill.lots)
    trade(
      TradingPair(
        buy: fill.buyTag, sell: fill.sellTag, tick: price.tick, lots: fill.lots,
        aggressor: nil),
      into: &events)
    if let change = fill.buyChange { tellBook(fill.buyTag, change, into: &events) }
    if let change = fill.sellChange { tellBook(fill.sellTag, change, into: &events) }
  }

  /// What is left of an uncross at a price.
  func remainder(of price: UncrossPrice, in book: BookIndex) -> Uncross {
    guard price.lots > 0 else { return .none }
    if books.isCrossed(book, at: price.tick) { return .priced(price) }
    return books.isCrossed(book) ? .due : .none
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
    endOver(slot, into: &events)
    return true
  }
}
