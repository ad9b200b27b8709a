import Digests
import Market

/// Where the bytes of a canonical text go.
protocol ByteSink: Sendable {
  mutating func update(_ byte: UInt8)
  /// Eight bytes, the first one highest.
  mutating func update(_ eight: UInt64)
}

/// Their SHA-256: bytes are gathered to blocks, and no memory but this is used.
struct DigestSink: ByteSink {
  private var hash = SHA256()
  /// The block that has begun, eight bytes to a word, the first one highest.
  private var block = InlineArray<8, UInt64>(repeating: 0)
  private var word: UInt64 = 0
  private var count = 0

  mutating func update(_ byte: UInt8) {
    word = word << 8 | UInt64(byte)
    count &+= 1
    guard count & 7 == 0 else { return }
    block[(count &- 1) >> 3 & 7] = word
    if count & 63 == 0 { hash.update(block) }
  }

  mutating func update(_ eight: UInt64) {
    let place = count >> 3 & 7
    let over = UInt64(count & 7) << 3
    block[place] = over == 0 ? eight : word << (64 - over) | eight >> over
    word = eight
    count &+= 8
    if place == 7 { hash.update(block) }
  }

  /// The digest of the bytes so far.
  var digest: Digest256 {
    var hash = self.hash
    let whole = count >> 3 & 7
    for place in 0..<whole {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        hash.update(UInt8(truncatingIfNeeded: block[place] >> shift))
      }
    }
    for place in stride(from: count & 7, to: 0, by: -1) {
      hash.update(UInt8(truncatingIfNeeded: word >> UInt64(8 * (place - 1))))
    }
    return Digest256(hash.digest())
  }
}

/// The bytes themselves, for who wants to read them.
struct ByteList: ByteSink {
  private(set) var bytes: [UInt8] = []
  mutating func update(_ byte: UInt8) { bytes.append(byte) }

  mutating func update(_ eight: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: eight >> shift))
    }
  }
}

/// A text with one form only: a first line that names the form, then lines `name=value`, each ended
/// by LF; the bytes of a value that are not printable ASCII stand as `%` and two hexadecimal digits,
/// `%` itself too.
struct CanonicalText<Sink: ByteSink>: Sendable {
  private(set) var sink: Sink

  init(_ form: String, to sink: Sink) {
    self.sink = sink
    write(form)
    end()
  }

  private mutating func write(_ text: String) {
    let bytes = text.utf8.span
    for index in 0..<bytes.count { sink.update(bytes[index]) }
  }

  private static var lineFeed: UInt8 { 0x0a }

  mutating func begin(_ name: String) {
    write(name)
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
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var count = 0
    var rest = number
    repeat {
      digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    for place in stride(from: count, to: 0, by: -1) { sink.update(digits[place - 1]) }
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
    for group in 0..<8 { sink.update(digest.hexDigits(group)) }
    end()
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}

extension Digest256 {
  /// The words of a SHA-256, the first byte of each highest.
  fileprivate init(_ words: InlineArray<8, UInt32>) {
    self.init()
    word0 = UInt64(words[0].byteSwapped) | UInt64(words[1].byteSwapped) << 32
    word1 = UInt64(words[2].byteSwapped) | UInt64(words[3].byteSwapped) << 32
    word2 = UInt64(words[4].byteSwapped) | UInt64(words[5].byteSwapped) << 32
    word3 = UInt64(words[6].byteSwapped) | UInt64(words[7].byteSwapped) << 32
  }
}
