import Market

/// A phase that the calendar has noted.
struct PhaseTimer {
  let at: Int64
  let instrument: Int
  let phase: Phase
}

extension NaiveVenue {
  /// Units of one step of work: an order ended costs 1, a fill of an uncross its lots and 4 at least.
  static var unitsPerStep: Int { 256 }

  mutating func schedule(_ phase: Phase, _ instrument: Int, _ seconds: Int64) {
    guard seconds > 0 else {
      var line = TraceLine(.refused)
      line.reason = .instantPast
      lines.append(line)
      return
    }
    let timer = PhaseTimer(at: now + seconds * 1_000_000_000, instrument: instrument, phase: phase)
    let place = timers.firstIndex { $0.at > timer.at } ?? timers.count
    timers.insert(timer, at: place)
  }

  /// Phases of the calendar that are due, by time, then in the order in which they were noted.
  mutating func runTimers() {
    while let timer = timers.first, timer.at <= now {
      timers.removeFirst()
      set(timer.phase, timer.instrument)
    }
  }

  /// A phase is set. While a change is being dealt with it waits; the last one wins, but a closed
  /// that waits comes first.
  mutating func set(_ phase: Phase, _ index: Int) {
    guard !instruments[index].isChanging else {
      let isClosedWaiting = instruments[index].waiting.contains(.closed)
      instruments[index].waiting = isClosedWaiting && phase != .closed ? [.closed, phase] : [phase]
      return
    }
    guard instruments[index].phase != phase else { return }
    if tradesBefore(phase, index), isCrossed(index) {
      instruments[index].uncrossing = Uncross(to: phase)
      changing.append(index)
    } else {
      enter(phase, index)
    }
  }

  /// Whether a crossed book trades before a phase is entered.
  private func tradesBefore(_ phase: Phase, _ index: Int) -> Bool {
    let present = instruments[index].phase
    return phase == .open || (present == .closingCall && phase != .halted)
  }

  private func isCrossed(_ index: Int) -> Bool {
    guard let bid = best(index, .buy), let ask = best(index, .sell) else { return false }
    return bid >= ask
  }

  private mutating func enter(_ phase: Phase, _ index: Int) {
    let left = instruments[index].phase
    instruments[index].phase = phase
    var line = TraceLine(.phase)
    line.order = index
    line.entered = phase
    lines.append(line)
    if left == .open {
      instruments[index].ends = listed(index) { $0.isAllOrNone && $0.place == .book }
        .map { Ending(id: $0, kind: .canceled, restatement: 8) }
    }
    if phase == .closed {
      instruments[index].ends += listed(index) { $0.isForTheDay && !$0.isAllOrNone }
        .map { Ending(id: $0, kind: .expired, restatement: -1) }
    }
    if !instruments[index].ends.isEmpty { changing.append(index) }
  }

  /// Orders of an instrument in the order in which they came to their list.
  private func listed(_ index: Int, _ isMeant: (NaiveOrder) -> Bool) -> [Int] {
    let instrument = instruments[index]
    return (instrument.buys + instrument.sells + instrument.stops)
      .filter { isMeant(self[$0]) }.sorted { self[$0].listed < self[$1].listed }
  }

  /// One step of what changes of phase have left to do: first orders that end, then uncrosses.
  mutating func work() {
    var units = Self.unitsPerStep
    while units > 0, let index = changing.first(where: { !instruments[$0].ends.isEmpty }) {
      let ending = instruments[index].ends.removeFirst()
      if !self[ending.id].isDone {
        end(ending.id, ending.kind, restatement: ending.restatement)
        units -= 1
      }
      if instruments[index].ends.isEmpty { finish(index) }
    }
    while units > 0, let index = changing.first(where: { instruments[$0].uncrossing != nil }) {
      uncross(index, &units)
    }
  }

  /// A change of phase is dealt with: the phases that wait come.
  private mutating func finish(_ index: Int) {
    changing.removeAll { $0 == index }
    if let uncross = instruments[index].uncrossing {
      instruments[index].uncrossing = nil
      enter(uncross.to, index)
    }
    while !instruments[index].waiting.isEmpty {
      let waiting = instruments[index].waiting
      instruments[index].waiting = []
      for phase in waiting { set(phase, index) }
      if instruments[index].isChanging { return }
    }
  }

  /// Trades of a crossed book at its one price, as far as the step goes.
  private mutating func uncross(_ index: Int, _ units: inout Int) {
    if instruments[index].uncrossing?.price == nil {
      let (price, lots) = uncrossPrice(index)
      instruments[index].uncrossing?.price = price
      instruments[index].uncrossing?.lots = lots
      units -= 1
    }
    while units > 0 {
      guard let uncross = instruments[index].uncrossing, let price = uncross.price,
        uncross.lots > 0, let buy = instruments[index].buys.first,
        let sell = instruments[index].sells.first, self[buy].limit >= price,
        self[sell].limit <= price
      else { return finish(index) }
      let lots = min(uncross.lots, self[buy].leaves, self[sell].leaves)
      pair(buy, sell, lots: lots, at: price)
      instruments[index].uncrossing?.lots -= lots
      units -= max(4, lots)
    }
    if instruments[index].uncrossing?.lots == 0 { finish(index) }
  }

  private mutating func pair(_ buy: Int, _ sell: Int, lots: Int, at price: Int64) {
    for id in [buy, sell] {
      fill(id, lots: lots, at: price, liquidity: .none)
      if self[id].leaves == 0 { remove(id) }
      self[id].shown = self[id].shownOnArrival
    }
    told(buy: buy, sell: sell, lots: lots, at: price, by: nil)
  }

  /// The price at which most lots trade, then with the least left over, then nearest to the last
  /// price (the reference price where nothing has traded), then the higher; and those lots.
  private func uncrossPrice(_ index: Int) -> (price: Int64, lots: Int) {
    let instrument = instruments[index]
    let tick = instrument.terms.tick
    let reference = instrument.lastPx ?? instrument.terms.referencePrice
    var found: (price: Int64, lots: Int, surplus: Int, distance: Int64) = (0, 0, 0, 0)
    guard let bid = best(index, .buy), let ask = best(index, .sell) else { return (0, 0) }
    for price in stride(from: ask, through: bid, by: Int64.Stride(tick)) {
      let bought = instrument.buys.filter { self[$0].limit >= price }
        .reduce(0) { $0 + self[$1].leaves }
      let sold = instrument.sells.filter { self[$0].limit <= price }
        .reduce(0) { $0 + self[$1].leaves }
      let lots = min(bought, sold)
      let here = (price, lots, abs(bought - sold), abs(price - reference))
      let isBetter =
        lots != found.lots
        ? lots > found.lots
        : here.2 != found.surplus ? here.2 < found.surplus : here.3 <= found.distance
      if isBetter { found = here }
    }
    return (found.price, found.lots)
  }
}
