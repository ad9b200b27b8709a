import Market
import Testing
import Titles

@Suite struct TitleRegisterGuardsTests {
  /// One thing that a request, or its document, has wrong.
  struct Fault: Sendable, CustomTestStringConvertible {
    let what: String
    let action: TitleAction
    let from: TitleStatus
    let refusal: TitleActionRefusal
    var isBill = false
    var spoil: @Sendable (inout TitleRequest) -> Void = { _ in }
    var spoilDraft: @Sendable (inout TitleDraft) -> Void = { _ in }
    var testDescription: String { "\(action): \(what)" }
  }

  static let actors: [TitleAction: TitleActor] = [
    .issue: .warehouse, .approve: .operator, .register: .registry, .activate: .operator,
    .pledge: .holder, .release: .pledgee, .enforce: .pledgee, .freeze: .registry,
    .unfreeze: .operator, .withdraw: .holder, .renew: .warehouse, .expire: .clock,
    .refuse: .operator, .deimmobilise: .holder,
  ]

  static let early = TitleTester.now.adding(nanoseconds: -1)

  static let faults: [Fault] = [
    Fault(what: "a version before", action: .pledge, from: .active, refusal: .wrongVersion) {
      $0.version = 0
    },
    Fault(what: "no version of a dealer", action: .pledge, from: .active, refusal: .wrongVersion) {
      $0.version = nil
    },
    Fault(what: "no document", action: .pledge, from: .active, refusal: .unknownDocument) {
      $0.document = TitleTester.id("X")
    },
    Fault(what: "another firm's", action: .pledge, from: .active, refusal: .wrongActor) {
      $0.firm = TitleTester.buyer
    },
    Fault(what: "no pledgee", action: .pledge, from: .active, refusal: .dataMissing) {
      $0.recipient = .none
    },
    Fault(what: "to its holder", action: .pledge, from: .active, refusal: .wrongActor) {
      $0.recipient = TitleTester.holder
    },
    Fault(what: "not accepted", action: .pledge, from: .active, refusal: .pledgeeNotAccepted) {
      $0.consents.remove(.pledgeeAccepts)
    },
    Fault(what: "by a stranger", action: .release, from: .pledged, refusal: .wrongActor) {
      $0.firm = TitleTester.buyer
    },
    Fault(what: "no default", action: .enforce, from: .pledged, refusal: .defaultNotDeclared) {
      $0.consents.remove(.defaultDeclared)
    },
    Fault(what: "no reason", action: .freeze, from: .active, refusal: .reasonMissing) {
      $0.reason = .none
    },
    Fault(what: "no reason", action: .refuse, from: .issued, refusal: .reasonMissing) {
      $0.reason = .none
    },
    Fault(what: "another data set", action: .register, from: .approved, refusal: .digestDiffers) {
      $0.digest = TitleTester.digest("X")
    },
    Fault(
      what: "a warehouse not compliant", action: .approve, from: .issued,
      refusal: .warehouseNotCompliant
    ) { $0.terms.isWarehouseCompliant = false },
    Fault(
      what: "a warehouse not compliant", action: .activate, from: .registered,
      refusal: .warehouseNotCompliant
    ) { $0.terms.isWarehouseCompliant = false },
    Fault(
      what: "not bonded", action: .approve, from: .issued, refusal: .notBonded,
      spoilDraft: { $0.flags.remove(.bonded) }),
    Fault(
      what: "a straight bill", action: .approve, from: .issued, refusal: .notToOrder,
      isBill: true, spoilDraft: { $0.flags.remove(.toOrder) }),
    Fault(
      what: "received for shipment", action: .approve, from: .issued,
      refusal: .notShippedOnBoard, isBill: true, spoilDraft: { $0.flags.remove(.shippedOnBoard) }),
    Fault(
      what: "a sea waybill", action: .approve, from: .issued, refusal: .seaWaybill, isBill: true,
      spoilDraft: { $0.flags.insert(.seaWaybill) }),
    Fault(
      what: "too light", action: .approve, from: .issued, refusal: .weightOutsideTolerance,
      spoilDraft: { $0.netWeight = Quantity(thousandths: 24_499) }),
    Fault(
      what: "too heavy", action: .approve, from: .issued, refusal: .weightOutsideTolerance,
      spoilDraft: { $0.netWeight = Quantity(thousandths: 25_501) }),
    Fault(
      what: "a fee that is due", action: .activate, from: .registered, refusal: .feeUnpaid,
      spoilDraft: { $0.validity.feePaidTo = early }),
    Fault(
      what: "a fee that is due", action: .withdraw, from: .active, refusal: .feeUnpaid,
      spoilDraft: { $0.validity.feePaidTo = early }),
    Fault(
      what: "99 ns left of 100", action: .activate, from: .registered,
      refusal: .remainingDaysTooFew,
      spoilDraft: { $0.validity.certificateUntil = TitleTester.now.adding(nanoseconds: 99) }),
    Fault(what: "fee not paid", action: .renew, from: .expired, refusal: .feeUnpaid) {
      $0.validity.feePaidTo = early
    },
    Fault(what: "no time left", action: .renew, from: .active, refusal: .remainingDaysTooFew) {
      $0.validity.storedUntil = TitleTester.now.adding(nanoseconds: 99)
    },
    Fault(what: "no data set", action: .renew, from: .active, refusal: .dataMissing) {
      $0.digest = .none
    },
    Fault(what: "not signed", action: .withdraw, from: .expired, refusal: .notCountersigned) {
      $0.consents.remove(.warehouseSigns)
    },
    Fault(what: "before its time", action: .expire, from: .active, refusal: .stillValid),
    Fault(what: "a known number", action: .issue, from: .issued, refusal: .duplicate),
    Fault(
      what: "no weight", action: .issue, from: .draft, refusal: .dataMissing,
      spoilDraft: { $0.netWeight = .zero }),
    Fault(
      what: "no position", action: .issue, from: .draft, refusal: .dataMissing,
      spoilDraft: { $0.position = TitlePosition() }),
    Fault(
      what: "no digest", action: .issue, from: .draft, refusal: .dataMissing,
      spoilDraft: { $0.digest = .none }),
    Fault(
      what: "goods that another stands for", action: .issue, from: .draft,
      refusal: .positionOccupied, spoilDraft: { $0.position = TitleTester.position("P-B") }),
  ]

