import Market

/// The time of what firms negotiate on: that of its instrument, which stands while the venue does not run, and while
/// nobody may deal there for a while.
extension NaiveVenue {
  /// Whether an instrument is halted or in a call in the hours in which it is open: what is negotiated on stays.
  func isPaused(_ index: Int) -> Bool {
    let instrument = instruments[index]
    if instrument.hasOwnDeals { return instrument.areDealsOpen && instrument.isHeld }
    return instrument.calendarPhase == .open
      && (instrument.phase == .halted || instrument.phase == .interrupted)
  }

  /// The phase has changed: the instrument's clock stands, or goes on.
  mutating func followPause(_ index: Int) {
    let reading = durations.reading(at: now)
    if isPaused(index) {
      instruments[index].pauses.stop(at: reading)
    } else {
      instruments[index].pauses.goOn(at: reading)
    }
  }

  /// The reading of an instrument's clock at a time.
  func reading(of index: Int, at time: Int64) -> Int64 {
    instruments[index].pauses.reading(at: durations.reading(at: time))
  }

  /// When its clock will come to a reading, if it runs from now on.
  func time(of reading: Int64, in index: Int) -> Int64 {
    durations.time(of: instruments[index].pauses.time(of: reading))
  }

  /// When what ends at a reading is looked at, by the clock of durations: in a day where the instrument's stands, for
  /// each change of the phase is a look too.
  func waking(_ end: Int64, in index: Int) -> Int64 {
    instruments[index].pauses.isRunning
      ? instruments[index].pauses.time(of: end)
      : durations.reading(at: now) + 86_400_000_000_000
  }

  /// Whether what is open in an instrument stays so.
  func mayNegotiate(_ index: Int) -> Bool {
    isNegotiable(index)
      || !stopped.contains(.venue) && instruments[index].terms.isNegotiated && isPaused(index)
  }
}
