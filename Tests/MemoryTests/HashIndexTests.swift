import Memory
import Testing

@Suite struct HashIndexTests {
  /// A hash of bucket `bucket` (of a table that has so many) with this tag.
  static func hash(bucket: UInt64, tag: UInt64) -> UInt64 { bucket << 32 | tag << 24 }

  @Test(
    "what was added is found, what was not is not", arguments: [1, 7, 8, 9, 16, 17, 100, 1_000])
  func findsWhatWasAdded(capacity: Int) {
    let seed = HashSeed(rawValue: 1)
    var index = HashIndex(capacity: capacity)
    for slot in 0..<UInt32(capacity) { index.insert(hash: seed.hash(UInt64(slot)), slot: slot) }
    let count = index.count
    #expect(count == capacity)
    for key in 0..<UInt32(2 * capacity) {
      let found = index.find(hash: seed.hash(UInt64(key))) { $0 == key }
      #expect(found == (key < capacity ? key : nil))
    }
  }

  @Test("what is expected is found or not as before")
  func expecting() {
    let seed = HashSeed(rawValue: 2)
    var index = HashIndex(capacity: 8)
    index.insert(hash: seed.hash(1), slot: 1)
    for key in UInt64(1)...2 { index.expect(hash: seed.hash(key)) }
    let likely = (index.likely(hash: seed.hash(1)), index.likely(hash: seed.hash(2)))
    #expect(likely == (1, nil))
    let elements = Slab(capacity: 8, repeating: 7)
    let expected = (1...2).map { index.expect(hash: seed.hash(UInt64($0)), in: elements) }
    #expect(expected == [1, nil])
    let found = (1...2).map { key in index.find(hash: seed.hash(UInt64(key))) { $0 == 1 } }
    #expect(found == [1, nil])
    #expect(index.count == 1)
  }

  @Test("equal hashes are told apart by the caller")
  func equalHashes() {
    var index = HashIndex(capacity: 4)
    for slot in 0..<UInt32(4) { index.insert(hash: 99 << 32, slot: slot) }
    for slot in 0..<UInt32(4) {
      let found = index.find(hash: 99 << 32) { $0 == slot }
      #expect(found == slot)
    }
  }

  @Test("another tag in the same bucket does not ask the caller")
  func otherTagIsPassedOver() {
    var index = HashIndex(capacity: 4)
    index.insert(hash: Self.hash(bucket: 0, tag: 1), slot: 0)
    index.insert(hash: Self.hash(bucket: 0, tag: 2), slot: 1)
    var asked: [UInt32] = []
    let found = index.find(hash: Self.hash(bucket: 0, tag: 2)) { slot in
      asked.append(slot)
      return true
    }
    #expect(found == 1)
    #expect(asked == [1])
  }

  @Test("a hash whose tag would be 0 is an entry like others")
  func tagZero() {
    var index = HashIndex(capacity: 4)
    index.insert(hash: Self.hash(bucket: 0, tag: 0), slot: 5)
    let found = index.find(hash: Self.hash(bucket: 0, tag: 0)) { $0 == 5 }
    #expect(found == 5)
    index.remove(hash: Self.hash(bucket: 0, tag: 0), slot: 5)
    let gone = index.find(hash: Self.hash(bucket: 0, tag: 0)) { $0 == 5 }
    #expect(gone == nil)
  }

  /// A bucket has twelve places; what is more goes on to the next, the last one's next is the first.
  @Test(
    "entries of one bucket that is full are found, and after each removal the others",
    arguments: [11, 12, 13, 24, 25, 32], [0, 3])
  func fullBuckets(entries: Int, bucket: UInt64) {
    for removed in 0..<entries {
      var index = HashIndex(capacity: 32)
      let hashes = (0..<entries).map { Self.hash(bucket: bucket, tag: UInt64($0 % 3 + 1)) }
      for (slot, hash) in hashes.enumerated() { index.insert(hash: hash, slot: UInt32(slot)) }
      index.remove(hash: hashes[removed], slot: UInt32(removed))
      var wrong = 0
      for (slot, hash) in hashes.enumerated() {
        let found = index.find(hash: hash) { $0 == UInt32(slot) }
        if found != (slot == removed ? nil : UInt32(slot)) { wrong += 1 }
      }
      #expect(wrong == 0, "removed \(removed)")
    }
  }

