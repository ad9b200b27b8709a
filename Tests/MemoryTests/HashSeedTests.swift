import Memory
import Testing

@Suite struct HashSeedTests {
  let seed = HashSeed(rawValue: 42)

  @Test("the same seed and words give the same hash")
  func isStable() {
    let same = HashSeed(rawValue: 42)
    #expect(seed.rawValue == 42)
    #expect(seed.hash(1) == same.hash(1))
    #expect(seed.hash(1, 2) == same.hash(1, 2))
    #expect(seed.hash(1, 2, 3) == same.hash(1, 2, 3))
    #expect(seed.hash(1, 2, 3, 4) == same.hash(1, 2, 3, 4))
    #expect(seed.hash(1, 2, 3, 4, 5) == same.hash(1, 2, 3, 4, 5))
  }

  @Test("another seed gives another hash")
  func dependsOnSeed() {
    let hashes = Set((0..<1_000).map { HashSeed(rawValue: $0).hash(7) })
    #expect(hashes.count == 1_000)
  }

  @Test("every word counts, and its place")
  func everyWordCounts() {
    let hashes = [
      seed.hash(1, 2, 3, 4), seed.hash(0, 2, 3, 4), seed.hash(1, 0, 3, 4), seed.hash(1, 2, 0, 4),
      seed.hash(1, 2, 3, 0), seed.hash(2, 1, 3, 4), seed.hash(3, 4, 1, 2), seed.hash(1, 2, 4, 3),
    ]
    #expect(Set(hashes).count == hashes.count)
  }

  @Test("the upper half of consecutive numbers fills a table evenly", arguments: [0, 1, 42])
  func spreadsConsecutiveNumbers(rawValue: UInt64) {
    let seed = HashSeed(rawValue: rawValue)
    var load = [Int](repeating: 0, count: 256)
    for word in 0..<UInt64(25_600) { load[Int(seed.hash(word) >> 32) & 255] += 1 }
    #expect(load.min().map { $0 > 50 } == true)
    #expect(load.max().map { $0 < 150 } == true)
  }

  @Test("one bit of the word turns about half of the bits of the hash")
  func avalanche() {
    var turned = 0
    for bit in 0..<64 {
      for word in UInt64(0)..<64 {
        turned += (seed.hash(word) ^ seed.hash(word ^ (1 << UInt64(bit)))).nonzeroBitCount
      }
    }
    let mean = turned / (64 * 64)
    #expect(mean >= 30 && mean <= 34)
  }
}
