import Market

extension NaiveVenue {
  /// A stop order waits, or is triggered where its price is already reached.
  mutating func park(_ id: Int) {
    let instrument = instruments[self[id].instrument]
    if let last = instrument.lastPx, instrument.phase == .open,
      isReached(self[id], lowest: last, highest: last)
    {
      return trigger(id)
    }
    wait(id, .stops)
    instruments[self[id].instrument].stops.append(id)
  }

  private func isReached(_ order: NaiveOrder, lowest: Int64, highest: Int64) -> Bool {
    switch order.side {
    case .buy: highest >= order.stopPx
    case .sell: lowest <= order.stopPx
    }
  }

  private mutating func trigger(_ id: Int) {
    remove(id)
    self[id].isTriggered = true
    report(.restated, id) { $0.restatement = 99 }
    come(id)
  }

  /// Stop orders that one command triggers, and fills and cancels of resting orders made for them,
  /// before the next command comes first.
  static var activationsPerStep: Int { 64 }

  /// Trades of an instrument, or its opening, call for an election; each has its turn as it came.
  mutating func callElection(_ index: Int) {
    if !elections.contains(index) { elections.append(index) }
  }

  /// Elects the stop orders that trades have reached, buys first, one after the other, as long as
  /// their instrument is open: one of them may interrupt it, and the others wait.
  mutating func electStops() {
    var activated = 0
    met = 0
    while let index = elections.first {
      let isElecting = instruments[index].phase == .open && !instruments[index].isChanging
      guard isElecting, let id = nextElected(index) else {
        if isElecting { instruments[index].forgetPrices() }
        elections.removeFirst()
        continue
      }
      guard activated < Self.activationsPerStep, met < Self.activationsPerStep else { return }
      activated += 1
      hasEnded(id) ? end(id, .expired) : trigger(id)
    }
  }

  private func nextElected(_ index: Int) -> Int? {
    let instrument = instruments[index]
    return (electable(.buy, index) + electable(.sell, index)).first {
      isReached(self[$0], lowest: instrument.lowest, highest: instrument.highest)
    }
  }

  /// Stop orders of a side as they are elected: buys by the lowest StopPx(99), sells by the highest.
  func electable(_ side: Side, _ index: Int) -> [Int] {
    instruments[index].stops.filter { self[$0].side == side }.sorted { one, other in
      let (one, other) = (self[one], self[other])
      if one.stopPx == other.stopPx { return one.arrival < other.arrival }
      return isWorse(other.stopPx, than: one.stopPx, for: side.opposite)
    }
  }
}
