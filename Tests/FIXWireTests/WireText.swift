import FIX44
import FIXWire
import Market

/// Bytes of `text` with `|` for the delimiter.
func wire(_ text: String) -> [UInt8] {
  text.utf8.map { $0 == UInt8(ascii: "|") ? 1 : $0 }
}

/// A whole message around `body`, which begins with `35=`, with `|` for the delimiter.
func message(_ body: String, beginString: String = "FIX.4.4") -> [UInt8] {
  trailed(wire("8=\(beginString)|9=\(body.utf8.count)|\(body)"))
}

/// `bytes` and their CheckSum(10).
func trailed(_ bytes: [UInt8]) -> [UInt8] {
  let sum = bytes.reduce(0) { ($0 + Int($1)) % 256 }
  let digits = String(sum)
  return bytes + wire("10=\(String(repeating: "0", count: 3 - digits.count))\(digits)|")
}

/// The bytes as text, `|` for the delimiter.
func text(_ bytes: RawSpan) -> String {
  let bytes = Span<UInt8>(_bytes: bytes)
  let all = bytes.indices.map { bytes[$0] == 1 ? UInt8(ascii: "|") : bytes[$0] }
  return String(decoding: all, as: UTF8.self)
}

/// Tag and value of each field.
func fields(_ index: borrowing FieldIndex, _ bytes: [UInt8]) -> [String] {
  (0..<index.count).map { place in
    let field = index[place]
    return "\(field.tag.rawValue)=\(text(bytes.raw[field]))"
  }
}

extension Tag {
  /// The tag with this number.
  init(_ number: UInt32) { self.init(rawValue: number) }
}

/// An instant of the year 2026: 2026-03-02 is day 20,514 since 1970.
func instant(_ nanosecondsOfDay: Int64, day: Int64 = 20_514) -> Instant {
  Instant(nanoseconds: day * 86_400_000_000_000 + nanosecondsOfDay)
}

/// A small generator with a seed, for random messages: xorshift.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

extension [UInt8] {
  /// These bytes as a message comes.
  var raw: RawSpan {
    @_lifetime(borrow self)
    get { RawSpan(_elements: span) }
  }
}
