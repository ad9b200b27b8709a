public import Market

/// Values and the delimiters behind them; the tag is written, and there is room.
extension MessageEncoder {
  @usableFromInline
  mutating func endWith(_ value: UInt64) {
    number(value)
    endField()
  }

  @usableFromInline
  mutating func endWith(_ value: Int64) {
    if value < 0 { store(UInt64(ASCII.minus), 1) }
    number(value.magnitude)
    endField()
  }

  /// A decimal; up to eight digits are made at once and divided by the point.
  @usableFromInline
  mutating func endWith(_ value: Int64, scale: Int) {
    if value < 0 { store(UInt64(ASCII.minus), 1) }
    if value.magnitude < 100_000_000, scale < 8 {
      shortDecimal(value.magnitude, scale: scale)
    } else {
      longDecimal(value.magnitude, scale: scale)
    }
    endField()
  }

  @inline(__always)
  private mutating func shortDecimal(_ number: UInt64, scale: Int) {
    let figures = DigitWords.figures(number)
    let text = figures | DigitWords.zeroes
    let wholeDigits = 8 &- scale
    let leading = min(figures.trailingZeroBitCount &>> 3, wholeDigits &- 1)
    store(text &>> UInt64(8 &* leading), wholeDigits &- leading)
    let places = 8 &- figures.leadingZeroBitCount &>> 3 &- wholeDigits
    if places > 0 {
      let behind = text &>> UInt64(8 &* wholeDigits)
      store(UInt64(ASCII.point) | behind &<< 8, places &+ 1)
    }
  }

  private mutating func longDecimal(_ number: UInt64, scale: Int) {
    let (whole, rest) = Self.divided(number, scale: scale)
    self.number(whole)
    if rest == 0 { return }
    let figures = DigitWords.figures(rest)
    store(UInt64(ASCII.point), 1)
    store(figures | DigitWords.zeroes, 8 &- figures.leadingZeroBitCount &>> 3)
  }

  /// What stands before the point, and eight places behind it.
  @inline(__always)
  private static func divided(_ number: UInt64, scale: Int) -> (whole: UInt64, places: UInt64) {
    if scale == 4 {
      let whole = number / 10_000
      return (whole, (number &- whole &* 10_000) &* 10_000)
    }
    var power: UInt64 = 1
    var rest: UInt64 = 1
    for place in 0..<8 {
      if place < scale { power &*= 10 } else { rest &*= 10 }
    }
    return (number / power, number % power &* rest)
  }

  @usableFromInline
  mutating func endWith(_ value: Text16) {
    let start = end
    store(value.word0, 8)
    store(value.word1, 8)
    end = start + Self.count(value.word0, value.word1)
    endField()
  }

  @usableFromInline
  mutating func endWith(_ value: Text32) {
    let high = Self.count(value.word2, value.word3)
    let start = end
    store(value.word0, 8)
    store(value.word1, 8)
    store(value.word2, 8)
    store(value.word3, 8)
    end = start + (high > 0 ? 16 &+ high : Self.count(value.word0, value.word1))
    endField()
  }

  /// Bytes in use of two words of text.
  @inline(__always)
  private static func count(_ low: UInt64, _ high: UInt64) -> Int {
    high == 0
      ? 8 &- low.leadingZeroBitCount &>> 3 : 16 &- high.leadingZeroBitCount &>> 3
  }

  @usableFromInline
  mutating func endWith(_ value: Instant, _ precision: TimestampPrecision) {
    precondition(value.nanoseconds >= 0, "not before 1970")
    let second = value.nanoseconds / 1_000_000_000
    clock.move(to: second)
    store(clock.date, 8)
    store(clock.time, 8)
    let rest = UInt64(value.nanoseconds &- second &* 1_000_000_000)
    let behind = clock.lastDigit | UInt64(ASCII.point) << 8
    switch precision {
    case .seconds: store(clock.lastDigit, 1)
    case .milliseconds: store(behind | DigitWords.threeDigits(rest / 1_000_000) << 16, 5)
    case .microseconds: fraction(behind, rest / 1_000 &* 100, digits: 6)
    case .nanoseconds:
      fraction(behind, rest / 10, digits: 8)
      store(rest % 10 | UInt64(ASCII.zero), 1)
    }
    endField()
  }

  /// A UTCTimeOnly in milliseconds.
  mutating func endWith(timeOf value: Instant) {
    let second = value.nanoseconds / 1_000_000_000
    clock.move(to: second)
    store(clock.time >> 8, 7)
    let milliseconds = UInt64(value.nanoseconds &- second &* 1_000_000_000) / 1_000_000
    let behind = clock.lastDigit | UInt64(ASCII.point) << 8
    store(behind | DigitWords.threeDigits(milliseconds) << 16, 5)
    endField()
  }

  /// The second's last digit and the point, then the first `digits` of eight places.
  private mutating func fraction(_ before: UInt64, _ places: UInt64, digits: Int) {
    store(before, 2)
    store(DigitWords.figures(places) | DigitWords.zeroes, digits)
  }

  /// Digits, four or eight at a time.
  @inline(__always)
  private mutating func number(_ value: UInt64) {
    if value < 10_000 {
      let (word, count) = DigitWords.fewDigits(value)
      store(word, count)
    } else if value < 100_000_000 {
      let (word, count) = DigitWords.digits(value)
      store(word, count)
    } else {
      largeNumber(value)
    }
  }

  private mutating func largeNumber(_ value: UInt64) {
    let high = value / 100_000_000
    number(high)
    store(DigitWords.figures(value - high * 100_000_000) | DigitWords.zeroes, 8)
  }
}
