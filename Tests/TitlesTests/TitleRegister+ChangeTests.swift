import Market
import Testing
import Titles

@Suite struct TitleRegisterChangeTests {
  @Test("a pledge binds its document, and its holder can't sell it until it is released")
  func pledge() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .active)
    let isPledged = tester.change(TitleTester.request(.pledge, .holder, "A"))
    #expect(isPledged == .done)
    #expect(tester.register.particulars(of: 0).pledgee == TitleTester.pledgee)
    let free = tester.register.freeCount(of: TitleTester.holder, in: TitleTester.copper)
    #expect(free == 0)
    var release = TitleTester.request(.release, .pledgee, "A")
    release.version = 2
    let isReleased = tester.change(release)
    #expect(isReleased == .done)
    let freed = tester.register.freeCount(of: TitleTester.holder, in: TitleTester.copper)
    #expect(freed == 1)
  }

  @Test("an enforced pledge has a new holder, who may sell")
  func enforce() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .pledged)
    var request = TitleTester.request(.enforce, .pledgee, "A")
    request.recipient = TitleTester.pledgee
    let outcome = tester.change(request)
    #expect(outcome == .done)
    #expect(tester.changes[0].holder == TitleTester.pledgee)
    #expect(tester.changes[0].endorsement.from == TitleTester.pledgee)
    let oldest = tester.register.oldestFree(
      of: TitleTester.pledgee, in: TitleTester.copper, at: TitleTester.now)
    #expect(oldest == 0)
  }

  @Test("an order on it is cancelled first", arguments: [TitleAction.freeze, .expire])
  func cancelFirst(_ action: TitleAction) throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A")
    if action == .expire { draft.validity.storedUntil = TitleRegisterGuardsTests.early }
    try tester.admit(draft, .active)
    var order = DocumentChain()
    tester.register.reserve(0, in: &order)
    tester.register.claim(order, by: 17)
    let request = TitleTester.request(action, action == .expire ? .clock : .court, "A")
    let first = tester.change(request)
    #expect(first == .cancelFirst(order: 17))
    #expect(tester.status("A") == .active && tester.changes.count == 0)
    tester.register.release(&order)
    let second = tester.change(request)
    #expect(second == .done)
  }

  @Test(
    "what is reserved can't be pledged, withdrawn or taken home",
    arguments: [
      TitleAction.pledge, .withdraw, .deimmobilise,
    ])
  func notFree(_ action: TitleAction) throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .active)
    var order = DocumentChain()
    tester.register.reserve(0, in: &order)
    let outcome = tester.change(TitleTester.request(action, .holder, "A"))
    #expect(outcome == .refused(.notFree, part: 0))
  }

  @Test(
    "a settling document is frozen and stays settling; unwound it is not sold before it is free")
  func frozenSettling() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .active)
    var order = DocumentChain()
    var trade = DocumentChain()
    tester.register.reserve(0, in: &order)
    tester.register.settleFirst(of: &order, in: &trade, claimant: 5, buyer: TitleTester.buyer)
    let frozen = tester.change(TitleTester.request(.freeze, .registry, "A"))
    #expect(frozen == .done)
    #expect(tester.register[0].encumbrance == .settling)
    let waits = tester.transfer(&trade, TitleTester.request(.transfer, .registry, "A"))
    #expect(waits == .refused(.wrongState, part: 1))
    tester.register.unwind(&trade)
    let none = tester.register.freeCount(of: TitleTester.holder, in: TitleTester.copper)
    #expect(none == 0)
    var unfreeze = TitleTester.request(.unfreeze, .registry, "A")
    unfreeze.version = 2
    let unfrozen = tester.change(unfreeze)
    #expect(unfrozen == .done)
    let free = tester.register.freeCount(of: TitleTester.holder, in: TitleTester.copper)
    #expect(free == 1)
    let finding = tester.register.audit()
    #expect(finding == nil)
  }

  @Test("what a court has frozen a court frees")
  func court() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .active)
    let frozen = tester.change(TitleTester.request(.freeze, .court, "A"))
    #expect(frozen == .done)
    var request = TitleTester.request(.unfreeze, .operator, "A")
    request.version = nil
    let refused = tester.change(request)
    #expect(refused == .refused(.wrongActor, part: 0))
    request.actor = .court
    let freed = tester.change(request)
    #expect(freed == .done && tester.status("A") == .active)
  }

  @Test("freeze and pledge outlast expiry and renewal")
  func expiredFrozen() throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A")
    draft.validity.storedUntil = TitleRegisterGuardsTests.early
    try tester.admit(draft, .pledged)
    let steps: [(TitleAction, TitleActor, TitleStatus)] = [
      (.freeze, .registry, .frozen), (.expire, .clock, .expired), (.renew, .warehouse, .frozen),
      (.unfreeze, .registry, .pledged), (.release, .pledgee, .active),
    ]
    for (index, step) in steps.enumerated() {
      var request = TitleTester.request(step.0, step.1, "A")
      request.version = UInt32(index + 1)
      if step.0 == .renew {
        let withdrawal = tester.change(Self.withdrawal(version: request.version))
        #expect(withdrawal == .refused(.wrongState, part: 0))
      }
      let outcome = tester.change(request)
      #expect(outcome == .done && tester.status("A") == step.2, "\(step)")
    }
    #expect(tester.register[0].isValid(at: TitleTester.now))
  }

  static func withdrawal(version: UInt32?) -> TitleRequest {
    var request = TitleTester.request(.withdraw, .holder, "A")
    request.version = version
    return request
  }

  @Test("a number is used once, also by what is over")
  func numbers() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .void)
    let outcome = tester.change(TitleTester.request(.issue, .warehouse, "A"))
    #expect(outcome == .refused(.duplicate, part: 0))
  }

  @Test("goods whose document is over may have another one")
  func positions() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .withdrawing)
    var again = TitleTester.request(.issue, .warehouse, "B")
    again.draft.position = TitleTester.position("P-A")
    let occupied = tester.change(again)
    #expect(occupied == .refused(.positionOccupied, part: 0))
    let closed = tester.change(TitleTester.request(.loadOut, .warehouse, "A"))
    #expect(closed == .done)
    let issued = tester.change(again)
    #expect(issued == .done)
    #expect(throws: AdmissionRefusal.positionOccupied) {
      var third = TitleTester.draft("C")
      third.position = TitleTester.position("P-A")
      try tester.admit(third, .active)
    }
  }

  @Test("a full register takes no more documents, and no more holders")
  func full() throws {
    var tester = TitleTester(capacity: 2, holdings: 1)
    try tester.admit(TitleTester.draft("A"), .pledged)
    let enforced = tester.change(TitleTransitionTests.request(.enforce, by: .pledgee))
    #expect(enforced == .refused(.full, part: 0))
    let second = tester.change(TitleTester.request(.issue, .warehouse, "B"))
    #expect(second == .done)
    let third = tester.change(TitleTester.request(.issue, .warehouse, "C"))
    #expect(third == .refused(.full, part: 0))
    #expect(throws: AdmissionRefusal.full) { try tester.admit(TitleTester.draft("D"), .active) }
  }

  @Test("a version beyond 2^31 - 1 is not admitted")
  func versions() throws {
    var tester = TitleTester()
    let draft = TitleTester.draft("A")
    #expect(throws: AdmissionRefusal.versionTooHigh) {
      try tester.register.admit(draft, status: .active, version: 1 << 31)
    }
    try tester.register.admit(draft, status: .active, version: 1 << 31 - 1)
    #expect(tester.register.count == 1)
  }
}
