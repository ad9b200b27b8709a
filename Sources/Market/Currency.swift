/// Currency(15) as records carry it: three ASCII bytes, the first lowest.
public enum Currency {
  /// The currency of all prices: rule book Art. 8.
  public static var cny: UInt32 { 0x59_4e43 }

  /// The code of a text such as `CNY`; nil for anything but three capital letters.
  public static func code(_ text: String) -> UInt32? {
    let bytes = Array(text.utf8)
    guard bytes.count == 3, bytes.allSatisfy({ (0x41...0x5a).contains($0) }) else { return nil }
    return UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16
  }
}
