import Memory
import Testing

@Suite struct HashIndexTests {
  /// A hash whose place in a small table is `place`; `salt` tells it from others of that place.
  static func hash(place: UInt64, salt: UInt64 = 0) -> UInt64 { (place | salt << 16) << 32 }

  @Test("what was added is found, what was not is not", arguments: [1, 2, 3, 5, 8, 100])
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

  @Test("equal hashes are told apart by the caller")
  func equalHashes() {
    var index = HashIndex(capacity: 4)
    for slot in 0..<UInt32(4) { index.insert(hash: 99 << 32, slot: slot) }
    for slot in 0..<UInt32(4) {
      let found = index.find(hash: 99 << 32) { $0 == slot }
      #expect(found == slot)
    }
  }

  @Test("another hash at the same place does not ask the caller")
  func otherHashIsPassedOver() {
    var index = HashIndex(capacity: 4)
    index.insert(hash: Self.hash(place: 3, salt: 1), slot: 0)
    index.insert(hash: Self.hash(place: 3, salt: 2), slot: 1)
    var asked: [UInt32] = []
    let found = index.find(hash: Self.hash(place: 3, salt: 2)) { slot in
      asked.append(slot)
      return true
    }
    #expect(found == 1)
    #expect(asked == [1])
  }

  /// All ways to put four entries into the eight places, and to take one of them out.
  @Test("after a removal the others are found, wherever they lie", arguments: 0..<8)
  func removalKeepsTheOthers(firstPlace: Int) {
    for rest in 0..<512 {
      let places = [firstPlace, rest & 7, rest >> 3 & 7, rest >> 6].map { UInt64($0) }
      for removed in 0..<4 { expectOthersFound(places, removed: removed) }
    }
  }

  func expectOthersFound(_ places: [UInt64], removed: Int) {
    var index = HashIndex(capacity: 4)
    let hashes = places.enumerated().map { Self.hash(place: $1, salt: UInt64($0)) }
    for (slot, hash) in hashes.enumerated() { index.insert(hash: hash, slot: UInt32(slot)) }
    index.remove(hash: hashes[removed], slot: UInt32(removed))
    var wrong = 0
    for (slot, hash) in hashes.enumerated() {
      let found = index.find(hash: hash) { $0 == UInt32(slot) }
      if found != (slot == removed ? nil : UInt32(slot)) { wrong += 1 }
    }
    let count = index.count
    #expect(wrong == 0, "places \(places), removed \(removed)")
    #expect(count == 3)
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
