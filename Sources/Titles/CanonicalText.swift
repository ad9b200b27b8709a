import Digests
import Market

/// Where the bytes of a canonical text go.
protocol ByteSink: Sendable {
  mutating func update(_ byte: UInt8)
}

extension SHA256: ByteSink {}

/// The bytes themselves, for who wants to read them.
struct ByteList: ByteSink {
  private(set) var bytes: [UInt8] = []
  mutating func update(_ byte: UInt8) { bytes.append(byte) }
}

/// A text with one form only: a first line that names the form, then lines `name=value`, each ended
/// by LF; the bytes of a value that are not printable ASCII stand as `%` and two hexadecimal digits,
/// `%` itself too.
struct CanonicalText<Sink: ByteSink>: Sendable {
  private(set) var sink: Sink

  init(_ form: String, to sink: Sink) {
    self.sink = sink
    for byte in form.utf8 { self.sink.update(byte) }
    self.sink.update(Self.lineFeed)
  }

  private static var lineFeed: UInt8 { 0x0a }

  mutating func begin(_ name: String) {
    for byte in name.utf8 { sink.update(byte) }
    sink.update(UInt8(ascii: "="))
  }

  /// Begins a line whose name is a tag.
  mutating func begin(_ tag: UInt16) {
    append(UInt64(tag))
    sink.update(UInt8(ascii: "="))
  }

  mutating func end() { sink.update(Self.lineFeed) }

  /// A byte of a value.
  mutating func append(_ byte: UInt8) {
    if byte >= 0x20 && byte <= 0x7e && byte != UInt8(ascii: "%") { return sink.update(byte) }
    sink.update(UInt8(ascii: "%"))
    sink.update(Self.hexDigit(byte >> 4))
    sink.update(Self.hexDigit(byte & 15))
  }

  mutating func append(_ number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
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

  mutating func line(_ name: String, _ number: some BinaryInteger) {
    begin(name)
    append(Int64(number), scale: 0)
    end()
  }

  mutating func line(_ name: String, _ digest: Digest256) {
    begin(name)
    for index in 0..<64 { append(digest.hexDigit(index)) }
    end()
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}

extension Digest256 {
  /// The digest of all bytes that `hash` was given.
  init(_ hash: SHA256) {
    self.init()
    let words = hash.digest()
    for index in 0..<32 {
      self[index] = UInt8(truncatingIfNeeded: words[index >> 2] >> UInt32((3 - index & 3) << 3))
    }
  }
}
