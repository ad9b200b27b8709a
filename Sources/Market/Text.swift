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

extension Text32 {
  /// Its first 16 bytes.
  public var first16: Text16 {
    var text = Text16()
    text.word0 = word0
    text.word1 = word1
    return text
  }
}

/// Text of fixed capacity, stored as little-endian words, first byte lowest, unused bytes zero.
///
/// Equal texts have equal words, so they are compared and hashed word by word.
public protocol FixedText: Hashable, Sendable, BitwiseCopyable, CustomStringConvertible {
  static var capacity: Int { get }
  init()
  /// The text of `bytes`; nil if it is longer than the capacity or holds a byte outside 0x20 ... 0x7e.
  init?(_ bytes: RawSpan)
  /// Word `index`, 0 ..< capacity / 8.
  subscript(word index: Int) -> UInt64 { get set }
  /// The number of bytes in use.
  var count: Int { get }
}

extension Text16: FixedText {
  public init?(_ bytes: RawSpan) {
    guard bytes.byteCount <= Self.capacity, let word0 = bytes.printableWord(0),
      let word1 = bytes.printableWord(1)
    else { return nil }
    self.word0 = word0
    self.word1 = word1
  }

  public var count: Int {
    word1 == 0 ? 8 - word0.leadingZeroBitCount / 8 : 16 - word1.leadingZeroBitCount / 8
  }

  public subscript(word index: Int) -> UInt64 {
    get { index == 0 ? word0 : word1 }
    set { if index == 0 { word0 = newValue } else { word1 = newValue } }
  }
}

extension Text32: FixedText {
  public init?(_ bytes: RawSpan) {
    guard bytes.byteCount <= Self.capacity, let word0 = bytes.printableWord(0),
      let word1 = bytes.printableWord(1), let word2 = bytes.printableWord(2),
      let word3 = bytes.printableWord(3)
    else { return nil }
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
  }

  public var count: Int {
    if word3 != 0 { return 32 - word3.leadingZeroBitCount / 8 }
    if word2 != 0 { return 24 - word2.leadingZeroBitCount / 8 }
    if word1 != 0 { return 16 - word1.leadingZeroBitCount / 8 }
    return 8 - word0.leadingZeroBitCount / 8
  }

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

  /// Byte `index`, zero behind the end.
  public subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: self[word: index >> 3] >> UInt64((index & 7) << 3))
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

extension RawSpan {
  /// Bytes 8 `index` to 8 `index` + 7 as a word, zero behind the end; nil where one of them is not
  /// printable ASCII.
  fileprivate func printableWord(_ index: Int) -> UInt64? {
    let count = min(byteCount - index * 8, 8)
    if count <= 0 { return 0 }
    let word = littleEndianWord(from: index * 8, count: count)
    let blanks = count == 8 ? 0 : 0x2020_2020_2020_2020 &<< UInt64(count * 8)
    let filled = word | blanks
    // A byte below 0x20 borrows into its highest bit, 0x7f carries into it, others above have it.
    let strangers =
      (filled &- 0x2020_2020_2020_2020) | (filled &+ 0x0101_0101_0101_0101) | filled
    return strangers & 0x8080_8080_8080_8080 == 0 ? word : nil
  }

  /// `count` bytes from `start`, 1 to 8 and within the span, the first lowest.
  private func littleEndianWord(from start: Int, count: Int) -> UInt64 {
    if count == 8 {
      return unsafe unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    }
    if start > 0 {
      let last = unsafe unsafeLoadUnaligned(fromByteOffset: start + count - 8, as: UInt64.self)
      return last &>> UInt64(64 - count * 8)
    }
    var word: UInt64 = 0
    for place in 0..<count {
      let byte = unsafe unsafeLoad(fromByteOffset: place, as: UInt8.self)
      word |= UInt64(byte) &<< UInt64(place * 8)
    }
    return word
  }
}