  @Test("an entry is taken out by its key, also beyond a full bucket; what is not there is nil")
  func removedByKey() {
    var index = HashIndex(capacity: 32)
    for slot in 0..<UInt32(14) { index.insert(hash: Self.hash(bucket: 3, tag: 1), slot: slot) }
    let taken = index.remove(hash: Self.hash(bucket: 3, tag: 1)) { $0 == 13 }
    #expect(taken == 13)
    let again = index.remove(hash: Self.hash(bucket: 3, tag: 1)) { $0 == 13 }
    #expect(again == nil)
    let other = index.find(hash: Self.hash(bucket: 3, tag: 1)) { $0 == 12 }
    let count = index.count
    #expect(other == 12 && count == 13)
  }

  @Test("when those that went on are gone, a miss asks about nothing beyond the full bucket")
  func passageIsForgotten() {
    var index = HashIndex(capacity: 32)
    for slot in 0..<UInt32(13) { index.insert(hash: Self.hash(bucket: 0, tag: 1), slot: slot) }
    index.insert(hash: Self.hash(bucket: 1, tag: 1), slot: 99)
    func asked(_ index: borrowing HashIndex) -> [UInt32] {
      var slots: [UInt32] = []
      _ = index.find(hash: Self.hash(bucket: 0, tag: 1)) { slot in
        slots.append(slot)
        return false
      }
      return slots
    }
    let before = asked(index)
    #expect(before == Array(0..<13) + [99])
    index.remove(hash: Self.hash(bucket: 0, tag: 1), slot: 12)
    let after = asked(index)
    #expect(after == Array(0..<12))
  }

  @Test(
    "a table takes a cache line for each eight entries, rounded up to a power of two",
    arguments: [(1, 1), (8, 1), (9, 2), (16, 2), (17, 4), (32, 4), (33, 8), (1 << 20, 1 << 17)])
  func size(capacity: Int, lines: Int) {
    #expect(HashIndex.byteCount(capacity: capacity) == lines * 64)
  }

  @Test("a random stream of additions and removals agrees with a plain table")
  func agreesWithPlainTable() {
    let seed = HashSeed(rawValue: 7)
    var index = HashIndex(capacity: 32)
    var live: [UInt32] = []
    var state = UInt64(1)
    for _ in 0..<2_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let key = UInt32(state >> 58)
      let found = index.find(hash: seed.hash(UInt64(key))) { $0 == key }
      #expect(found == (live.contains(key) ? key : nil))
      if found != nil {
        index.remove(hash: seed.hash(UInt64(key)), slot: key)
        live.removeAll { $0 == key }
      } else if live.count < 32 {
        index.insert(hash: seed.hash(UInt64(key)), slot: key)
        live.append(key)
      }
      let count = index.count
      #expect(count == live.count)
    }
  }

  @Test("numbers given one after the other are found, as many as there is room for")
  func counted() {
    var index = HashIndex(capacity: 1_000)
    for number in UInt32(1)...5_000 {
      if number > 1_000 {
        index.remove(hash: HashIndex.hash(counted: UInt64(number - 1_000)), slot: number - 1_000)
      }
      index.insert(hash: HashIndex.hash(counted: UInt64(number)), slot: number)
    }
    let found = (UInt32(1)...5_001).filter { number in
      index.find(hash: HashIndex.hash(counted: UInt64(number))) { $0 == number } != nil
    }
    #expect(found == Array(4_001...5_000))
  }

  @Test("an entry too many, and the removal of what is not there, stop the process")
  func misuseIsChecked() async {
    await #expect(processExitsWith: .failure) {
      var index = HashIndex(capacity: 1)
      index.insert(hash: 1, slot: 1)
      index.insert(hash: 2, slot: 2)
    }
    await #expect(processExitsWith: .failure) {
      var index = HashIndex(capacity: 1)
      index.remove(hash: 1, slot: 1)
    }
    await #expect(processExitsWith: .failure) { _ = HashIndex(capacity: 0) }
  }
}
