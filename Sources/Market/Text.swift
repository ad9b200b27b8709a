/// Up to 16 bytes of printable ASCII, zero-padded: symbols, accounts, CompIDs.
public struct Text16: Hashable, Sendable, BitwiseCopyable {
  public var word0: UInt64 = 0
  public var word1: UInt64 = 0
  public static var capacity: Int { 16 }
  public init() {}
}

/// Up to 32 bytes of printable ASCII, zero-padded: ClOrdID(11), numbers of title documents.
public struct Text32: Hashable, Sendable, BitwiseCopyable {
  public var word0: UInt64 = 0
  public var word1: UInt64 = 0
  public var word2: UInt64 = 0
  public var word3: UInt64 = 0
  public static var capacity: Int { 32 }
  public init() {}
}

/// Text of fixed capacity, stored as little-endian words, first byte lowest, unused bytes zero.
///
/// Equal texts have equal words, so they are compared and hashed word by word.
public protocol FixedText: Hashable, Sendable, BitwiseCopyable, CustomStringConvertible {
  static var capacity: Int { get }
  init()
  /// Word `index`, 0 ..< capacity / 8.
  subscript(word index: Int) -> UInt64 { get set }
}

extension Text16: FixedText {
  public subscript(word index: Int) -> UInt64 {
    get { index == 0 ? word0 : word1 }
    set { if index == 0 { word0 = newValue } else { word1 = newValue } }
  }
}

extension Text32: FixedText {
  public subscript(word index: Int) -> UInt64 {
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

extension FixedText {
  public var isEmpty: Bool { self[word: 0] & 0xff == 0 }

  /// The number of bytes in use.
  public var count: Int {
    for index in (0..<Self.capacity / 8).reversed() where self[word: index] != 0 {
      return index * 8 + 8 - self[word: index].leadingZeroBitCount / 8
    }
    return 0
  }

  /// Byte `index`, zero behind the end.
  public subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: self[word: index >> 3] >> UInt64((index & 7) << 3))
  }

  /// The text of `bytes`; nil if it is longer than the capacity or holds a byte outside 0x20 ... 0x7e.
  public init?(_ bytes: RawSpan) {
    guard bytes.byteCount <= Self.capacity else { return nil }
    self.init()
    for index in 0..<bytes.byteCount {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      guard byte >= 0x20, byte <= 0x7e else { return nil }
      self[word: index >> 3] |= UInt64(byte) << UInt64((index & 7) << 3)
    }
  }

  /// The text of `string`; nil if it is too long or not printable ASCII.
  public init?(_ string: some StringProtocol) {
    self.init()
    var index = 0
    for byte in string.utf8 {
      guard index < Self.capacity, byte >= 0x20, byte <= 0x7e else { return nil }
      self[word: index >> 3] |= UInt64(byte) << UInt64((index & 7) << 3)
      index += 1
    }
  }

  public var description: String {
    String(decoding: (0..<count).map { self[$0] }, as: UTF8.self)
  }
}
