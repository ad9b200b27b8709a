public import Market

/// All that a monitor holds, for who compares two of them.
extension RateMonitor {
  /// Whether the account of a message that was counted had been found to be one of programme trading before, on its day.
  public func owesProgram(_ verdict: RateVerdict) -> Bool {
    guard terms.bursts > 0, verdict.account != RateCounter.none else { return false }
    let code = RateMarks(.mustRegister)
    return self[verdict.account].found.contains(code) && !verdict.ofAccount.contains(code)
  }

  /// Gives the words that are counted at each place in use, in the order of the places.
  public func words(_ give: (UInt64) -> Void) {
    for place in places where self[place].day != .min {
      let counter = self[place]
      give(UInt64(place))
      counter.words(give)
      for number in 0..<counter.windowCount { give(UInt64(time(number, of: place))) }
    }
  }
}

extension RateCounter {
  fileprivate func words(_ give: (UInt64) -> Void) {
    give(UInt64(firm.rawValue))
    give(account.text.word0)
    give(account.text.word1)
    for signed in [last.nanoseconds, burstEnd, warnedUntil, throttledUntil, second, Int64(day)] {
      give(UInt64(bitPattern: signed))
    }
    for count in [
      secondCount, secondBefore, dayCount, bursts, refused, windowCount, UInt32(found.rawValue),
      earlier, later, lastAccount, accounts,
    ] {
      give(UInt64(count))
    }
  }
}

extension RateMonitor {
  /// What is marked about the account of a message that was counted, or else about its control group: for the day
  /// P1, then P2, or that the rate comes near to what is taken.
  public func mark(of verdict: RateVerdict) -> RateMark? {
    mark(at: verdict.account) ?? mark(at: verdict.group)
  }

  private func mark(at place: UInt32) -> RateMark? {
    guard place != RateCounter.none else { return nil }
    let counter = self[place]
    for code in [MonitorCode.highRate, .highDay, .mustRegister]
    where counter.found.contains(RateMarks(code)) {
      return RateMark(code, windowCount: counter.windowCount)
    }
    guard terms.warning > 0, counter.windowCount >= terms.warning else { return nil }
    return RateMark(.rateWarning, windowCount: counter.windowCount)
  }
}
