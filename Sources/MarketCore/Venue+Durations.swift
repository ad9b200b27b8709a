import Market

/// The time of what firms negotiate on: that of its instrument, which stands while the venue does not run, and while
/// nobody may deal there for a while.
extension Venue {
  /// Whether an instrument is halted, or in a call behind that or by itself, in the hours in which it is open: then what
  /// is open stays, and its time stands still. Where deals have hours of their own, calls of the book are none of theirs.
  func isPaused(_ id: InstrumentID) -> Bool {
    let instrument = reference[id]
    if instrument.deals.areOwn { return instrument.deals.areOpen && instrument.isHeld }
    guard instrument.calendarPhase == .open else { return false }
    return instrument.phase == .halted || instrument.phase == .interrupted
  }

  /// The phase of an instrument has changed: its clock stands, or goes on.
  mutating func followPause(of id: InstrumentID) {
    let reading = durations.reading(at: now)
    if isPaused(id) {
      reference[id].pauses.stop(at: reading)
    } else {
      reference[id].pauses.goOn(at: reading)
    }
  }

  /// The reading of an instrument's clock at a time of the log that is not over.
  func reading(of id: InstrumentID, at time: Instant) -> Instant {
    reference[id].pauses.reading(at: durations.reading(at: time))
  }

  /// The time of the log at which an instrument's clock comes to a reading, if it does not stand from now on.
  func time(of reading: Instant, in id: InstrumentID) -> Instant {
    durations.time(of: reference[id].pauses.time(of: reading))
  }

  /// When what ends at a reading of an instrument's clock is looked at, by the clock of durations: what has changed
  /// until then is found by the look behind a change of its phase.
  func waking(_ end: Instant, in id: InstrumentID) -> Instant {
    let clock = reference[id].pauses
    return clock.isRunning
      ? clock.time(of: end) : durations.reading(at: now).adding(nanoseconds: Self.pauseNanos)
  }

  private static var pauseNanos: Int64 { 86_400_000_000_000 }
}
