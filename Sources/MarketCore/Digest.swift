import Market

/// A 64-bit digest of words in their order: for comparing states, not for signatures.
struct Digest {
  private(set) var value: UInt64 = 0x6361_6e67_6461_6e31

  mutating func mix(_ word: UInt64) {
    let product = (value ^ word).multipliedFullWidth(by: 0x9fb2_1c65_1e98_df25)
    value = (product.high ^ product.low) &+ word.byteSwapped &+ 1
  }

  mutating func mix(_ word: Int64) { mix(UInt64(bitPattern: word)) }
  mutating func mix(_ word: UInt32) { mix(UInt64(word)) }
  mutating func mix(_ word: UInt8) { mix(UInt64(word)) }
  mutating func mix(_ flag: Bool) { mix(UInt64(flag ? 1 : 0)) }

  mutating func mix(_ digest: Digest256) {
    mix(digest.word0)
    mix(digest.word1)
    mix(digest.word2)
    mix(digest.word3)
  }

  mutating func mix(_ text: Text16) {
    mix(text.word0)
    mix(text.word1)
  }

  mutating func mix(_ text: Text32) {
    mix(text.word0)
    mix(text.word1)
    mix(text.word2)
    mix(text.word3)
  }
}
