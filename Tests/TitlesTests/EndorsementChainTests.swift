import Market
import Testing
import Titles

@Suite struct EndorsementChainTests {
  static var issue: TitleEndorsement {
    var entry = TitleEndorsement()
    entry.document = TitleDocID(Text32("R26110000017") ?? Text32())
    entry.sequence = 1
    entry.version = 1
    entry.status = .issued
    entry.firm = TitleTester.warehouse
    entry.from = TitleTester.warehouse
    entry.to = TitleTester.holder
    entry.time = Instant(nanoseconds: 1_795_312_345_000_000_000)
    return entry
  }

  @Test("an entry's digest is SHA-256 of its 152 bytes")
  func known() {
    // By Python: hashlib.sha256(struct.pack("<24sII32s32s32sqIIIBBBB", b"cangdan-endorsement-2", 1, 1,
    // b"R26110000017", b"", b"", 1795312345000000000, 11, 11, 1, 1, 1, 1, 0)).hexdigest()
    let head = "a84ccff635cf02a3511e975c1b30d6fa40e8d0155aab42c50bbd5ae8419b151e"
    #expect("\(Self.issue.head)" == head)
  }

  @Test("a chain takes what follows: number, digest before, and whom it gave control")
  func follows() {
    var chain = EndorsementChain()
    let first = Self.issue
    let begins = chain.append(first)
    #expect(begins)
    var second = first
    second.sequence = 2
    second.version = 2
    second.previous = first.head
    second.action = .pledge
    second.from = TitleTester.holder
    second.to = TitleTester.pledgee
    var gap = second
    gap.sequence = 3
    var forged = second
    forged.previous = second.head
    var stranger = second
    stranger.from = TitleTester.buyer
    for wrong in [first, gap, forged, stranger] {
      let before = chain
      let follows = chain.append(wrong)
      #expect(!follows && chain == before)
    }
    let follows = chain.append(second)
    #expect(follows)
    #expect(chain.count == 2 && chain.recipient == TitleTester.pledgee)
    #expect(chain.head == second.head)
  }

  /// Each changes one field of an entry.
  static let changes: [@Sendable (inout TitleEndorsement) -> Void] = [
    { $0.document = TitleTester.id("X") }, { $0.digest = TitleTester.digest("X") },
    { $0.previous = TitleTester.digest("X") }, { $0.time = TitleTester.now },
    { $0.sequence += 1 }, { $0.version += 1 }, { $0.firm = .none }, { $0.from = .none },
    { $0.to = .none }, { $0.action = .approve }, { $0.actor = .court }, { $0.status = .void },
    { $0.reason = .court },
  ]

  @Test("whatever field is changed, the digest is another", arguments: changes.indices)
  func fields(_ index: Int) {
    var changed = Self.issue
    Self.changes[index](&changed)
    #expect(changed.head != Self.issue.head)
  }

  @Test("every legal change is one entry, and those recorded verify")
  func recorded() throws {
    var tester = TitleTester()
    var recorded = EndorsementChain()
    let steps: [(TitleAction, TitleActor)] = [
      (.issue, .warehouse), (.approve, .operator), (.register, .registry),
      (.activate, .operator), (.pledge, .holder), (.freeze, .court), (.unfreeze, .court),
      (.release, .pledgee), (.withdraw, .holder), (.loadOut, .warehouse),
    ]
    for (index, (action, actor)) in steps.enumerated() {
      var request = TitleTester.request(action, actor, "A")
      request.version = UInt32(index)
      let outcome = tester.change(request)
      #expect(outcome == .done, "\(action)")
      let change = tester.changes[0]
      let follows = recorded.append(change.endorsement)
      #expect(follows, "\(action)")
      #expect(change.head == recorded.head)
    }
    let chain = tester.register.particulars(of: 0).chain
    #expect(recorded == chain)
    #expect(chain.count == 10 && chain.recipient == TitleTester.holder)
    #expect(tester.status("A") == .closed)
  }
}
