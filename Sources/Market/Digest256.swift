/// The 32 bytes of a SHA-256: TitleDigest(7709), and the head of a document's chain.
///
/// Byte 8 n + m is byte m of word n, the lowest first.
public struct Digest256: Hashable, Sendable, BitwiseCopyable {
  public var word0: UInt64 = 0
  public var word1: UInt64 = 0
  public var word2: UInt64 = 0
  public var word3: UInt64 = 0
  /// All bytes zero: no digest.
  public static var none: Digest256 { Digest256() }
  public init() {}

  /// Byte `index`, 0 ..< 32.
  public subscript(index: Int) -> UInt8 {
    get { UInt8(truncatingIfNeeded: self[word: index >> 3] >> UInt64((index & 7) << 3)) }
    set {
      let shift = UInt64((index & 7) << 3)
      let others = self[word: index >> 3] & ~(0xff << shift)
      self[word: index >> 3] = others | UInt64(newValue) << shift
    }
  }

  private subscript(word index: Int) -> UInt64 {
    get {
      switch index {
      case 0: word0
      case 1: word1
      case 2: word2
      default: word3
      }
    }
    set {
      switch index {
      case 0: word0 = newValue
      case 1: word1 = newValue
      case 2: word2 = newValue
      default: word3 = newValue
      }
    }
  }
}

extension Digest256: CustomStringConvertible {
  /// Hexadecimal digits 8 `group` to 8 `group` + 7 of 64, lower case in ASCII, the first one highest.
  public func hexDigits(_ group: Int) -> UInt64 {
    let half = UInt32(truncatingIfNeeded: self[word: group >> 1] >> UInt64((group & 1) << 5))
    var nibbles = UInt64(half.byteSwapped)
    nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
    let letters = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    let fromNineToA = UInt64(UInt8(ascii: "a") - UInt8(ascii: "9") - 1)
    return nibbles + 0x3030_3030_3030_3030 + letters * fromNineToA
  }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    var digits: [UInt8] = []
    for group in 0..<8 {
      let eight = hexDigits(group).bigEndian
      for place in UInt64(0)..<8 { digits.append(UInt8(truncatingIfNeeded: eight >> (8 * place))) }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The digest of 64 hexadecimal digits of either case; nil for anything else.
  public init?(hex: Span<UInt8>) {
    guard hex.count == 64 else { return nil }
    self.init()
    for index in 0..<64 {
      guard let nibble = Self.nibble(hex[index]) else { return nil }
      self[index >> 1] |= index & 1 == 0 ? nibble << 4 : nibble
    }
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Where the goods of a document are, within its warehouse; or which transport document stands for them.
///
/// Two live documents never have the same one: market rules 2.1, I4. Empty where it is not known.
public struct TitlePosition: Hashable, Sendable, BitwiseCopyable {
  /// The bytes of StoragePosition(7712), zero-padded; of a bill of lading a digest.
  public private(set) var key = Digest256.none
  public init() {}

  /// A bay, stack or tank: StoragePosition(7712).
  public init(storage position: Text16) {
    key.word0 = position.word0
    key.word1 = position.word1
  }

  /// A bill of lading, by the digest of its carrier and its references.
  public init(transportDocument digest: Digest256) { key = digest }

  public var isEmpty: Bool { key == .none }
}
