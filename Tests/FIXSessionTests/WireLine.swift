import Foundation
import Market

/// Messages as lines of text with `|` for the delimiter.
struct WireLine {
  let bytes: [UInt8]

  /// The whole message: what `text` leaves out is added, so that a line can also be wrong on purpose.
  init(_ text: String, _ seconds: Double) {
    var fields = Self.fields(Self.filled(text, seconds))
    func add(_ tag: String, _ value: String, at place: Int) {
      if fields.contains(where: { $0.hasPrefix(tag + "=") }) { return }
      fields.insert("\(tag)=\(value)", at: min(place, fields.count))
    }
    add("8", "FIX.4.4", at: 0)
    add("49", "DLR001", at: 2)
    add("56", "CANGDAN", at: 3)
    add("52", Self.time(seconds), at: 4)
    let body = fields.filter { !$0.hasPrefix("8=") && !$0.hasPrefix("9=") && !$0.hasPrefix("10=") }
    let length = body.reduce(0) { $0 + $1.utf8.count + 1 }
    add("9", String(length), at: 1)
    let own = fields.filter { !$0.hasPrefix("10=") }.map { $0 + "\u{1}" }.joined()
    let sum = own.utf8.reduce(UInt8(0)) { $0 &+ $1 }
    let three = String(repeating: "0", count: 3 - String(sum).count) + String(sum)
    let stated = fields.first { $0.hasPrefix("10=") } ?? "10=\(three)"
    bytes = Array((own + stated + "\u{1}").utf8)
  }

  /// A message of ours without BeginString(8), BodyLength(9), CompIDs, SendingTime(52), CheckSum(10).
  static func short(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.map { $0 == 1 ? 0x7c : $0 }, as: UTF8.self)
    let common = ["8=", "9=", "49=", "56=", "52=", "10="]
    return fields(text).filter { field in !common.contains { field.hasPrefix($0) } }
      .map { $0 + "|" }.joined()
  }

  /// The text with `<TIME>` and `<TIME-n>` replaced.
  static func filled(_ text: String, _ seconds: Double) -> String {
    var result = ""
    var rest = Substring(text)
    while let start = rest.range(of: "<TIME"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      let offset = Double(rest[start.upperBound..<end]) ?? 0
      result += rest[..<start.lowerBound] + time(seconds + offset)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func fields(_ text: String) -> [String] {
    text.split(separator: "|").map(String.init)
  }

  /// UTCTimestamp in whole seconds of a test's virtual time, which stays within its first day.
  private static func time(_ seconds: Double) -> String {
    let second = at(seconds).nanoseconds / 1_000_000_000
    func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
    let day = second % 86_400
    return "20261118-\(two(day / 3_600)):\(two(day / 60 % 60)):\(two(day % 60))"
  }
}
