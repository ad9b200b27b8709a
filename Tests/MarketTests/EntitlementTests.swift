import Market
import Testing

/// Sets of firms, and who is entitled to what.
@Suite struct EntitlementTests {
  private static func firm(_ number: UInt32) -> FirmID { FirmID(rawValue: number) }

  @Test("a set holds the firms that were added, to its last number", arguments: [1, 64, 65, 1_024])
  func members(_ number: UInt32) {
    var set = FirmSet()
    let highestOfNone = set.highest
    #expect(highestOfNone == .none)
    set.insert(Self.firm(number))
    let held = [number - 1, number, number + 1].map { set.contains(Self.firm($0)) }
    #expect(held == [false, true, false])
    let highest = set.highest
    #expect(highest == Self.firm(number))
  }

  @Test("nobody, and a firm beyond the last number, is in no set")
  func strangers() {
    var set = FirmSet()
    for number in 1...FirmSet.most { set.insert(Self.firm(number)) }
    #expect(!set.contains(.none))
    #expect(!set.contains(Self.firm(1_025)))
    #expect(!set.contains(Self.firm(.max)))
  }

  @Test("a firm beyond the last number can't be added")
  func tooHigh() async {
    await #expect(processExitsWith: .failure) {
      var set = FirmSet()
      set.insert(FirmID(rawValue: 1_025))
    }
  }

  @Test("all covers every firm, a set its own")
  func covers() {
    var entitlement = Entitlement()
    #expect(!entitlement.covers(Self.firm(1)))
    entitlement.firms.insert(Self.firm(1))
    #expect(entitlement.covers(Self.firm(1)))
    #expect(!entitlement.covers(Self.firm(2)))
    var all = Entitlement()
    all.isAll = true
    #expect(all.covers(Self.firm(1_024)))
    #expect(all != entitlement)
  }

  @Test("drop copies and supervisors get copies, nobody else")
  func roles() {
    #expect(SessionRole.allCases.filter(\.getsCopies) == [.dropCopy, .supervisor])
  }
}
