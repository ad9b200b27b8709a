import Market

/// A phase and who sets it.
struct PhaseChange {
  let phase: Phase
  let cause: PhaseCause

  init(_ phase: Phase, _ cause: PhaseCause) {
    self.phase = phase
    self.cause = cause
  }
}

/// A phase that is noted for later.
struct PhaseTimer {
  var at: Int64
  let instrument: Int
  let change: PhaseChange
  /// Whether it is about deals alone.
  var isOfDeals = false
}

extension NaiveVenue {
  mutating func schedule(_ phase: Phase, _ instrument: Int, _ seconds: Int64) {
    let timer = PhaseTimer(
      at: now + seconds * 1_000_000_000, instrument: instrument,
      change: PhaseChange(phase, .calendar))
    let place = timers.firstIndex { $0.at > timer.at } ?? timers.count
    timers.insert(timer, at: place)
  }

  mutating func refuseCommand(_ reason: Reason) {
    var line = TraceLine(.refused)
    line.reason = reason
    lines.append(line)
  }

  /// What is due, by time: at one instant the graces of sessions first, then phases of the calendar, in the
  /// order in which they were noted.
  mutating func runTimers() {
    while true {
      let calendar = timers.first.map { $0.at } ?? .max
      let market = stoodSince == nil ? interruptions.first.map { $0.at } ?? .max : .max
      let grace = nextGraceEnd
      guard min(grace, calendar, market) <= now else { return }
      if grace <= min(calendar, market) {
        endGrace()
        continue
      }
      let timer = calendar <= market ? timers.removeFirst() : interruptions.removeFirst()
      if timer.isOfDeals {
        changeDeals(timer.instrument, isOpen: timer.change.phase == .open)
      } else {
        set(timer.change, timer.instrument)
      }
    }
  }

  /// An order would have traded too far away: orders are gathered for a while. Of interruptions that
  /// end together that of the first instrument ends first.
  mutating func interrupt(_ index: Int) {
    set(PhaseChange(.interrupted, .market), index)
    endLater(index)
  }

  private mutating func endLater(_ index: Int) {
    let timer = PhaseTimer(
      at: (stoodSince ?? now) + instruments[index].terms.interruptionSeconds * 1_000_000_000,
      instrument: index,
      change: PhaseChange(.open, .market))
    let place = interruptions.firstIndex { ($0.at, $0.instrument) > (timer.at, index) }
    interruptions.insert(timer, at: place ?? interruptions.count)
  }

  /// An instrument gets other terms: what stands outside its new band is cancelled, behind an uncross.
  mutating func define(_ index: Int, _ terms: InstrumentTerms) {
    guard terms.areValid else { return refuseCommand(.invalidValue) }
    let old = instruments[index]
    let keepsValue =
      old.benchmark.map { terms.benchmarkBand.contains($0) } ?? true
    // What orders hold rests on the benchmark.
    let isBound = orders.contains { $0.instrument == index && !$0.isDone }
    if terms.hasPremiums && isBound
      && (terms.benchmarkBand != old.terms.benchmarkBand || !keepsValue)
    {
      return refuseCommand(.invalidValue)
    }
    if !keepsValue { instruments[index].benchmark = nil }
    let before = instruments[index].terms.limits
    let after = terms.limits
    instruments[index].terms = terms
    followPause(index)
    reviewNegotiation()
    guard after.lowerBound > before.lowerBound || after.upperBound < before.upperBound else {
      return
    }
    var stages = instruments[index].stages
    stages.removeAll { $0.isSweep }
    let place = stages.lastIndex { $0.kind == .uncross }.map { $0 + 1 } ?? 0
    stages.insert(.end(.outsideBand), at: place)
    instruments[index].stages = stages
    goOn(index)
  }

  /// The operator publishes a benchmark's value: a tick of each instrument with such premiums, where it may lie.
  mutating func publish(_ value: Int64) {
    let premiums = instruments.indices.filter { instruments[$0].terms.hasPremiums }
    let isRight = premiums.allSatisfy {
      let terms = instruments[$0].terms
      return value % terms.tick == 0 && terms.benchmarkBand.contains(value)
    }
    guard isRight else { return refuseCommand(.invalidValue) }
    for index in premiums { instruments[index].benchmark = value }
  }

  /// A phase is set. What the operator has halted stays so until the operator sets another phase; only a
  /// close comes in between.
  mutating func set(_ change: PhaseChange, _ index: Int) {
    if change.cause == .calendar {
      let isClose = change.phase == .closed && instruments[index].calendarPhase != .closed
      let dealsGoOn = instruments[index].hasOwnDeals && instruments[index].areDealsOpenByCalendar
      if isClose && !dealsGoOn { instruments[index].tradingDay += 1 }
      instruments[index].calendarPhase = change.phase
      if instruments[index].isHeld { reviewNegotiation() }
    }
    if change.cause == .operator {
      instruments[index].isHeld = change.phase == .halted
      setDeals(index, by: change.phase)
    } else if instruments[index].isHeld && change.phase != .closed {
      return
    }
    self.change(to: change, index)
    if instruments[index].isHeld && change.phase == .closed {
      self.change(to: PhaseChange(.halted, .operator), index)
    }
  }

