import COpenSSL

/// What is kept of a password: enough to recognise it, not to know it.
///
/// Its text is `scrypt:N:r:p:salt:hash`, salt and hash in hexadecimal figures.
public struct PasswordHash: Equatable, Sendable {
  let cost: Scrypt.Cost
  let salt: [UInt8]
  let hash: [UInt8]

  static let saltBytes = 16
  static let hashBytes = 32

  /// Reads the text form; nil where it is malformed or its cost is out of range. The salt has 8 to 64
  /// bytes, the hash 16 to 64.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let n = UInt64(parts[1]),
      let r = UInt64(parts[2]), let p = UInt64(parts[3]), let cost = Scrypt.Cost(n: n, r: r, p: p),
      let salt = Hexadecimal.bytes(parts[4]), 8...64 ~= salt.count,
      let hash = Hexadecimal.bytes(parts[5]), 16...64 ~= hash.count
    else { return nil }
    self.init(cost: cost, salt: salt, hash: hash)
  }

  private init(cost: Scrypt.Cost, salt: [UInt8], hash: [UInt8]) {
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// Of `password`, with a salt of its own; nil where OpenSSL gives no random bytes or no memory.
  public static func make(
    of password: RawSpan, cost: Scrypt.Cost = .interactive
  ) -> PasswordHash? {
    var salt = [UInt8](repeating: 0, count: saltBytes)
    guard unsafe RAND_bytes(&salt, CInt(saltBytes)) == 1,
      let hash = Scrypt.key(of: password, salt: salt, cost: cost, byteCount: hashBytes)
    else { return nil }
    return PasswordHash(cost: cost, salt: salt, hash: hash)
  }

  /// Whether `password` is the one; compared in a time that does not depend on the bytes.
  public func verifies(_ password: RawSpan) -> Bool {
    guard let key = Scrypt.key(of: password, salt: salt, cost: cost, byteCount: hash.count) else {
      return false
    }
    return unsafe CRYPTO_memcmp(key, hash, hash.count) == 0
  }

  /// The text form, for the file of credentials alone.
  public var text: String {
    let numbers = "scrypt:\(cost.n):\(cost.r):\(cost.p)"
    return "\(numbers):\(Hexadecimal.text(salt)):\(Hexadecimal.text(hash))"
  }
}

/// Bytes as pairs of hexadecimal figures.
enum Hexadecimal {
  static func text(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let figures = String(byte, radix: 16)
      return figures.count == 1 ? "0\(figures)" : figures
    }.joined()
  }

  /// Nil for anything else than pairs of figures.
  static func bytes(_ text: Substring) -> [UInt8]? {
    let figures = text.utf8.compactMap { figure(of: $0) }
    guard figures.count == text.utf8.count, figures.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: figures.count, by: 2).map { figures[$0] << 4 | figures[$0 + 1] }
  }

  private static func figure(of character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x41 + 10
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }
}
