/// Decimal numbers as people write them, exactly: no floating point on the way.
public enum DecimalText {
  /// Why a text is none.
  public enum Failure: Error, Equatable {
    case notANumber
    case tooManyDecimals(limit: Int)
    case tooLarge
  }

  /// `text` in units of 10^-scale: `"0.5"` with scale 4 is 5,000.
  public static func parse(_ text: some StringProtocol, scale: Int) throws(Failure) -> Int64 {
    var digits = text.utf8[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    var value: Int128 = 0
    var decimals: Int?
    var seen = 0
    var last: UInt8 = 0
    for byte in digits {
      last = byte
      if byte == UInt8(ascii: "."), decimals == nil, seen > 0 {
        decimals = 0
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { throw .notANumber }
      seen += 1
      if let count = decimals {
        if count == scale {
          if byte != 0x30 { throw .tooManyDecimals(limit: scale) }
          continue
        }
        decimals = count + 1
      }
      value = value * 10 + Int128(byte - 0x30)
      if value > Int128(Int64.max) + 1 { throw .tooLarge }
    }
    guard seen > 0, last != UInt8(ascii: ".") else { throw .notANumber }
    for _ in (decimals ?? 0)..<scale { value *= 10 }
    guard let result = Int64(exactly: isNegative ? -value : value) else { throw .tooLarge }
    return result
  }

  /// `value` in units of 10^-scale, with at least `decimals` decimals and no further zeros at the end.
  public static func text(_ value: Int64, scale: Int, decimals: Int = 0) -> String {
    let digits = padded(String(value.magnitude), scale + 1)
    var fraction = digits.suffix(scale)
    while fraction.utf8.count > decimals, fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + digits.dropLast(scale)
      + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// A number that is not negative, with leading zeros: at least so many digits.
  public static func padded(_ number: some FixedWidthInteger, _ digits: Int) -> String {
    padded(String(number), digits)
  }

  /// A text behind so many zeros that it has the length.
  public static func padded(_ text: String, _ length: Int) -> String {
    String(repeating: "0", count: max(0, length - text.utf8.count)) + text
  }
}
