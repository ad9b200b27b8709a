import Market
import Testing
import Titles

@Suite struct TitleRegisterPartsTests {
  static func names(_ tester: borrowing TitleTester) -> [String] {
    (0..<tester.changes.count).map { "\(tester.changes[$0].endorsement.document.text)" }
  }

  @Test("a split makes drafts of the same goods, whose chains go on behind its end")
  func split() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    let outcome = tester.change(
      TitleTester.request(.split, .registry, "A"), TitleTester.parts([5_000, 9_000, 11_000]))
    #expect(outcome == .done)
    #expect(Self.names(tester) == ["A", "N1", "N2", "N3"])
    #expect(tester.status("A") == .void && tester.status("N2") == .draft)
    let parent = tester.register.particulars(of: 0)
    #expect(parent.successor == 1)
    let part = tester.register.particulars(of: 2)
    #expect(part.parent == 0 && part.issuer == TitleTester.warehouse && part.chain.count == 1)
    #expect(tester.changes[2].endorsement.previous == parent.chain.head)
    #expect(tester.register.holder(of: 2) == TitleTester.holder)
    var issue = TitleTester.request(.issue, .warehouse, "N2")
    let issued = tester.change(issue)
    #expect(issued == .done)
    issue.version = 2
    let again = tester.change(issue)
    #expect(again == .refused(.duplicate, part: 0))
  }

  /// Weights of parts of 25 units, and what they are refused for.
  static let splits: [([Int64], TitleActionRefusal?, Int)] = [
    ([20_000, 5_000], nil, 0), ([20_001, 4_999], .partTooSmall, 2),
    ([20_000, 4_999], .partTooSmall, 2), ([20_000, 5_001], .weightsDiffer, 0),
    ([19_999, 5_000], .weightsDiffer, 0), ([25_000], .wrongPartCount, 0), ([], .wrongPartCount, 0),
    ([25_000, 0], .dataMissing, 2), ([.max, .max], .weightsDiffer, 0),
  ]

  @Test("the parts are delivery units and together the whole", arguments: splits.indices)
  func weights(_ index: Int) throws {
    let (weights, refusal, part) = Self.splits[index]
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    let outcome = tester.change(
      TitleTester.request(.split, .registry, "A"), TitleTester.parts(weights))
    #expect(outcome == refusal.map { .refused($0, part: part) } ?? .done)
  }

  @Test("64 parts are taken, 65 are not", arguments: [64, 65])
  func most(_ count: Int) throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A")
    draft.netWeight = Quantity(thousandths: Int64(count) * 5_000)
    try tester.admit(draft, .registered)
    let outcome = tester.change(
      TitleTester.request(.split, .registry, "A"),
      TitleTester.parts(Array(repeating: 5_000, count: count)))
    #expect(outcome == (count == 64 ? .done : .refused(.wrongPartCount, part: 0)))
    #expect(tester.changes.count == (count == 64 ? 65 : 0))
  }

  @Test("parts have new numbers, each another, and room")
  func numbers() throws {
    var tester = TitleTester(capacity: 3)
    try tester.admit(TitleTester.draft("A"), .registered)
    let request = TitleTester.request(.split, .registry, "A")
    var parts = TitleTester.parts([10_000, 15_000])
    parts[1].document = TitleTester.id("N1")
    let twice = tester.change(request, parts)
    #expect(twice == .refused(.duplicate, part: 2))
    parts[1].document = TitleTester.id("A")
    let known = tester.change(request, parts)
    #expect(known == .refused(.duplicate, part: 2))
    let three = tester.change(request, TitleTester.parts([5_000, 5_000, 15_000]))
    #expect(three == .refused(.full, part: 0))
    let two = tester.change(request, TitleTester.parts([10_000, 15_000]))
    #expect(two == .done)
  }

  @Test("what is not splittable stays whole")
  func notSplittable() throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A")
    draft.flags.remove(.splittable)
    try tester.admit(draft, .registered)
    let outcome = tester.change(
      TitleTester.request(.split, .registry, "A"), TitleTester.parts([10_000, 15_000]))
    #expect(outcome == .refused(.notSplittable, part: 0))
  }

  /// What makes a second document unequal to the first.
  static let unequal: [@Sendable (inout TitleDraft) -> Void] = [
    { $0.holder = TitleTester.buyer }, { $0.instrument = TitleTester.ore }, { $0.warehouse = 2 },
    { $0.issuer = TitleTester.carrier }, { $0.docType = UInt8(ascii: "B") },
  ]

  static func merge() -> (TitleRequest, [TitlePart]) {
    var part = TitlePart()
    part.document = TitleTester.id("B")
    part.version = 1
    return (TitleTransitionTests.request(.merge, by: .registry), [part])
  }

  @Test("equal documents become one of their weight")
  func mergeEqual() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    try tester.admit(TitleTester.draft("B"), .registered)
    let (request, parts) = Self.merge()
    let outcome = tester.change(request, parts)
    #expect(outcome == .done)
    #expect(Self.names(tester) == ["A", "B", "M"])
    #expect(tester.status("A") == .void && tester.status("B") == .void)
    #expect(tester.register[2].netWeight == Quantity(thousandths: 50_000))
    let successors = (0..<2).map { tester.register.particulars(of: $0).successor }
    #expect(successors == [2, 2])
  }

  @Test("unequal documents don't become one", arguments: unequal.indices)
  func mergeUnequal(_ index: Int) throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    var other = TitleTester.draft("B")
    Self.unequal[index](&other)
    try tester.admit(other, .registered)
    let (request, parts) = Self.merge()
    let outcome = tester.change(request, parts)
    #expect(outcome == .refused(.partsUnequal, part: 1))
  }

  @Test("only what is there, once, in its version and state is merged")
  func mergeFaults() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A"), .registered)
    try tester.admit(TitleTester.draft("B"), .active)
    var (request, parts) = Self.merge()
    let state = tester.change(request, parts)
    #expect(state == .refused(.partsUnequal, part: 1))
    parts[0].version = 2
    let version = tester.change(request, parts)
    #expect(version == .refused(.wrongVersion, part: 1))
    parts[0].document = TitleTester.id("A")
    let itself = tester.change(request, parts)
    #expect(itself == .refused(.duplicate, part: 1))
    parts[0].document = TitleTester.id("X")
    let unknown = tester.change(request, parts)
    #expect(unknown == .refused(.unknownDocument, part: 1))
    let none = tester.change(request)
    #expect(none == .refused(.wrongPartCount, part: 0))
    request.draft.id = TitleTester.id("B")
    let used = tester.change(request, parts)
    #expect(used == .refused(.duplicate, part: 0))
  }

  static func conversion() -> TitleRequest { TitleTransitionTests.request(.convert, by: .carrier) }

  /// Weights of receipts for a bill of 25 units, 2 % either way.
  static let receipts: [([Int64], TitleActionRefusal?, Int)] = [
    ([12_250, 12_250], nil, 0), ([25_500], nil, 0), ([24_499], .weightOutsideTolerance, 0),
    ([12_750, 12_751], .weightOutsideTolerance, 0), ([], .wrongPartCount, 0),
    ([.max, .max], .weightOutsideTolerance, 0),
  ]

  @Test(
    "a bill becomes receipts of what was landed, within its tolerance", arguments: receipts.indices)
  func convert(_ index: Int) throws {
    let (weights, refusal, part) = Self.receipts[index]
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A", isBill: true), .registered)
    let outcome = tester.change(Self.conversion(), TitleTester.parts(weights))
    #expect(outcome == refusal.map { .refused($0, part: part) } ?? .done)
    guard refusal == nil else { return }
    #expect(tester.register.instrument(of: 1) == TitleTester.ore)
    #expect(!tester.register[1].isBill && tester.register[1].warehouse == 1)
    #expect(tester.register.particulars(of: 1).issuer == TitleTester.warehouse)
  }

  @Test("receipts come from a warehouse that has signed, and from bills only")
  func conversionFaults() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A", isBill: true), .registered)
    let parts = TitleTester.parts([25_000])
    var unsigned = Self.conversion()
    unsigned.consents.remove(.warehouseSigns)
    let signed = tester.change(unsigned, parts)
    #expect(signed == .refused(.notCountersigned, part: 0))
    var bill = Self.conversion()
    bill.draft.docType = UInt8(ascii: "B")
    let type = tester.change(bill, parts)
    #expect(type == .refused(.wrongDocType, part: 0))
    var homeless = Self.conversion()
    homeless.draft.warehouse = 0
    let place = tester.change(homeless, parts)
    #expect(place == .refused(.dataMissing, part: 0))
  }

  @Test("an amended bill keeps holder, instrument, carrier and weight")
  func amend() throws {
    var tester = TitleTester()
    try tester.admit(TitleTester.draft("A", isBill: true), .registered)
    var request = TitleTransitionTests.request(.amend, by: .carrier)
    request.draft.holder = TitleTester.buyer
    request.draft.issuer = TitleTester.warehouse
    request.draft.netWeight = Quantity(thousandths: 25_001)
    let heavier = tester.change(request)
    #expect(heavier == .refused(.weightsDiffer, part: 0))
    request.draft.netWeight = Quantity(thousandths: 25_000)
    let outcome = tester.change(request)
    #expect(outcome == .done && tester.status("A") == .void && tester.status("M") == .draft)
    #expect(tester.register.holder(of: 1) == TitleTester.holder)
    #expect(tester.register.particulars(of: 1).issuer == TitleTester.carrier)
  }
}
