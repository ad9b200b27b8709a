import Market
import Memory
import Records

/// The least time between a control group's buy and its next sale of an instrument, or the reverse: so
/// long, and so many trading days (rule book Art. 11). Zero is none.
struct MinimumInterval: BitwiseCopyable {
  var nanos: Int64 = 0
  var days: UInt32 = 0

  var isNone: Bool { nanos == 0 && days == 0 }

  /// Whether it is over at a moment behind a fill.
  func isOver(at now: TradingMoment, since fill: TradingMoment) -> Bool {
    fill.time == .none
      || now.time.nanoseconds - fill.time.nanoseconds >= nanos && now.day - fill.day >= days
  }

  /// What is told to whom it keeps from trading: the days where it has any.
  var refusal: OrderRefusal {
    days > 0
      ? OrderRefusal(.minimumIntervalDays, detail: Int64(days))
      : OrderRefusal(.minimumInterval, detail: nanos / 1_000_000_000)
  }
}

extension Venue {
  /// Guard 7: the control group's last trade on the other side is long enough ago (Art. 11).
  @inline(__always)  // no copy of order and instrument (benchmark `venue`)
  func checkInterval(of order: Order, in instrument: Instrument) throws(OrderRefusal) {
    let interval = instrument.minInterval
    guard !interval.isNone else { return }
    let last = fillTimes.lastOpposite(of: order.side, order.fillTimes)
    let moment = TradingMoment(time: now, day: instrument.tradingDay)
    guard interval.isOver(at: moment, since: last) else { throw interval.refusal }
    // A bid or a lot of the other side binds the group, and may trade at any time.
    guard fillTimes[order.fillTimes].auctioned.count(order.side.opposite) == 0 else {
      throw interval.refusal
    }
  }

  /// An order has traded: what its control group has waiting on the other side of the instrument would
  /// trade too soon, wherever it was entered before, so it stands behind a fence from now on.
  mutating func endOpposite(of slot: UInt32) {
    let id = orders[slot].instrument
    let opposite = orders[slot].side.opposite
    let fillTimes = orders[slot].fillTimes
    guard !reference[id].minInterval.isNone, self.fillTimes[fillTimes].live.count(opposite) > 0
    else { return }
    var fence = Fence()
    fence.cause = .minimumInterval
    fence.lastOrderID = OrderID(rawValue: numbers.lastOrderID)
    fence.instrument = id
    fence.side = opposite
    fence.fillTimes = fillTimes
    let firm = reference[orders[slot].firm]
    if firm.sharesGroup {
      fence.group = firm.controlGroup
    } else {
      fence.firm = orders[slot].firm
    }
    if fences.pending(like: fence)?.lastOrderID != fence.lastOrderID { setAnew(fence) }
  }
}
