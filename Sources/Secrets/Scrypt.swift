import COpenSSL

/// scrypt, the password-based key derivation of RFC 7914, by the system's OpenSSL.
public enum Scrypt {
  /// What one derivation costs: N blocks of 128 x r bytes, p times.
  public struct Cost: Equatable, Sendable {
    /// CPU and memory cost N, a power of two.
    public let n: UInt64
    /// Block size r.
    public let r: UInt64
    /// Parallelization p.
    public let p: UInt64

    /// Nil where a number is out of range, or a derivation would take more than `memoryBytes`.
    public init?(n: UInt64, r: UInt64, p: UInt64) {
      guard n >= 2, n <= 1 << 20, n & (n - 1) == 0, 1...32 ~= r, 1...16 ~= p,
        128 * r * n <= Self.memoryBytes
      else { return nil }
      self.n = n
      self.r = r
      self.p = p
    }

    private init(interactive: Void) {
      n = 16_384
      r = 8
      p = 1
    }

    /// Most memory of one derivation, in bytes.
    public static var memoryBytes: UInt64 { 64 << 20 }

    /// 16 MiB: some tens of milliseconds of one core.
    public static let interactive = Cost(interactive: ())
  }

  /// The derived key of `byteCount` bytes; nil where OpenSSL refuses, such as for want of memory.
  public static func key(
    of password: RawSpan, salt: [UInt8], cost: Cost, byteCount: Int
  ) -> [UInt8]? {
    precondition(byteCount > 0, "a key has a byte")
    var key = [UInt8](repeating: 0, count: byteCount)
    let memory = Cost.memoryBytes * 2
    let status = unsafe password.withUnsafeBytes { bytes in
      unsafe EVP_PBE_scrypt(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count,
        cost.n, cost.r, cost.p, memory, &key, key.count)
    }
    return status == 1 ? key : nil
  }
}
