private import CSIMD

/// SHA-256 (FIPS 180-4), without memory of its own; blocks are the processor's own matter where it
/// has instructions for them.
///
/// For what is signed and compared by people: generated files, title documents, their chains.
public struct SHA256: Sendable {
  private var state: InlineArray<8, UInt32>
  /// The bytes of the block that has begun, eight to a word, the first one highest.
  private var block = InlineArray<8, UInt64>(repeating: 0)
  private var byteCount: UInt64 = 0

  public init() { state = Self.initial }

  /// Adds one byte of the message.
  public mutating func update(_ byte: UInt8) {
    let place = Int(byteCount >> 3 & 7)
    block[place] = block[place] << 8 | UInt64(byte)
    byteCount += 1
    if byteCount & 63 == 0 { compress(block) }
  }

  /// Adds eight bytes, the first one highest; whole words have come before.
  public mutating func update(word: UInt64) {
    precondition(byteCount & 7 == 0, "a word begins behind a word")
    block[Int(byteCount >> 3 & 7)] = word
    byteCount += 8
    if byteCount & 63 == 0 { compress(block) }
  }

  /// Adds 64 bytes, eight to a word, the first one highest; whole blocks have come before.
  public mutating func update(_ block: InlineArray<8, UInt64>) {
    precondition(byteCount & 63 == 0, "a block begins behind a block")
    byteCount += 64
    compress(block)
  }

  /// The digest of all bytes so far: eight words, the first byte highest.
  public func digest() -> InlineArray<8, UInt32> {
    var padded = self
    let place = Int(byteCount >> 3 & 7)
    // A bit behind the last byte, and what came before this word's bytes is pushed out.
    padded.block[place] = (block[place] << 8 | 0x80) << (8 * (7 - (byteCount & 7)))
    for behind in (place + 1)..<8 { padded.block[behind] = 0 }
    if place == 7 {
      padded.compress(padded.block)
      padded.block = InlineArray(repeating: 0)
    }
    padded.block[7] = byteCount * 8
    padded.compress(padded.block)
    return padded.state
  }

  /// The digest of all bytes so far and 24 more, eight to a word, the first one highest; whole blocks have
  /// come before. The end of the message is one block then.
  public consuming func digest(behind first: UInt64, _ second: UInt64, _ third: UInt64)
    -> InlineArray<8, UInt32>
  {
    update([first, second, third, 1 << 63, 0, 0, 0, (byteCount + 24) * 8])
    return state
  }

  /// The digest as 64 lower-case hexadecimal digits.
  public static func hexDigest(_ message: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    for byte in message { hash.update(byte) }
    return hash.hexDigits
  }

  /// The digest of all bytes so far as 64 lower-case hexadecimal digits.
  public var hexDigits: String {
    let words = digest()
    return words.indices.map { Self.hexadecimal(words[$0]) }.joined()
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private mutating func compress(_ block: InlineArray<8, UInt64>) {
    let next = csimd_sha256(
      csimd_sha256_state(
        a: state[0], b: state[1], c: state[2], d: state[3], e: state[4], f: state[5], g: state[6],
        h: state[7]),
      csimd_sha256_block(
        w0: block[0], w1: block[1], w2: block[2], w3: block[3], w4: block[4], w5: block[5],
        w6: block[6], w7: block[7]))
    state = [next.a, next.b, next.c, next.d, next.e, next.f, next.g, next.h]
  }

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private static var initial: InlineArray<8, UInt32> {
    [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
      0x5be0_cd19,
    ]
  }
}
