import Market
import Matching
import Memory
import Records

/// How far the cancelling of orders has come that a changed price band leaves outside.
enum BandSweep: BitwiseCopyable {
  case none
  /// Orders whose price, or StopPx(99), lies outside.
  case prices
  /// Stop orders whose limit lies outside; this one is looked at next.
  case stopLimits(UInt32)
}

/// A changed price band: what stands outside of it is cancelled, in steps.
extension Venue {
  /// Begins with the orders of an instrument whose band has changed; an uncross is not disturbed.
  mutating func beginSweep(of id: InstrumentID) {
    guard reference[id].liveOrders > 0 else { return }
    reference[id].progress.sweep = .prices
    if reference[id].progress.work == nil {
      work.append(id, .lists, behind: fences.setCount, in: &reference)
    }
  }

  /// Cancels one order that stands outside the band, or looks at one stop order.
  ///
  /// The order: buys, sells, stop orders to buy and to sell, each by price and time; then the stop
  /// orders whose StopPx(99) lies inside but whose limit does not.
  mutating func sweepOnce(_ id: InstrumentID, into events: inout RecordBuffer) {
    switch reference[id].progress.sweep {
    case .none: preconditionFailure("a sweep goes on")
    case .prices:
      if let slot = firstOutside(reference[id]) {
        cancel(slot, reason: Execution.exchangeOption, into: &events)
      }
      guard firstOutside(reference[id]) == nil else { return }
      setSweep(of: id, at: firstStop(of: reference[id]))
    case .stopLimits(let slot):
      passSweep(slot)
      guard orders[slot].ordType.hasLimit, !reference[id].band.contains(orders[slot].tick) else {
        return
      }
      cancel(slot, reason: Execution.exchangeOption, into: &events)
    }
  }

  /// A stop order is looked at, or goes: if it was the next one, the sweep goes on behind it.
  mutating func passSweep(_ slot: UInt32) {
    let id = orders[slot].instrument
    guard case .stopLimits(slot) = reference[id].progress.sweep else { return }
    setSweep(of: id, at: stop(behind: slot))
  }

  /// Where the sweep goes on; behind its end stop orders are triggered again, or where none waits
  /// the prices are forgotten that could have triggered them.
  private mutating func setSweep(of id: InstrumentID, at slot: UInt32?) {
    reference[id].progress.sweep = slot.map { .stopLimits($0) } ?? .none
    guard slot == nil, reference[id].phase == .open else { return }
    if firstStop(of: reference[id]) == nil {
      reference[id].forgetPrices()
    } else {
      callElection(of: id)
    }
  }

  private func firstOutside(_ instrument: Instrument) -> UInt32? {
    let (book, stopBook) = (instrument.book, instrument.stopBook)
    return firstOutside(instrument.band, book, .buy) ?? firstOutside(instrument.band, book, .sell)
      ?? firstOutside(instrument.band, stopBook, .sell)
      ?? firstOutside(instrument.band, stopBook, .buy)
  }

  private func firstOutside(_ band: PriceBand, _ book: BookIndex, _ side: Side) -> UInt32? {
    guard let best = books.bestLevel(book, side) else { return nil }
    if !band.contains(best.tick) { return firstOrder(book, side, at: best.tick) }
    let edge = band.edge(of: side.opposite)
    return books.level(book, side, behind: edge).flatMap { firstOrder(book, side, at: $0.tick) }
  }

  private func firstOrder(_ book: BookIndex, _ side: Side, at tick: Int32) -> UInt32? {
    books.firstOrder(book, side, at: tick).map { books.tag($0) }
  }

  /// Stop orders to buy stand on the selling side of their book, and come first.
  private func firstStop(of instrument: Instrument) -> UInt32? {
    firstStop(in: instrument.stopBook, .sell) ?? firstStop(in: instrument.stopBook, .buy)
  }

  private func firstStop(in book: BookIndex, _ side: Side) -> UInt32? {
    books.bestLevel(book, side).flatMap { firstOrder(book, side, at: $0.tick) }
  }

  private func stop(behind slot: UInt32) -> UInt32? {
    let order = orders[slot]
    let book = reference[order.instrument].stopBook
    let side = order.side.opposite
    if let next = books.order(behind: OrderSlot(rawValue: order.bookSlot)) {
      return books.tag(next)
    }
    if let level = books.level(book, side, behind: order.stopTick) {
      return firstOrder(book, side, at: level.tick)
    }
    return side == .sell ? firstStop(in: book, .buy) : nil
  }
}
