/// Hours of deals that are not the book's: the calendar opens and closes them, and so does the operator with the book.
extension NaiveVenue {
  mutating func scheduleDeals(_ index: Int, isOpen: Bool, _ seconds: Int64) {
    var timer = PhaseTimer(
      at: now + seconds * 1_000_000_000, instrument: index,
      change: PhaseChange(isOpen ? .open : .closed, .calendar))
    timer.isOfDeals = true
    let place = timers.firstIndex { $0.at > timer.at } ?? timers.count
    timers.insert(timer, at: place)
  }

  /// A trading day ends with the later one of both closes.
  mutating func changeDeals(_ index: Int, isOpen: Bool) {
    guard instruments[index].hasOwnDeals else { return }
    let isClose = !isOpen && instruments[index].areDealsOpenByCalendar
    if isClose && instruments[index].calendarPhase == .closed { instruments[index].tradingDay += 1 }
    instruments[index].areDealsOpenByCalendar = isOpen
    setDeals(index, isOpen: isOpen)
  }

  /// The operator's open and close are those of deals too.
  mutating func setDeals(_ index: Int, by phase: Phase) {
    if phase == .open || phase == .closed { setDeals(index, isOpen: phase == .open) }
  }

  private mutating func setDeals(_ index: Int, isOpen: Bool) {
    guard instruments[index].hasOwnDeals, instruments[index].areDealsOpen != isOpen else { return }
    instruments[index].areDealsOpen = isOpen
    var line = TraceLine(.deals)
    line.order = index
    line.name = isOpen ? 1 : 0
    lines.append(line)
    followPause(index)
    reviewNegotiation()
  }
}

extension NaiveInstrument {
  var hasOwnDeals: Bool { terms.isNegotiated && terms.hasDealHours }

  /// Whether firms may deal now.
  var takesDeals: Bool {
    terms.isNegotiated && (terms.hasDealHours ? areDealsOpen && !isHeld : phase == .open)
  }
}
