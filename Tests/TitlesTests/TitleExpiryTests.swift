import Market
import Testing
import Titles

@Suite struct TitleExpiryTests {
  static func tester(_ limits: [(String, Int64)]) throws -> TitleTester {
    var tester = TitleTester()
    for (name, limit) in limits {
      var draft = TitleTester.draft(name)
      draft.validity = TitleValidity()
      draft.validity.storedUntil = Instant(nanoseconds: limit)
      try tester.admit(draft, .active)
    }
    return tester
  }

  @Test("documents are due in the order of their ends, behind their last instant")
  func order() throws {
    var tester = try Self.tester([("A", 30), ("B", 10), ("C", 20), ("D", 10)])
    #expect(tester.register.nextExpiry == Instant(nanoseconds: 10))
    #expect(tester.register.dueToExpire(at: Instant(nanoseconds: 10)) == nil)
    var due: [UInt32] = []
    for now in [11, 21, 31] as [Int64] {
      while let slot = tester.register.dueToExpire(at: Instant(nanoseconds: now)) {
        due.append(slot)
        var request = TitleTester.request(.expire, .clock, "")
        request.document = tester.register.id(of: slot)
        request.version = nil
        let outcome = tester.change(request)
        #expect(outcome == .done)
      }
    }
    #expect(due == [1, 3, 2, 0])
    #expect(tester.register.nextExpiry == nil)
  }

  @Test(
    "a settling document is passed over, and is due behind its trade", arguments: [true, false])
  func settling(_ isTransferred: Bool) throws {
    var tester = try Self.tester([("A", 10), ("B", 20)])
    var order = DocumentChain()
    var trade = DocumentChain()
    tester.register.reserve(0, in: &order)
    tester.register.settleFirst(of: &order, in: &trade, claimant: 5, buyer: TitleTester.buyer)
    #expect(tester.register.dueToExpire(at: TitleTester.now) == 1)
    if isTransferred {
      let request = TitleTester.request(.transfer, .registry, "A")
      let outcome = tester.transfer(&trade, request)
      #expect(outcome == .done)
    } else {
      tester.register.unwind(&trade)
    }
    #expect(tester.register.dueToExpire(at: TitleTester.now) == 0)
  }

  @Test("the first limit counts, none is no limit")
  func earliest() {
    var validity = TitleValidity()
    #expect(validity.earliest == .none)
    validity.certificateUntil = Instant(nanoseconds: 30)
    #expect(validity.earliest == Instant(nanoseconds: 30))
    validity.storedUntil = Instant(nanoseconds: 40)
    #expect(validity.earliest == Instant(nanoseconds: 30))
    validity.feePaidTo = Instant(nanoseconds: 20)
    #expect(validity.earliest == Instant(nanoseconds: 20))
  }

  @Test("an ACTIVE document can be sold up to the margin before its end")
  func margin() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    let outcome = tester.change(TitleTester.request(.activate, .operator, "A"))
    #expect(outcome == .done)
    #expect(tester.register[0].validUntil == TitleTester.now.adding(nanoseconds: 900))
    #expect(tester.register[0].isValid(at: TitleTester.now.adding(nanoseconds: 900)))
    #expect(!tester.register[0].isValid(at: TitleTester.now.adding(nanoseconds: 901)))
  }

  @Test("a margin beyond all time leaves none")
  func farMargin() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    var request = TitleTester.request(.activate, .operator, "A")
    request.terms.marginNanos = .max
    let outcome = tester.change(request)
    #expect(outcome == .refused(.remainingDaysTooFew, part: 0))
  }
}
