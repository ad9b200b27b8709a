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

  /// Elects the stop orders that trades have reached, buys first, one after the other.
  mutating func electStops() {
    var activated = 0
    met = 0
    while let index = elections.first {
      if instruments[index].phase == .open && !instruments[index].isChanging {
        while let id = nextElected(index) {
          guard activated < Self.activationsPerStep, met < Self.activationsPerStep else { return }
          activated += 1
          isDue(id) ? end(id, .expired) : trigger(id)
        }
        instruments[index].forgetPrices()
      }
      elections.removeFirst()
    }
  }

  private func nextElected(_ index: Int) -> Int? {
    let instrument = instruments[index]
    let reached = instrument.stops.map { self[$0] }.filter {
      isReached($0, lowest: instrument.lowest, highest: instrument.highest)
    }
    let buys = reached.filter { $0.side == .buy }
    let sells = reached.filter { $0.side == .sell }
    let first =
      buys.min { ($0.stopPx, $0.arrival) < ($1.stopPx, $1.arrival) }
      ?? sells.min { (-$0.stopPx, $0.arrival) < (-$1.stopPx, $1.arrival) }
    return first?.id
  }
}
