import Market
import Matching
import Memory
import Records

/// Up to which buy an uncross has looked for somebody to trade with, in which state of the book.
struct UncrossPass: BitwiseCopyable {
  let instrument: InstrumentID
  /// MDSeq(7830) of the book's last change.
  let mdSeq: UInt64
  /// The buy that is looked at next.
  let buy: OrderSlot
}

/// An uncross of a book in which some firms do not deal with others: at the one price, which all orders have made,
/// each buy in its turn trades with the sells in theirs that it may deal with. Who finds nobody stays.
extension Venue {
  /// Looks through buys until one has traded, an order in the way has ended, or the step is used up.
  mutating func pairPermitted(
    _ id: InstrumentID, _ price: UncrossPrice, _ budget: inout WorkBudget,
    into events: inout RecordBuffer
  ) {
    var next = passedTo(id, price.tick)
    while let buy = next {
      guard !budget.isUsedUp else { return note(buy, of: id) }
      budget.looks -= 1
      let slot = books.tag(buy)
      if judgesRestingOrders && hasEnded(slot) {
        return endInTheWay(slot, id, price, &budget, into: &events)
      }
      if let sell = firstSell(for: slot, at: price.tick, &budget) {
        if judgesRestingOrders && hasEnded(books.tag(sell)) {
          return endInTheWay(books.tag(sell), id, price, &budget, into: &events)
        }
        return pair(buy, sell, of: id, price, &budget, into: &events)
      }
      next = self.buy(behind: buy, at: price.tick)
    }
    uncrossPass = nil
    reference[id].progress.uncross = .none
  }

  private mutating func pair(
    _ buy: OrderSlot, _ sell: OrderSlot, of id: InstrumentID, _ price: UncrossPrice,
    _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    let behind = self.buy(behind: buy, at: price.tick)
    let fill = books.pair(buy, sell, upTo: price.lots)
    budget.orders -= max(4, Int(fill.lots))
    trade(
      TradingPair(
        buy: fill.buyTag, sell: fill.sellTag, tick: price.tick, lots: fill.lots, aggressor: nil),
      into: &events)
    if let change = fill.buyChange { tellBook(fill.buyTag, change, into: &events) }
    if let change = fill.sellChange { tellBook(fill.sellTag, change, into: &events) }
    var left = price
    left.lots -= UInt64(fill.lots)
    reference[id].progress.uncross = remainder(of: left, in: reference[id].book)
    uncrossPass = nil
    guard let next = fill.buyLeaves > 0 ? buy : behind else {
      reference[id].progress.uncross = .none
      return
    }
    if case .priced = reference[id].progress.uncross { note(next, of: id) }
  }

  private mutating func endInTheWay(
    _ slot: UInt32, _ id: InstrumentID, _ price: UncrossPrice, _ budget: inout WorkBudget,
    into events: inout RecordBuffer
  ) {
    budget.orders -= 1
    uncrossPass = nil
    endOver(slot, into: &events)
    reference[id].progress.uncross = remainder(of: price, in: reference[id].book)
  }

  private mutating func note(_ buy: OrderSlot, of id: InstrumentID) {
    uncrossPass = UncrossPass(instrument: id, mdSeq: reference[id].mdSeq, buy: buy)
  }

  /// The buy that is looked at next: the first one where the book has changed meanwhile.
  private func passedTo(_ id: InstrumentID, _ tick: Int32) -> OrderSlot? {
    if let pass = uncrossPass, pass.instrument == id, pass.mdSeq == reference[id].mdSeq {
      return pass.buy
    }
    let book = reference[id].book
    guard let best = books.bestLevel(book, .buy), best.tick >= tick else { return nil }
    return books.firstOrder(book, .buy, at: best.tick)
  }

  private func buy(behind slot: OrderSlot, at tick: Int32) -> OrderSlot? {
    if let next = books.order(behind: slot) { return next }
    let order = orders[books.tag(slot)]
    let book = reference[order.instrument].book
    guard let level = books.level(book, .buy, behind: order.tick), level.tick >= tick else {
      return nil
    }
    return books.firstOrder(book, .buy, at: level.tick)
  }

  /// The first sell that a buy may trade with, or that has ended; it looks at 4,096 of them.
  private mutating func firstSell(
    for buy: UInt32, at tick: Int32, _ budget: inout WorkBudget
  ) -> OrderSlot? {
    let order = orders[buy]
    var incoming = incomingOrder(order)
    incoming.limitTick = tick
    incoming.lots = BookLimits.lotsPerOrder
    fills.removeAll()
    var walk = books.walk(incoming)
    while let sell = books.next(&walk, fills) {
      budget.looks -= 1
      if judgesRestingOrders && hasEnded(sell.tag) { return sell.slot }
      if sell.owner != incoming.owner, !passes(order.firm, by: sell, incoming.owner) {
        return sell.slot
      }
    }
    return nil
  }
}