  /// A halt is lifted: the phase of the calendar comes, open by way of a call. Where the calendar has halted it, it is
  /// the calendar's from then on.
  mutating func lift(_ index: Int) {
    guard instruments[index].isHeld else { return }
    instruments[index].isHeld = false
    let phase = instruments[index].calendarPhase
    change(to: PhaseChange(phase == .open ? .interrupted : phase, .operator), index)
    if phase == .open && instruments[index].terms.interruptionSeconds > 0 { endLater(index) }
  }

  /// A phase comes. While a change is being dealt with it waits; the last one wins, but a closed
  /// that waits comes first.
  private mutating func change(to change: PhaseChange, _ index: Int) {
    interruptions.removeAll { $0.instrument == index }
    guard !instruments[index].isChanging else {
      let closed = instruments[index].waiting.filter { $0.phase == .closed }
      instruments[index].waiting = change.phase == .closed ? [change] : closed + [change]
      return
    }
    let present = instruments[index].phase
    guard present != change.phase else { return }
    instruments[index].stages = stages(from: present, to: change)
    goOn(index)
  }

  /// What a change of phase consists of, in its order.
  private func stages(from present: Phase, to change: PhaseChange) -> [Stage] {
    let phase = change.phase
    var stages: [Stage] = []
    if phase == .open || (present == .closingCall && phase != .halted) {
      stages += [.search(Search()), .end(.atTheEnds)]
    }
    stages.append(.enter(change))
    if present == .open { stages.append(.end(.allOrNone)) }
    if phase == .closingCall { stages.append(.comeAtClose) }
    if phase == .closed { stages += [.end(.day), .end(.atTheEnds), .end(.atClose)] }
    return stages
  }

  /// Ends stages in which nothing is left to do, and begins the next one.
  mutating func goOn(_ index: Int) {
    while let stage = instruments[index].stages.first {
      switch stage {
      case .search, .uncross:
        if canUncross(index) { break }
        instruments[index].stages.removeFirst()
        if case .uncross(let uncross) = stage, uncross.lots > 0, isCrossed(index) {
          instruments[index].stages.insert(.search(Search()), at: 0)
        }
        continue
      case .end(let which):
        let ids = ended(by: which, index)
        instruments[index].stages[0] = .ending(which, ids)
        continue
      case .ending(let which, let ids):
        if ids.contains(where: { !self[$0].isDone }) { break }
        instruments[index].stages.removeFirst()
        if which == .outsideBand { endSweep(index) }
        continue
      case .comeAtClose:
        if !instruments[index].atClose.isEmpty { break }
        instruments[index].stages.removeFirst()
        continue
      case .enter(let change):
        instruments[index].stages.removeFirst()
        enter(change, index)
        continue
      }
      return queue(index)
    }
    changing.removeAll { $0 == index }
    let waiting = instruments[index].waiting
    instruments[index].waiting = []
    for next in waiting { change(to: next, index) }
  }

  /// Instruments of one kind of work have their turn in the order in which they came to it.
  private mutating func queue(_ index: Int) {
    guard let kind = instruments[index].stages.first?.kind else { return }
    if instruments[index].kind == kind && changing.contains(index) { return }
    instruments[index].kind = kind
    instruments[index].fencesBefore = fencesSet
    changing.removeAll { $0 == index }
    changing.append(index)
  }

  private mutating func enter(_ change: PhaseChange, _ index: Int) {
    instruments[index].phase = change.phase
    var line = TraceLine(.phase)
    line.order = index
    line.entered = change.phase
    line.cause = change.cause
    lines.append(line)
    followPause(index)
    reviewNegotiation()
    lots.follow(index, isHalted: change.phase == .halted, at: now)
    if change.phase == .open { callElection(index) }
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
    case .outsideBand:
      let waiting = electable(.buy, index) + electable(.sell, index)
      let outside = (instrument.buys + instrument.sells + waiting).filter(standsOutside)
      return outside + waiting.filter { !standsOutside($0) }
    }
  }

  /// Whether an order stands outside the band: in the book, or by StopPx(99).
  private func standsOutside(_ id: Int) -> Bool {
    let order = self[id]
    let limits = instruments[order.instrument].terms.limits
    return !limits.contains(order.place == .stops ? order.stopPx : order.limit)
  }

  /// Behind a sweep stop orders are elected again; where none waits the prices are forgotten.
  private mutating func endSweep(_ index: Int) {
    guard instruments[index].phase == .open else { return }
    if instruments[index].stops.isEmpty {
      instruments[index].forgetPrices()
    } else {
      callElection(index)
    }
  }

  /// What the sweep of a changed band does with an order: it goes, or its limit lies inside too.
  mutating func sweep(_ id: Int) {
    let order = self[id]
    let limits = instruments[order.instrument].terms.limits
    if standsOutside(id) || (order.type == .stopLimit && !limits.contains(order.price)) {
      end(id, .canceled, restatement: 8)
    }
  }

  private func listed(_ ids: [Int], _ isMeant: (NaiveOrder) -> Bool) -> [Int] {
    ids.filter { isMeant(self[$0]) }.sorted { self[$0].listed < self[$1].listed }
  }
}
