public import Market
import Memory

/// When something happens to a lot by the clock; of one instant in the order of their numbers.
struct AuctionTimer: HeapElement {
  var at = Instant.none
  var number: UInt32 = 0
  var slot: UInt32 = 0

  func precedes(_ other: AuctionTimer) -> Bool {
    at != other.at ? at < other.at : number < other.number
  }
}

/// What the time of a lot says: how much of it is left, and by clock the price.
extension Auctions {
  /// When something happens to a lot next; nil where nothing will by itself.
  public var nextTimer: Instant? { timers.first?.at }

  /// A lot to which something happens at or before an instant: the next one; nil where there is none.
  public func due(at instant: Instant) -> UInt32? {
    guard let first = timers.first, first.at <= instant else { return nil }
    return first.slot
  }

  /// When something happens to this lot next; none where its time stands still, or is over.
  public func nextTimer(of slot: UInt32) -> Instant {
    lots[slot].place == AuctionLot.none ? .none : timers[lots[slot].place].at
  }

  /// Whether something happens to this lot at or before an instant.
  public func isDue(_ slot: UInt32, at instant: Instant) -> Bool {
    lots[slot].place != AuctionLot.none && timers[lots[slot].place].at <= instant
  }

  /// Whether the time of an open lot is over at an instant.
  public func isOver(_ slot: UInt32, at instant: Instant) -> Bool {
    let lot = lots[slot]
    guard lot.isOpen, lot.freezes.isEmpty else { return false }
    let elapsed = instant.nanoseconds - lot.anchor.nanoseconds
    return lot.isByBids ? elapsed >= lot.length : elapsed / lot.stepNanos > lot.lastRound
  }

  /// How often the clock has moved the price of an open lot at an instant; at most as often as there are steps.
  public func round(of slot: UInt32, at instant: Instant) -> UInt32 {
    let lot = lots[slot]
    let elapsed =
      lot.freezes.isEmpty ? instant.nanoseconds - lot.anchor.nanoseconds : lot.elapsed
    return UInt32(clamping: min(max(0, elapsed) / lot.stepNanos, lot.lastRound))
  }

  /// The clock's price of an open lot at an instant.
  public func clockPrice(of slot: UInt32, at instant: Instant) -> Price {
    guard let price = lots[slot].price(steps: Int64(round(of: slot, at: instant))) else {
      preconditionFailure("a lot's last price is a price")
    }
    return price
  }

  /// The lot's end or the clock's next step.
  mutating func scheduleNext(_ slot: UInt32) {
    let lot = lots[slot]
    let nanos = lot.isByBids ? lot.length : (Int64(lot.round) + 1) * lot.stepNanos
    schedule(slot, at: lot.anchor.adding(nanoseconds: nanos))
  }

  mutating func schedule(_ slot: UInt32, at instant: Instant) {
    let timer = AuctionTimer(at: instant, number: lots[slot].number, slot: slot)
    Self.add(timer, to: &timers, of: &lots)
  }

  mutating func unschedule(_ slot: UInt32) {
    let place = lots[slot].place
    guard place != AuctionLot.none else { return }
    Self.remove(at: place, from: &timers, of: &lots)
    lots[slot].place = AuctionLot.none
  }

  private static func add(
    _ timer: AuctionTimer, to timers: inout Heap<AuctionTimer>, of lots: inout Slab<AuctionLot>
  ) {
    timers.add(timer) { lots[$0.slot].place = $1 }
  }

  private static func remove(
    at place: UInt32, from timers: inout Heap<AuctionTimer>, of lots: inout Slab<AuctionLot>
  ) {
    timers.remove(at: place) { lots[$0.slot].place = $1 }
  }
}

extension AuctionLot {
  /// By clock: how many steps lead from the start to the last price.
  public var lastRound: Int64 { limit.flatMap { steps(to: $0) } ?? 0 }
}
