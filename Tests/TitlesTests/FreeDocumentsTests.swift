import Market
import Memory
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
    for step in 0..<1_500 {
      let index = Int(next(below: 40))
      if chains[index].count > 0 {
        register.release(&chains[index])
      } else if next(below: 2) == 0 {
        let slot = UInt32(next(below: UInt64(count)))
        if register[slot].encumbrance == .free { register.reserve(slot, in: &chains[index]) }
      } else if next(below: 2) == 0,
        let holding = register.holding(
          of: TitleRegisterTests.firm, in: TitleRegisterTests.copper)
      {
        let firsts = min(register.looseFirsts(of: holding), Int(next(below: 6)))
        register.reserveFirsts(firsts, of: holding, in: &chains[index])
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
      if step % 16 == 0 {
        let finding = register.audit()
        #expect(finding == nil)
      }
    }
  }

  /// So many documents of so many firms in turn, in a register that has room for no more.
  struct Full: Sendable, CustomTestStringConvertible {
    let documents: Int
    let firms: Int
    var testDescription: String { "\(documents) documents of \(firms) firms" }
  }

  @Test(
    "there is room for all documents in any order of coming and going",
    arguments: [
      Full(documents: 1, firms: 1), Full(documents: 600, firms: 1), Full(documents: 64, firms: 64),
      Full(documents: 300, firms: 12),
    ])
  func room(_ full: Full) throws {
    var register = TitleRegister(
      capacity: full.documents, holdings: full.firms, seed: HashSeed(rawValue: 3))
    for number in 0..<full.documents {
      var document = TitleRegisterTests.document(
        number, stored: Int64(number * 7_919 % full.documents))
      document.holder = FirmID(rawValue: UInt32(1 + number % full.firms))
      try register.admit(document, status: .active, version: 1)
    }
    // All but every k-th document are taken, which leaves few in each node, and come back.
    for step in 2...17 {
      var chain = DocumentChain()
      for slot in 0..<UInt32(full.documents) where Int(slot) % step != 0 {
        register.reserve(slot, in: &chain)
      }
      let taken = register.audit()
      register.release(&chain)
      let freed = register.audit()
      #expect(taken == nil && freed == nil)
    }
    let free = (1...UInt32(full.firms)).map {
      Int(register.freeCount(of: FirmID(rawValue: $0), in: TitleRegisterTests.copper))
    }
    #expect(free.reduce(0, +) == full.documents)
  }
}
