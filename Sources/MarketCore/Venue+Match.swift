import Market
import Matching
import Memory
import Records
import Titles

/// An incoming order and the book: plain orders trade at once; where something stands in the way,
/// a walk meets the resting orders one by one.
extension Venue {
  /// Trades an order as far as it can within a band.
  mutating func match(
    _ slot: UInt32, within band: PriceBand, into events: inout RecordBuffer
  ) -> MatchOutcome {
    var incoming = incomingOrder(orders[slot])
    incoming.limitTick = band.clip(incoming.limitTick, of: incoming.side)
    let outcome = books.match(incoming, into: &fills)
    elections.entries += fills.count
    for index in 0..<fills.count {
      let fill = fills[index]
      trade(slot, with: fill, into: &events)
      tellBook(
        fill.makerTag, BookChange(lots: fill.makerLeaves, level: fill.level), into: &events)
    }
    let isOwn = outcome.stop == .wouldTradeWithItself && incoming.selfMatch != .cancelNewest
    let isClipped = outcome.stop == .noMore && incoming.limitTick != orders[slot].tick
    guard outcome.stop == .notPlain || isOwn || isClipped else { return outcome }
    let rest = walk(slot, within: band, lookedAt: fills.count)
    performWalk(of: slot, into: &events)
    return rest
  }

  /// What a match would do; its entries are in `fills`, and nothing is changed. It ends where it
  /// would trade outside the band; own orders there are met as any.
  mutating func walk(_ slot: UInt32, within band: PriceBand, lookedAt: Int = 0) -> MatchOutcome {
    let incoming = incomingOrder(orders[slot])
    let firm = orders[slot].firm
    let isFiltered = filters(reference[orders[slot].instrument])
    var walk = books.walk(incoming, lookedAt: lookedAt)
    var ended = 0
    fills.removeAll()
    while let order = books.next(&walk, fills) {
      if !hasEnded(order.tag) {
        if isFiltered && passes(firm, by: order, incoming.owner) { continue }
        if band.contains(order.tick) || order.owner == incoming.owner {
          walk.meet(order, into: &fills)
        } else {
          walk.end(.outsideBand)
        }
      } else if ended == Limits.ordersPerStep {
        walk.end(.lookedAtLimit)
      } else {
        ended += 1
        walk.cancel(order, into: &fills)
      }
    }
    return MatchOutcome(lotsLeft: walk.lotsLeft, stop: walk.stop ?? .done)
  }

  /// Does what the last walk has found.
  mutating func performWalk(of slot: UInt32, into events: inout RecordBuffer) {
    elections.entries += fills.count
    for index in 0..<fills.count {
      let fill = fills[index]
      if fill.isCancel {
        endMet(fill.makerTag, into: &events)
      } else {
        let change = books.perform(fill)
        trade(slot, with: fill, into: &events)
        tellBook(fill.makerTag, change, into: &events)
      }
    }
  }

  /// Whether the best price on the other side lies outside a band: also a price that is better for
  /// the order than the band allows is too far from the last one.
  func beginsOutside(_ band: PriceBand, _ slot: UInt32) -> Bool {
    guard band != .none else { return false }
    let book = reference[orders[slot].instrument].book
    return books.bestLevel(book, orders[slot].side.opposite).map { !band.contains($0.tick) }
      ?? false
  }

  /// The first order that an incoming one would trade with.
  mutating func firstMet(
    by incoming: IncomingOrder, of firm: FirmID, in instrument: InstrumentID
  ) -> MetOrder? {
    fills.removeAll()
    var walk = books.walk(incoming)
    return next(&walk, metBy: incoming, of: firm, in: instrument)
  }

  /// The next order that an incoming one does not pass by.
  private func next(
    _ walk: inout MatchWalk, metBy incoming: IncomingOrder, of firm: FirmID,
    in instrument: InstrumentID
  ) -> MetOrder? {
    let isFiltered = filters(reference[instrument])
    while let order = books.next(&walk, fills) {
      if isFiltered && passes(firm, by: order, incoming.owner) { continue }
      if !hasEnded(order.tag) { return order }
    }
    return nil
  }

  /// Whether an order would find nobody in the book to trade with, nor one of its own group.
  mutating func meetsNobody(
    _ incoming: IncomingOrder, of firm: FirmID, in instrument: InstrumentID
  ) -> Bool {
    fills.removeAll()
    var walk = books.walk(incoming)
    return next(&walk, metBy: incoming, of: firm, in: instrument) == nil && walk.stop == .noMore
  }

  /// Where an order rests. One that waits for its trigger stands in the book of stop prices, on the
  /// other side: there the lowest price of a buy comes first, and the highest of a sell.
  @inline(__always)  // as `incomingOrder`
  func place(of order: Order) -> IncomingOrder {
    var place = incomingOrder(order)
    guard order.waitsForTrigger else { return place }
    place.book = reference[order.instrument].stopBook
    place.side = order.side.opposite
    place.limitTick = order.stopTick
    return place
  }

  /// An order as it comes to its book.
  @inline(__always)  // no copy of the order (benchmark `venue`)
  func incomingOrder(_ order: Order) -> IncomingOrder {
    var incoming = IncomingOrder(
      book: reference[order.instrument].book, side: order.side, limitTick: order.tick,
      lots: order.leavesLots, owner: reference[order.firm].controlGroup)
    incoming.selfMatch = order.selfMatch
    return incoming
  }

  /// Whether some resting order may not trade any more, so that each one is looked at first.
  var judgesRestingOrders: Bool {
    hasExpiryDue(at: now) || !fences.isEmpty || hasTitleWork
  }

  /// Whether a resting order does not trade any more.
  func hasEnded(_ slot: UInt32) -> Bool {
    isDue(slot) || isBehindFence(slot) || hasTitleWork && offersOverdue(slot)
  }

  private func isDue(_ slot: UInt32) -> Bool {
    orders[slot].timeInForce == .goodTillDate && orders[slot].expireTime <= now
  }

  /// Whether a document that backs an order may not be sold any more, and is about to expire.
  func offersOverdue(_ slot: UInt32) -> Bool {
    var document = orders[slot].documents.first
    for _ in 0..<orders[slot].documents.count {
      if !titles[document].isValid(at: now) { return true }
      document = titles.document(behind: document)
    }
    return false
  }

  /// Ends an order that does not trade any more: as its time or a fence ends it, or else its documents.
  mutating func endOver(_ slot: UInt32, into events: inout RecordBuffer) {
    if isDue(slot) || isBehindFence(slot) { return expire(slot, into: &events) }
    cancel(slot, reason: Execution.other, into: &events)
  }

  /// Ends a resting order that an incoming one has met: it has ended by itself, or it is an own one.
  private mutating func endMet(_ slot: UInt32, into events: inout RecordBuffer) {
    if hasEnded(slot) { return endOver(slot, into: &events) }
    cancel(
      slot, refusal: OrderRefusal(.wouldTradeWithItself), reason: Execution.other, into: &events)
  }
}

extension Order {
  /// Lots that must be filled at once, so that any are; zero where there is no such demand.
  @inline(__always)
  func lotsAtOnce(isEntry: Bool) -> UInt32 {
    if timeInForce == .fillOrKill || isAllOrNone { return leavesLots }
    return isEntry ? UInt32(minLots) : 0
  }
}
