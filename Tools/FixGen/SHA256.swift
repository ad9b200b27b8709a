/// SHA-256 of a short message (FIPS 180-4): the fingerprint in the head of generated files.
public enum SHA256 {
  /// The digest as 64 lower-case hexadecimal digits.
  public static func hexDigest(_ message: some Sequence<UInt8>) -> String {
    let bytes = padded(Array(message))
    var state = initial
    for start in stride(from: 0, to: bytes.count, by: 64) {
      compress(Array(bytes[start..<start + 64]), into: &state)
    }
    return state.map(hexadecimal).joined()
  }

  /// The message, a one bit, zeros, and its length in bits: a whole number of 64-byte blocks.
  private static func padded(_ message: [UInt8]) -> [UInt8] {
    var bytes = message
    bytes.append(0x80)
    bytes.append(contentsOf: [UInt8](repeating: 0, count: (120 - bytes.count % 64) % 64))
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    precondition(bytes.count % 64 == 0, "the padded message is whole blocks")
    return bytes
  }

  private static func schedule(_ block: [UInt8]) -> [UInt32] {
    var words: [UInt32] = []
    for start in stride(from: 0, to: 64, by: 4) {
      words.append(block[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
    for index in 16..<64 {
      let early = words[index - 15]
      let late = words[index - 2]
      let first = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
      let second = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
      words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
    }
    return words
  }

  private static func compress(_ block: [UInt8], into state: inout [UInt32]) {
    let words = schedule(block)
    var now = state
    for round in 0..<64 {
      let e = now[4]
      let a = now[0]
      let choice = (e & now[5]) ^ (~e & now[6])
      let majority = (a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2])
      let one = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let zero = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let first = now[7] &+ one &+ choice &+ constants[round] &+ words[round]
      now = [
        first &+ zero &+ majority, a, now[1], now[2], now[3] &+ first, e, now[5], now[6],
      ]
    }
    for index in 0..<8 { state[index] &+= now[index] }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  private static var initial: [UInt32] {
    primes(8).map { fraction(of: $0, root: 2) }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = primes(64).map { fraction(of: $0, root: 3) }

  private static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < count {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }

  /// The largest r with r^root <= n * 2^(32 root), cut to its low 32 bits: integers only, so exact.
  private static func fraction(of n: UInt64, root: Int) -> UInt32 {
    let target = UInt128(n) << UInt128(32 * root)
    var found: UInt128 = 0
    for bit in stride(from: 36, through: 0, by: -1) {
      let candidate = found | (1 << UInt128(bit))
      let power = root == 2 ? candidate * candidate : candidate * candidate * candidate
      if power <= target { found = candidate }
    }
    return UInt32(truncatingIfNeeded: found)
  }
}
