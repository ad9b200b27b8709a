import Market
import Memory
import Titles

/// A register, and requests that would be granted, to be spoiled one by one.
struct TitleTester: ~Copyable {
  static let now = Instant(nanoseconds: 1_000_000)
  static let copper = InstrumentID(rawValue: 1)
  static let oreBill = InstrumentID(rawValue: 2)
  static let ore = InstrumentID(rawValue: 3)
  static let holder = FirmID(rawValue: 1)
  static let buyer = FirmID(rawValue: 2)
  static let pledgee = FirmID(rawValue: 3)
  static let warehouse = FirmID(rawValue: 11)
  static let carrier = FirmID(rawValue: 12)

  var register: TitleRegister
  var changes = TitleChanges()

  init(capacity: Int = 256, holdings: Int = 64) {
    register = TitleRegister(
      capacity: capacity, holdings: holdings, seed: HashSeed(rawValue: 7))
  }

  static func id(_ name: String) -> TitleDocID { TitleDocID(Text32(name) ?? Text32()) }

  static func digest(_ name: String) -> Digest256 {
    var data = TitleDataSet()
    data.append(.titleDocID, id(name).text)
    return data.digest
  }

  static func position(_ name: String) -> TitlePosition {
    TitlePosition(storage: Text16(name) ?? Text16())
  }

  /// A receipt or a bill of 25 units that nothing is missing of, good for 1,000 ns.
  static func draft(_ name: String, isBill: Bool = false) -> TitleDraft {
    var draft = TitleDraft()
    draft.id = id(name)
    draft.digest = digest(name)
    draft.position = position("P-\(name)")
    draft.validity.storedUntil = now.adding(nanoseconds: 1_000)
    draft.validity.feePaidTo = now.adding(nanoseconds: 2_000)
    draft.validity.certificateUntil = now.adding(nanoseconds: 3_000)
    draft.netWeight = Quantity(thousandths: 25_000)
    draft.instrument = isBill ? oreBill : copper
    draft.holder = holder
    draft.issuer = isBill ? carrier : warehouse
    draft.warehouse = isBill ? 0 : 1
    draft.docType = UInt8(ascii: isBill ? "B" : "R")
    draft.flags = isBill ? [.bonded, .toOrder, .shippedOnBoard] : [.bonded, .splittable]
    return draft
  }

  /// One unit is 25 within 2 %, the least part 5, and a document must be good for 100 ns more.
  static var terms: TitleTerms {
    var terms = TitleTerms()
    terms.lightest = Quantity(thousandths: 24_500)
    terms.heaviest = Quantity(thousandths: 25_500)
    terms.leastPart = Quantity(thousandths: 5_000)
    terms.marginNanos = 100
    terms.isWarehouseCompliant = true
    return terms
  }

  /// A request that all guards let pass.
  static func request(_ action: TitleAction, _ actor: TitleActor, _ name: String) -> TitleRequest {
    var request = TitleRequest()
    request.document = id(name)
    request.version = 1
    request.action = action
    request.actor = actor
    request.firm = firm(of: actor)
    request.recipient = pledgee
    request.consents = [.pledgeeAccepts, .warehouseSigns, .fundsSettled, .defaultDeclared]
    request.reason = .dispute
    request.digest = digest(name)
    request.validity = draft(name).validity
    request.draft = draft(name)
    request.terms = terms
    return request
  }

  static func firm(of actor: TitleActor) -> FirmID {
    switch actor {
    case .warehouse: warehouse
    case .carrier: carrier
    case .holder: holder
    case .pledgee: pledgee
    case .operator, .registry, .court, .clock: .none
    }
  }

  /// New documents of these weights.
  static func parts(_ weights: [Int64]) -> [TitlePart] {
    weights.enumerated().map { index, weight in
      var part = TitlePart()
      part.document = id("N\(index + 1)")
      part.digest = digest("N\(index + 1)")
      part.position = position("P-N\(index + 1)")
      part.netWeight = Quantity(thousandths: weight)
      return part
    }
  }

  /// Admits a document with version 1.
  mutating func admit(_ draft: TitleDraft, _ status: TitleStatus) throws {
    var draft = draft
    if status == .pledged { draft.pledgee = Self.pledgee }
    try register.admit(draft, status: status, version: 1)
  }

  mutating func change(_ request: TitleRequest, _ parts: [TitlePart] = []) -> TitleOutcome {
    register.change(request, parts: parts.span, at: Self.now, into: &changes)
  }

  mutating func transfer(
    _ trade: inout DocumentChain, _ request: TitleRequest, _ parts: [TitlePart] = []
  ) -> TitleOutcome {
    register.transfer(&trade, request, parts: parts.span, at: Self.now, into: &changes)
  }

  func slot(_ name: String) -> UInt32 { register.slot(of: Self.id(name)) ?? .max }

  func status(_ name: String) -> TitleStatus? {
    register.slot(of: Self.id(name)).map { register[$0].status }
  }
}
