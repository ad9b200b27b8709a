/// Currency(15) as records carry it: three ASCII bytes, the first lowest.
public enum Currency {
  /// The currency of all prices: rule book Art. 8.
  public static var cny: UInt32 { 0x59_4e43 }

  /// The code of a text such as `CNY`; nil for anything but three capital letters.
  public static func code(_ text: String) -> UInt32? {
    let bytes = Array(text.utf8)
    guard bytes.count == 3, bytes.allSatisfy(isLetter) else { return nil }
    return UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16
  }

  /// Whether a code is three capital letters.
  public static func isCode(_ code: UInt32) -> Bool {
    code >> 24 == 0 && isLetter(UInt8(code & 0xff)) && isLetter(UInt8(code >> 8 & 0xff))
      && isLetter(UInt8(code >> 16))
  }

  /// Whether a hundredth is the smallest part of the currency's unit, as amounts have it; ISO 4217
  /// has no smaller part, thousandths or ten-thousandths for others.
  public static func hasCents(_ code: UInt32) -> Bool {
    let others = [
      "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
      "VUV", "XAF", "XOF", "XPF", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", "CLF", "UYW",
    ]
    return !others.contains { Self.code($0) == code }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
}
