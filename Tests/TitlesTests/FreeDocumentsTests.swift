import Market
import Testing
import Titles

@Suite struct FreeDocumentsTests {
  @Test("the tree gives the oldest free document after any reserving and freeing", arguments: 1...4)
  func oldest(_ seed: UInt64) throws {
    let count: UInt32 = 300
    var random = seed &* 0x9e37_79b9_7f4a_7c15
    func next(below bound: UInt64) -> UInt64 {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return (random >> 32) % bound
    }
    var register = try TitleRegisterTests.register(
      (0..<Int(count)).map { TitleRegisterTests.document($0, stored: Int64(next(below: 40))) })
    var chains = Array(repeating: DocumentChain(), count: 40)
    for _ in 0..<1_500 {
      let index = Int(next(below: 40))
      if chains[index].count > 0 {
        register.release(&chains[index])
      } else if next(below: 2) == 0 {
        let slot = UInt32(next(below: UInt64(count)))
        if register[slot].encumbrance == .free { register.reserve(slot, in: &chains[index]) }
      } else if let slot = register.oldestFree(
        of: TitleRegisterTests.firm, in: TitleRegisterTests.copper, at: TitleRegisterTests.now)
      {
        register.reserve(slot, in: &chains[index])
      }
      let oldest = register.oldestFree(
        of: TitleRegisterTests.firm, in: TitleRegisterTests.copper, at: TitleRegisterTests.now)
      let naive = (0..<count).filter { register[$0].encumbrance == .free }.min { a, b in
        let (x, y) = (register[a], register[b])
        return (x.storedFrom.nanoseconds, "\(register.id(of: a).text)") < (
          y.storedFrom.nanoseconds, "\(register.id(of: b).text)"
        )
      }
      #expect(oldest == naive)
    }
  }
}
