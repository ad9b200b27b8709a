import FIX44
import TradeClient

/// Messages and bytes for these tests, written with `|` for the delimiter.
enum TapMessages {
  /// `35=8|55=CU-BW-A|...` as it is on the wire: with BeginString(8), BodyLength(9) and CheckSum(10).
  static func wire(_ body: String) -> [UInt8] {
    let text = "8=FIX.4.4|9=\(body.utf8.count)|\(body)".replacing("|", with: "\u{1}")
    let sum = String(text.utf8.reduce(0) { ($0 + Int($1)) % 256 })
    return Array("\(text)10=\(String(repeating: "0", count: 3 - sum.count))\(sum)\u{1}".utf8)
  }

  /// The same as a message.
  static func message(_ body: String) -> WireMessage {
    let text = text(wire(body))
    return WireMessage(
      fields: text.split(separator: "|").map { part in
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return .init(FIX44.Tag(rawValue: UInt32(pair[0]) ?? 0), String(pair[1]))
      })
  }

  /// Bytes with `|` for the delimiter.
  static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).replacing("\u{1}", with: "|")
  }
}
