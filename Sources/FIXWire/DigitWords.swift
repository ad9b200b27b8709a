/// Digits of numbers as words of text, the first character in the lowest byte.
enum DigitWords {
  /// Eight digits of a number below 100,000,000 as figures 0 to 9, with leading zeroes.
  ///
  /// Halves are split into pairs and pairs into digits, all at once, by multiplication.
  @inline(__always)
  static func figures(_ number: UInt64) -> UInt64 {
    let high = number / 10_000
    let halves = high | (number &- high &* 10_000) &<< 32
    let hundreds = (halves &* 10_486) &>> 20 & 0x0000_007f_0000_007f
    let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0x000f_000f_000f_000f
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// Makes characters of figures.
  static var zeroes: UInt64 { 0x3030_3030_3030_3030 }

  /// The digits of a number below 100,000,000, without leading zeroes, and how many they are.
  @inline(__always)
  static func digits(_ number: UInt64) -> (word: UInt64, count: Int) {
    let figures = figures(number)
    let leading = min(figures.trailingZeroBitCount &>> 3, 7)
    return ((figures | zeroes) &>> UInt64(8 &* leading), 8 &- leading)
  }

  /// Four digits of a number below 10,000 as figures 0 to 9, with leading zeroes.
  @inline(__always)
  static func fewFigures(_ number: UInt64) -> UInt64 {
    let hundreds = (number &* 10_486) &>> 20
    let pairs = hundreds | (number &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0x000f_000f
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// The digits of a number below 10,000, without leading zeroes, and how many they are.
  @inline(__always)
  static func fewDigits(_ number: UInt64) -> (word: UInt64, count: Int) {
    let figures = fewFigures(number)
    let leading = min(figures.trailingZeroBitCount &>> 3, 3)
    return ((figures | 0x3030_3030) &>> UInt64(8 &* leading), 4 &- leading)
  }

  /// Two digits of a number below 100.
  @inline(__always)
  static func twoDigits(_ number: UInt64) -> UInt64 {
    let tens = (number &* 103) &>> 10
    return (tens | (number &- tens &* 10) &<< 8) | 0x3030
  }

  /// Three digits of a number below 1,000.
  @inline(__always)
  static func threeDigits(_ number: UInt64) -> UInt64 {
    let hundreds = number / 100
    return (hundreds | 0x30) | twoDigits(number &- hundreds &* 100) &<< 8
  }
}
