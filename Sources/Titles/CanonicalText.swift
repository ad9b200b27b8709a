import Digests
import Market

/// A text with one form only, and its SHA-256: a first line that names the form, then lines
/// `name=value`, each ended by LF; the bytes of a value that are not printable ASCII stand as `%` and
/// two hexadecimal digits, `%` itself too.
struct CanonicalText: Sendable {
  private var hash = SHA256()

  init(_ form: String) {
    write(form)
    end()
  }

  /// The digest of the text so far.
  var digest: Digest256 { Digest256(hash.digest()) }

  private mutating func write(_ text: String) {
    let bytes = text.utf8.span
    for index in 0..<bytes.count { hash.update(bytes[index]) }
  }

  private static var lineFeed: UInt8 { 0x0a }

  mutating func begin(_ name: String) {
    write(name)
    hash.update(UInt8(ascii: "="))
  }

  /// Begins a line whose name is a tag.
  mutating func begin(_ tag: UInt16) {
    append(UInt64(tag))
    hash.update(UInt8(ascii: "="))
  }

  mutating func end() { hash.update(Self.lineFeed) }

  /// A byte of a value.
  mutating func append(_ byte: UInt8) {
    if byte >= 0x20 && byte <= 0x7e && byte != UInt8(ascii: "%") { return hash.update(byte) }
    hash.update(UInt8(ascii: "%"))
    hash.update(Self.hexDigit(byte >> 4))
    hash.update(Self.hexDigit(byte & 15))
  }

  mutating func append(_ number: UInt64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var count = 0
    var rest = number
    repeat {
      digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    for place in stride(from: count, to: 0, by: -1) { hash.update(digits[place - 1]) }
  }

  /// A number with exactly `scale` digits behind the point.
  mutating func append(_ number: Int64, scale: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var unit: UInt64 = 1
    for _ in 0..<scale { unit *= 10 }
    append(number.magnitude / unit)
    guard scale > 0 else { return }
    append(UInt8(ascii: "."))
    var rest = number.magnitude % unit
    for _ in 0..<scale {
      rest *= 10
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
      rest %= unit
    }
  }

  mutating func line(_ name: String, _ text: some FixedText) {
    begin(name)
    for index in 0..<text.count { append(text[index]) }
    end()
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}

extension Digest256 {
  /// The words of a SHA-256, the first byte of each highest.
  init(_ words: InlineArray<8, UInt32>) {
    self.init()
    word0 = UInt64(words[0].byteSwapped) | UInt64(words[1].byteSwapped) << 32
    word1 = UInt64(words[2].byteSwapped) | UInt64(words[3].byteSwapped) << 32
    word2 = UInt64(words[4].byteSwapped) | UInt64(words[5].byteSwapped) << 32
    word3 = UInt64(words[6].byteSwapped) | UInt64(words[7].byteSwapped) << 32
  }
}
