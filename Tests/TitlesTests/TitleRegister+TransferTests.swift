import Market
import Testing
import Titles

@Suite struct TitleRegisterTransferTests {
  static let request = TitleTester.request(.transfer, .registry, "")

  /// Documents A, B and C of one trade.
  static func sell(in tester: inout TitleTester) throws -> DocumentChain {
    var order = DocumentChain()
    var trade = DocumentChain()
    for (slot, name) in ["A", "B", "C"].enumerated() {
      try tester.admit(TitleTester.draft(name), .active)
      tester.register.reserve(UInt32(slot), in: &order)
    }
    tester.register.claim(order, by: 1)
    for _ in 0..<3 {
      tester.register.settleFirst(of: &order, in: &trade, claimant: 5, buyer: TitleTester.buyer)
    }
    return trade
  }

  static func named(_ names: [String], version: UInt32 = 1) -> [TitlePart] {
    names.map {
      var part = TitlePart()
      part.document = TitleTester.id($0)
      part.version = version
      return part
    }
  }

  @Test("a trade's documents are the buyer's, free and for sale, each with an entry in its chain")
  func transfer() throws {
    var tester = TitleTester()
    var trade = try Self.sell(in: &tester)
    let isHeld = tester.register.holds(trade, as: .settling, for: 5)
    #expect(isHeld)
    let outcome = tester.transfer(&trade, Self.request, Self.named(["C", "A", "B"]))
    #expect(outcome == .done && trade.count == 0)
    let names = (0..<3).map { "\(tester.changes[$0].endorsement.document.text)" }
    #expect(names == ["A", "B", "C"])
    for index in 0..<3 {
      let entry = tester.changes[index].endorsement
      #expect(entry.from == TitleTester.holder && entry.to == TitleTester.buyer)
      #expect(tester.register.particulars(of: UInt32(index)).chain.head == entry.head)
      #expect(entry.version == 2 && entry.action.endorsementCode == .transfer)
    }
    let free = tester.register.freeCount(of: TitleTester.buyer, in: TitleTester.copper)
    #expect(free == 3)
    let finding = tester.register.audit()
    #expect(finding == nil)
  }

  /// What is wrong with a transfer.
  static let faults: [(String, TitleActionRefusal, Int, @Sendable (inout TitleRequest) -> Void)] = [
    ("a guarantee alone", .fundsNotSettled, 1, { $0.consents.remove(.fundsSettled) }),
    ("not signed", .notCountersigned, 1, { $0.consents.remove(.warehouseSigns) }),
    ("not the registry", .wrongActor, 1, { $0.actor = .operator }),
  ]

  @Test("title moves for money and with the warehouse's signature", arguments: faults.indices)
  func refused(_ index: Int) throws {
    let (_, refusal, part, spoil) = Self.faults[index]
    var tester = TitleTester()
    var trade = try Self.sell(in: &tester)
    var request = Self.request
    spoil(&request)
    let outcome = tester.transfer(&trade, request)
    #expect(outcome == .refused(refusal, part: part))
    #expect(trade.count == 3 && tester.register[0].version == 1)
  }

  /// What the registry names, beside the documents A, B and C, version 1.
  static let namings: [([String], UInt32, TitleActionRefusal, Int)] = [
    (["A", "B"], 1, .wrongPartCount, 0), (["A", "B", "C", "C"], 1, .wrongPartCount, 0),
    (["A", "A", "B"], 1, .notSettling, 3), (["A", "B", "X"], 1, .notSettling, 3),
    (["A", "B", "C"], 2, .wrongVersion, 1),
  ]

  @Test("the registry names the trade's documents and no others", arguments: namings.indices)
  func named(_ index: Int) throws {
    let (names, version, refusal, part) = Self.namings[index]
    var tester = TitleTester()
    var trade = try Self.sell(in: &tester)
    let outcome = tester.transfer(&trade, Self.request, Self.named(names, version: version))
    #expect(outcome == .refused(refusal, part: part) && trade.count == 3)
  }

  @Test("without room for the buyer as a holder nothing moves")
  func full() throws {
    var tester = TitleTester(holdings: 1)
    var trade = try Self.sell(in: &tester)
    let outcome = tester.transfer(&trade, Self.request)
    #expect(outcome == .refused(.full, part: 1) && trade.count == 3)
  }

  @Test("an unwound trade's documents are the seller's as before, without an entry")
  func unwind() throws {
    var tester = TitleTester()
    var trade = try Self.sell(in: &tester)
    tester.register.unwind(&trade)
    #expect(trade.count == 0 && tester.register[0].version == 1)
    let free = tester.register.freeCount(of: TitleTester.holder, in: TitleTester.copper)
    #expect(free == 3)
    let finding = tester.register.audit()
    #expect(finding == nil)
  }
}
