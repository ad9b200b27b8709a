import FIXWire
public import Market

/// How numbers, times and texts look to people.
public enum TextForm {
  /// `value` divided by 10 to the power of `scale`, exact, without zeros at the end.
  public static func decimal(_ value: Int64, scale: Int) -> String {
    var digits = String(value.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    var fraction = digits.suffix(scale)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(scale)
    return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// `2026-11-23T01:30:00.000000000Z`.
  public static func timestamp(_ instant: Instant) -> String {
    let second: Int64 = 1_000_000_000
    let day = 86_400 * second
    let nanos = instant.nanoseconds
    let days = nanos >= 0 ? nanos / day : (nanos - day + 1) / day
    let rest = nanos - days * day
    let (year, month, dayOfMonth) = CivilDate(daysSince1970: Int(days)).yearMonthDay
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    let seconds = Int(rest / second)
    let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    return "\(date)T\(time.joined(separator: ":")).\(padded(Int(rest % second), 9))Z"
  }

  /// In quotes, with escapes, unless it is a plain word.
  public static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// In quotes, with the escapes of JSON.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        result += "\\u00" + padded(String(scalar.value, radix: 16), 2)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func padded(_ value: Int, _ digits: Int) -> String {
    padded(String(value), digits)
  }

  private static func padded(_ text: String, _ digits: Int) -> String {
    String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