  @Test("what is wrong is named, and nothing has changed", arguments: faults)
  func refused(_ fault: Fault) throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A", isBill: fault.isBill)
    fault.spoilDraft(&draft)
    try tester.admit(TitleTester.draft("B"), .active)
    try tester.admit(draft, fault.from)
    let actor = try #require(Self.actors[fault.action])
    var request = TitleTester.request(fault.action, actor, "A")
    fault.spoil(&request)
    let outcome = tester.change(request)
    #expect(outcome == .refused(fault.refusal, part: 0))
    #expect(tester.changes.count == 0)
    #expect(tester.status("A") == fault.from && tester.register[1].version == 1)
    let finding = tester.register.audit()
    #expect(finding == nil)
  }

  @Test("weights are judged to the last thousandth", arguments: [24_500, 25_000, 25_500])
  func unit(_ weight: Int64) throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A")
    draft.netWeight = Quantity(thousandths: weight)
    try tester.admit(draft, .issued)
    let outcome = tester.change(TitleTester.request(.approve, .operator, "A"))
    #expect(outcome == .done)
  }

  @Test("100 ns are 100 ns left")
  func remaining() throws {
    var tester = TitleTester()
    var draft = TitleTester.draft("A")
    draft.validity.certificateUntil = TitleTester.now.adding(nanoseconds: 100)
    try tester.admit(draft, .registered)
    let outcome = tester.change(TitleTester.request(.activate, .operator, "A"))
    #expect(outcome == .done)
  }
}
