import Memory
import Testing

@Suite struct SlotPoolTests {
  @Test("a fresh pool hands out every slot once, in order, then none", arguments: [1, 2, 3, 64])
  func handsOutAll(capacity: Int) {
    var pool = SlotPool(capacity: capacity)
    var slots: [UInt32] = []
    while let slot = pool.take() { slots.append(slot) }
    let inUse = pool.inUse
    let available = pool.available
    #expect(slots == (0..<UInt32(capacity)).map { $0 })
    #expect(inUse == capacity)
    #expect(available == 0)
  }

  @Test("the upcoming slot is the one that is taken next, while there is one")
  func upcoming() {
    var pool = SlotPool(capacity: 2)
    for _ in 0..<2 {
      let upcoming = pool.upcoming
      let taken = pool.take()
      #expect(upcoming == taken)
    }
    let none = pool.upcoming
    pool.give(1)
    let again = pool.upcoming
    #expect(none == nil && again == 1)
  }

  @Test("the slot given back last is taken first")
  func reusesLastFirst() {
    var pool = SlotPool(capacity: 4)
    for _ in 0..<4 { _ = pool.take() }
    pool.give(1)
    pool.give(3)
    pool.give(0)
    let again = [pool.take(), pool.take(), pool.take(), pool.take()]
    #expect(again == [0, 3, 1, nil])
  }

  @Test("a slot is taken from take to give")
  func isTaken() {
    var pool = SlotPool(capacity: 2)
    let before = pool.isTaken(0)
    _ = pool.take()
    let between = pool.isTaken(0)
    pool.give(0)
    let after = pool.isTaken(0)
    let inUse = pool.inUse
    #expect([before, between, after] == [false, true, false])
    #expect(inUse == 0)
  }

  @Test("giving back what is free, or what does not exist, stops the process")
  func giveIsChecked() async {
    await #expect(processExitsWith: .failure) {
      var pool = SlotPool(capacity: 2)
      pool.give(0)
    }
    await #expect(processExitsWith: .failure) {
      var pool = SlotPool(capacity: 2)
      _ = pool.take()
      pool.give(0)
      pool.give(0)
    }
    await #expect(processExitsWith: .failure) {
      var pool = SlotPool(capacity: 2)
      pool.give(2)
    }
  }
}
