/// CheckSum(10): the sum of all bytes before its field, modulo 256.
enum CheckSum {
  static func of(_ bytes: Span<UInt8>) -> UInt8 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      var sum: UInt8 = 0
      for index in 0..<bytes.count { unsafe sum &+= bytes[index] }
      return sum
    }
  }
}
