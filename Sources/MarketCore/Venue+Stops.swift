import Market
import Matching
import Memory
import Records

/// What the stop orders of an instrument wait for: the prices of its trades since the last election.
struct Election: BitwiseCopyable {
  var lowest: Int32 = 0
  var highest: Int32 = 0
  /// Whether it is in the queue, and the next instrument there.
  var isDue = false
  var next = InstrumentID.none
}

/// The instruments whose stop orders are to be looked at, in the order in which they have traded.
struct ElectionQueue: BitwiseCopyable {
  var first = InstrumentID.none
  var last = InstrumentID.none
  /// Fills and cancels of resting orders that the present command has made.
  var entries = 0
}

extension Venue {
  /// A stop order that is accepted or changed: it is triggered if the last price has reached its
  /// StopPx(99) and orders trade, else it waits.
  mutating func awaitTrigger(_ slot: UInt32, into events: inout RecordBuffer) {
    let order = orders[slot]
    let instrument = reference[order.instrument]
    if instrument.phase == .open, let last = instrument.lastTick, order.isReached(by: last) {
      trigger(slot, into: &events)
    } else {
      rest(slot, into: &events)
    }
  }

  /// Notes a trade of the instrument's book: its stop orders are elected behind the command.
  mutating func noteTrade(of id: InstrumentID, at tick: Int32) {
    let last = reference[id].lastTick
    reference[id].lastTick = tick
    reference[id].election.lowest = last == nil ? tick : min(reference[id].election.lowest, tick)
    reference[id].election.highest = last == nil ? tick : max(reference[id].election.highest, tick)
    callElection(of: id)
  }

  /// Has the instrument's stop orders looked at: behind a trade, and when orders trade again.
  mutating func callElection(of id: InstrumentID) {
    guard !reference[id].election.isDue else { return }
    reference[id].election.isDue = true
    reference[id].election.next = .none
    if elections.first == .none {
      elections.first = id
    } else {
      reference[elections.last].election.next = id
    }
    elections.last = id
  }

  /// Triggers the stop orders whose prices were reached, until none is left or one step has done as
  /// much as it may: 64 of them, or 64 fills and cancels by them.
  mutating func electStops(into events: inout RecordBuffer) {
    var left = Limits.stopsPerStep
    while elections.first != .none {
      let id = elections.first
      guard reference[id].triggersStops, let slot = nextReached(of: id) else {
        endElection(of: id)
        continue
      }
      guard left > 0, elections.entries < Limits.stopsPerStep else { return }
      left -= 1
      if hasEnded(slot) {
        endOver(slot, into: &events)
      } else {
        unrest(slot, into: &events)
        trigger(slot, into: &events)
      }
    }
  }

  /// The stop order that is triggered next: buys before sells, the lowest StopPx(99) of the buys and
  /// the highest of the sells, then by time.
  private func nextReached(of id: InstrumentID) -> UInt32? {
    let instrument = reference[id]
    guard instrument.lastTick != nil else { return nil }
    return nextReached(.buy, by: instrument.election.highest, in: instrument.stopBook)
      ?? nextReached(.sell, by: instrument.election.lowest, in: instrument.stopBook)
  }

  private func nextReached(_ side: Side, by tick: Int32, in book: BookIndex) -> UInt32? {
    guard let level = books.bestLevel(book, side.opposite),
      let place = books.firstOrder(book, side.opposite, at: level.tick)
    else { return nil }
    let slot = books.tag(place)
    return orders[slot].isReached(by: tick) ? slot : nil
  }

  /// Nothing is left to trigger: the next election looks at the prices from the last one on. Where
  /// orders do not trade it comes again when they do, and nothing is forgotten until then.
  private mutating func endElection(of id: InstrumentID) {
    if reference[id].triggersStops { reference[id].forgetPrices() }
    elections.first = reference[id].election.next
    reference[id].election.isDue = false
  }

  /// Tells the trigger, and sends the order to the book.
  private mutating func trigger(_ slot: UInt32, into events: inout RecordBuffer) {
    orders[slot].isTriggered = true
    var execution = Execution(.restated)
    execution.restatementReason = 99
    report(slot, execution, into: &events)
    execute(slot, isEntry: false, into: &events)
  }
}

extension Instrument {
  /// Whether stop orders are triggered now: orders trade, and none is cancelled for a changed band.
  var triggersStops: Bool { phase == .open && progress.work == nil }

  /// The next election looks at the prices from the last one on.
  mutating func forgetPrices() {
    guard let last = lastTick else { return }
    election.lowest = last
    election.highest = last
  }
}

extension Order {
  /// Whether a trade at `tick` triggers it.
  func isReached(by tick: Int32) -> Bool { side == .buy ? tick >= stopTick : tick <= stopTick }

  /// WorkingIndicator(636) of a report: N while a stop order waits, Y when it is triggered.
  func workingIndicator(_ execType: ExecType) -> UInt8 {
    guard ordType.isStop, status != .rejected else { return 0 }
    if waitsForTrigger { return UInt8(ascii: "N") }
    return execType == .restated ? UInt8(ascii: "Y") : 0
  }
}
