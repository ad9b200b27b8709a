import Market

/// All that a monitor holds, for who compares two of them.
extension RateMonitor {
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
