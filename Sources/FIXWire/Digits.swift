/// The digits of a decimal number, as they are read.
struct Digits {
  /// Digits behind the point that are kept.
  private let places: Int
  private var number: UInt64 = 0
  private var count = 0
  private var placesRead = 0
  private var isTooLarge = false
  private var isTooPrecise = false
  var isBehindPoint = false

  init(places: Int) { self.places = places }

  mutating func add(_ digit: UInt8) {
    count += 1
    if isBehindPoint {
      if placesRead == places {
        isTooPrecise = isTooPrecise || digit != 0
        return
      }
      placesRead += 1
    }
    isTooLarge = !FieldValue.add(digit, to: &number) || isTooLarge
  }

  /// The number times 10 to the power of `places`.
  consuming func scaled(isNegative: Bool) throws(ValueError) -> Int64 {
    if count == 0 { throw .malformed }
    if isTooPrecise { throw .excessPrecision }
    while placesRead < places {
      placesRead += 1
      isTooLarge = !FieldValue.add(0, to: &number) || isTooLarge
    }
    let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
    if isTooLarge || number > limit { throw .overflow }
    return isNegative ? 0 &- Int64(truncatingIfNeeded: number) : Int64(number)
  }
}
