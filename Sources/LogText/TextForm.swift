public import Market

/// How times and texts look to people.
public enum TextForm {
  /// `2026-11-23T01:30:00.000000000Z`.
  public static func timestamp(_ instant: Instant) -> String {
    let utc = instant.utc
    let time = [utc.hour, utc.minute, utc.second].map { DecimalText.padded($0, 2) }
    let fraction = DecimalText.padded(utc.nanosecond, 9)
    return "\(utc.date)T\(time.joined(separator: ":")).\(fraction)Z"
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
        result += "\\u00" + DecimalText.padded(String(scalar.value, radix: 16), 2)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
