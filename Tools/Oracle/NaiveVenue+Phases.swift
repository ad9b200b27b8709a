import Market

/// A phase that the calendar has noted.
struct PhaseTimer {
  let at: Int64
  let instrument: Int
  let phase: Phase
}

extension NaiveVenue {
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
    let present = instruments[index].phase
    guard present != phase else { return }
    instruments[index].stages = stages(from: present, to: phase)
    goOn(index)
  }

  /// What a change of phase consists of, in its order.
  private func stages(from present: Phase, to phase: Phase) -> [Stage] {
    var stages: [Stage] = []
    if phase == .open || (present == .closingCall && phase != .halted) {
      stages += [.uncross(nil), .end(.atTheEnds)]
    }
    stages.append(.enter(phase))
    if present == .open { stages.append(.end(.allOrNone)) }
    if phase == .closingCall { stages.append(.comeAtClose) }
    if phase == .closed { stages += [.end(.day), .end(.atTheEnds), .end(.atClose)] }
    return stages
  }

  /// Ends stages in which nothing is left to do, and begins the next one.
  mutating func goOn(_ index: Int) {
    while let stage = instruments[index].stages.first {
      switch stage {
      case .uncross(let price):
        if price == nil ? isCrossed(index) : canPair(index) { break }
        instruments[index].stages.removeFirst()
        continue
      case .end(let which):
        let ids = ended(by: which, index)
        instruments[index].stages[0] = .ending(which, ids)
        continue
      case .ending(_, let ids):
        if ids.contains(where: { !self[$0].isDone }) { break }
        instruments[index].stages.removeFirst()
        continue
      case .comeAtClose:
        if !instruments[index].atClose.isEmpty { break }
        instruments[index].stages.removeFirst()
        continue
      case .enter(let phase):
        instruments[index].stages.removeFirst()
        enter(phase, index)
        continue
      }
      return queue(index)
    }
    changing.removeAll { $0 == index }
    let waiting = instruments[index].waiting
    instruments[index].waiting = []
    for phase in waiting { set(phase, index) }
  }

  /// Instruments of one kind of work have their turn in the order in which they came to it.
  private mutating func queue(_ index: Int) {
    guard let kind = instruments[index].stages.first?.kind else { return }
    if instruments[index].kind == kind && changing.contains(index) { return }
    instruments[index].kind = kind
    changing.removeAll { $0 == index }
    changing.append(index)
  }

  private mutating func enter(_ phase: Phase, _ index: Int) {
    instruments[index].phase = phase
    var line = TraceLine(.phase)
    line.order = index
    line.entered = phase
    lines.append(line)
    if phase == .open { callElection(index) }
  }

  /// The orders that a stage ends, in the order in which they came to their list.
  private func ended(by which: Stage.Which, _ index: Int) -> [Int] {
    let instrument = instruments[index]
    let ids = instrument.buys + instrument.sells + instrument.stops
    switch which {
    case .allOrNone: return listed(ids) { $0.isAllOrNone }
    case .day: return listed(ids) { $0.force == .day && !$0.isAllOrNone }
    case .atTheEnds: return listed(ids) { $0.isAtTheEnds }
    case .atClose: return instrument.atClose
    }
  }

  private func listed(_ ids: [Int], _ isMeant: (NaiveOrder) -> Bool) -> [Int] {
    ids.filter { isMeant(self[$0]) }.sorted { self[$0].listed < self[$1].listed }
  }
}
