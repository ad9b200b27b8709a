import Memory
import Testing

@Suite struct InPlaceTests {
  struct Marked: ~Copyable {
    var number: UInt64 = 7
    let inPlace = InPlace()
  }

  @Test("the member takes no room")
  func takesNoRoom() {
    #expect(MemoryLayout<InPlace>.size == 0)
    #expect(MemoryLayout<Marked>.size == MemoryLayout<UInt64>.size)
  }

  @Test("a value with it is changed and moved like any other")
  func isChangedAndMoved() {
    var first = Marked()
    first.number += 1
    let second = first
    let number = second.number
    #expect(number == 8)
  }
}
