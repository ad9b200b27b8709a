private import CSIMD

/// CheckSum(10): the sum of all bytes before its field, modulo 256.
enum CheckSum {
  static func of(_ bytes: RawSpan) -> UInt8 {
    unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return unsafe csimd_sum(base, bytes.count)
    }
  }
}
