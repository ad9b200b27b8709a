import Market

/// A phase that the calendar has noted.
struct PhaseTimer {
  let at: Int64
  let instrument: Int
  let phase: Phase
}

extension NaiveVenue {
  /// Orders that one step of waiting work ends.
  static var ordersPerStep: Int { 256 }

  /// The operator sets a phase.
  mutating func command(_ phase: Phase, _ instrument: Int) { enter(phase, instrument) }

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
      enter(timer.phase, timer.instrument)
    }
  }

  private mutating func enter(_ phase: Phase, _ index: Int) {
    if instruments[index].isBusy {
      instruments[index].waiting = [phase]
      return
    }
    guard instruments[index].phase != phase else { return }
    instruments[index].phase = phase
    var line = TraceLine(.phase)
    line.order = index
    line.entered = phase
    lines.append(line)
    guard phase == .closed else { return }
    instruments[index].expiring = ofTheDay(index)
    if !instruments[index].expiring.isEmpty { closing.append(index) }
  }

  /// Orders that end with the day, in the order in which they came.
  private func ofTheDay(_ index: Int) -> [Int] {
    let instrument = instruments[index]
    return (instrument.buys + instrument.sells + instrument.stops)
      .filter { self[$0].isForTheDay }.sorted { self[$0].listed < self[$1].listed }
  }

  /// One step of what closing has left to do: the instrument that closed first comes first.
  mutating func expireSome() {
    var left = Self.ordersPerStep
    while left > 0, let index = closing.first {
      while left > 0, let id = instruments[index].expiring.first {
        instruments[index].expiring.removeFirst()
        guard !self[id].isDone else { continue }
        end(id, .expired)
        left -= 1
      }
      guard instruments[index].expiring.isEmpty else { return }
      closing.removeFirst()
      let waiting = instruments[index].waiting
      instruments[index].waiting = []
      for phase in waiting { enter(phase, index) }
    }
  }

  /// Notes until when an order is good.
  mutating func keepDated(_ id: Int, until instant: Int64) {
    dated.removeAll { $0 == id }
    self[id].expireTime = instant
    let place = dated.firstIndex { (self[$0].expireTime, $0) > (instant, id) }
    dated.insert(id, at: place ?? dated.count)
  }

  /// Expires the orders whose date has come.
  mutating func expireDated() {
    var left = Self.ordersPerStep
    while left > 0, let id = dated.first, self[id].isDone || self[id].expireTime <= now {
      dated.removeFirst()
      if !self[id].isDone {
        end(id, .expired)
        left -= 1
      }
    }
  }
}
