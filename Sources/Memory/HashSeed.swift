/// A secret that keys the hashes of a table, so that nobody outside can choose colliding keys.
///
/// The same seed gives the same hashes in every process: it comes from the command log. Words are
/// combined with keys drawn from the seed by full-width multiplication, folded by exclusive or.
/// Not for signatures.
@frozen
public struct HashSeed: Sendable, BitwiseCopyable {
  public let rawValue: UInt64
  @usableFromInline let key0: UInt64
  @usableFromInline let key1: UInt64
  @usableFromInline let key2: UInt64
  @usableFromInline let key3: UInt64

  /// Any value will do, zero too.
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
    var state = rawValue
    key0 = Self.draw(&state)
    key1 = Self.draw(&state) | 1
    key2 = Self.draw(&state)
    key3 = Self.draw(&state) | 1
  }

  /// The hash of one word: an identifier or a price.
  @inlinable
  public func hash(_ word: UInt64) -> UInt64 {
    finish(Self.fold(word ^ key0, key1))
  }

  /// The hash of two words, such as a session and a number, or a text of 16 bytes.
  @inlinable
  public func hash(_ word0: UInt64, _ word1: UInt64) -> UInt64 {
    finish(Self.fold(word0 ^ key0, word1 ^ key1))
  }

  /// The hash of three words, such as an account and a text of 16 bytes.
  @inlinable
  public func hash(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64) -> UInt64 {
    finish(Self.fold(word0 ^ key0, word1 ^ key1) ^ word2)
  }

  /// The hash of four words, such as a text of 32 bytes.
  @inlinable
  public func hash(
    _ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64
  ) -> UInt64 {
    let front = Self.fold(word0 ^ key0, word1 ^ key1)
    let back = Self.fold(word2 ^ key2, word3 ^ key3)
    return finish(front ^ (back << 32 | back >> 32))
  }

  /// The hash of five words, such as a session and a text of 32 bytes.
  @inlinable
  public func hash(
    _ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64, _ word4: UInt64
  ) -> UInt64 {
    finish(hash(word0, word1, word2, word3) ^ word4)
  }

  @inlinable
  func finish(_ word: UInt64) -> UInt64 { Self.fold(word ^ key2, key3) }

  /// Both halves of the 128-bit product, combined.
  @inlinable
  static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The next key: a counter with a step of 2^64 / golden ratio, mixed by multiply and xorshift.
  private static func draw(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
