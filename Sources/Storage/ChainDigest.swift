import Digests
import Market
import Records

/// SHA-256 over a command log, batch by batch and from segment to segment.
///
/// ```
/// value' = SHA-256(value, 32 zeros, bytes)
/// ```
/// where bytes are the first 64 of a segment's header, and then the records of each batch, its header first. It begins
/// with zeros in front of command 1. Zeros stand there so that records, whose length is a multiple of 64, are whole
/// blocks. So the value behind a segment testifies to every byte of the log before it.
struct ChainDigest: Sendable {
  private var value = InlineArray<8, UInt32>(repeating: 0)
  /// Of the batch that has begun.
  private var batch: SHA256?

  init() {}

  /// Goes on behind a value of 64 hexadecimal digits; nil where it is none.
  init?(hex: Substring) {
    let digits = Array(hex.utf8)
    guard digits.count == 64 else { return nil }
    for place in value.indices {
      let word = String(decoding: digits[8 * place..<8 * place + 8], as: UTF8.self)
      guard let number = UInt32(word, radix: 16), word == word.lowercased() else { return nil }
      value[place] = number
    }
  }

  /// The value, with all records that were taken, as 64 hexadecimal digits.
  var hex: String {
    var words: [String] = []
    let now = closed
    for place in now.indices {
      let digits = String(now[place], radix: 16)
      words.append(String(repeating: "0", count: 8 - digits.count) + digits)
    }
    return words.joined()
  }

  /// A segment begins.
  mutating func take(_ header: SegmentHeader) {
    value = closed
    batch = nil
    var hash = link()
    unsafe withUnsafeBytes(of: header) { bytes in unsafe Self.add(bytes.bytes, to: &hash) }
    value = hash.digest()
  }

  /// The next record of the segment, a batch's header or a command.
  mutating func take(record: RawSpan) {
    if record.loadHead().typeCode == CommandType.batch.rawValue {
      value = closed
      batch = nil
    }
    var hash = batch ?? link()
    Self.add(record, to: &hash)
    batch = hash
  }

  private var closed: InlineArray<8, UInt32> { batch?.digest() ?? value }

  private func link() -> SHA256 {
    var hash = SHA256()
    for place in 0..<4 {
      hash.update(word: UInt64(value[2 * place]) << 32 | UInt64(value[2 * place + 1]))
    }
    for _ in 0..<4 { hash.update(word: 0) }
    return hash
  }

  private static func add(_ bytes: RawSpan, to hash: inout SHA256) {
    var block = InlineArray<8, UInt64>(repeating: 0)
    for start in stride(from: 0, to: bytes.byteCount, by: 64) {
      for place in 0..<8 {
        let word = unsafe bytes.unsafeLoadUnaligned(
          fromByteOffset: start + 8 * place, as: UInt64.self)
        block[place] = word.bigEndian
      }
      hash.update(block)
    }
  }
}
