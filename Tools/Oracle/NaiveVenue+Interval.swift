import Market

/// When a party has traded on a side of an instrument last.
struct LastFill {
  let time: Int64
  let tradingDay: Int
}

/// The minimum interval: who has bought waits before it sells the same goods, or the reverse.
extension NaiveVenue {
  /// Whether the party of an order has traded on the other side too lately.
  func intervalReason(_ order: NaiveOrder) -> Reason? {
    let instrument = instruments[order.instrument]
    let terms = instrument.terms
    guard let reason = terms.intervalReason else { return nil }
    if let last = instrument.lastFills[order.side.opposite]?[order.party] {
      let isOver =
        now - last.time >= terms.intervalSeconds * 1_000_000_000
        && instrument.tradingDay - last.tradingDay >= terms.intervalDays
      if !isOver { return reason }
    }
    // A bid or a lot of the other side binds the party, and may trade at any time.
    let isBound = orders.contains {
      $0.isAuctioned && !$0.isDone && $0.instrument == order.instrument && $0.side != order.side
        && $0.party == order.party
    }
    return isBound ? reason : nil
  }

  mutating func noteFill(_ id: Int) {
    let order = self[id]
    instruments[order.instrument].lastFills[order.side, default: [:]][order.party] = LastFill(
      time: now, tradingDay: instruments[order.instrument].tradingDay)
  }

  /// What the party of an order that has traded has waiting on the other side is cancelled.
  mutating func endOpposite(_ id: Int) {
    let order = self[id]
    guard let reason = instruments[order.instrument].terms.intervalReason else { return }
    let members = (1...market.broker).filter { market.party($0) == order.party }
    var filter = LiveFilter(
      firm: members.count == 1 ? order.firm : nil, instrument: order.instrument,
      side: order.side.opposite)
    filter.party = order.party
    guard !live(filter).isEmpty else { return }
    let pending = fences.firstIndex { fence in
      fence.reason != .none && fence.filter.party == order.party
        && fence.filter.instrument == order.instrument && fence.filter.side == filter.side
    }
    if let pending {
      if fences[pending].lastOrder == orders.count { return }
      removeFence(at: pending)
    }
    set(Fence(lastOrder: orders.count, filter: filter, restatement: 8, reason: reason))
  }
}

extension InstrumentTerms {
  /// What is told to whom the interval keeps from trading; nil where there is none.
  var intervalReason: Reason? {
    if intervalDays > 0 { return .minimumIntervalDays }
    return intervalSeconds > 0 ? .minimumInterval : nil
  }
}
