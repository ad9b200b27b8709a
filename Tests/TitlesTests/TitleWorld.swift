import Market
import Oracle
import Titles

/// One random step, which has a meaning in every state, so that any of a stream may be left out.
struct TitleStep: Sendable {
  let kind: UInt64
  let a: UInt64
  let b: UInt64
  let c: UInt64

  /// A stream of a seed.
  static func stream(seed: UInt64, count: Int) -> [TitleStep] {
    var random = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func next() -> UInt64 {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return random >> 20
    }
    return (0..<count).map { _ in TitleStep(kind: next(), a: next(), b: next(), c: next()) }
  }
}

/// The register and the naive titles side by side, with orders and trades.
struct TitleWorld: ~Copyable {
  var tester = TitleTester(capacity: 8_192, holdings: 256)
  var naive = NaiveTitles(now: TitleTester.now)
  /// All chains that have been told, as a recorder keeps them.
  var recorded: [TitleDocID: EndorsementChain] = [:]
  var orders = Array(repeating: DocumentChain(), count: 6)
  var trades = Array(repeating: DocumentChain(), count: 5)
  var names: [TitleDocID] = []

  static let firms = [
    TitleTester.holder, TitleTester.buyer, TitleTester.pledgee, FirmID(rawValue: 4),
  ]

  init() throws {
    for number in 0..<66 {
      let draft = Self.draft(number, of: UInt64(number) &* 0x1234_5677)
      let status = TitleTransitionTests.statuses[number % 11]
      try tester.admit(draft, status)
      var document = NaiveTitles.Document(draft)
      document.status = status
      document.version = 1
      document.until = document.validity.earliest
      if status == .pledged { document.pledgee = TitleTester.pledgee }
      naive.documents[draft.id] = document
      names.append(draft.id)
    }
  }

  /// Document `number`; its words vary with `random`.
  static func draft(_ number: Int, of random: UInt64) -> TitleDraft {
    var draft = TitleTester.draft("D\(number)", isBill: random % 4 == 3)
    draft.holder = firms[Int(random / 4 % 4)]
    draft.netWeight = Quantity(thousandths: [25_000, 25_000, 10_000, 50_000][Int(random / 16 % 4)])
    draft.validity = validity(random / 64)
    if random / 512 % 8 == 0 { draft.flags.remove(.bonded) }
    if random / 4_096 % 4 == 0 { draft.flags.remove(.splittable) }
    if random / 16_384 % 8 == 0 { draft.flags.remove(.toOrder) }
    return draft
  }

  /// Dates of which some are past, some near, some missing.
  static func validity(_ random: UInt64) -> TitleValidity {
    var validity = TitleValidity()
    validity.storedUntil = TitleTester.now.adding(
      nanoseconds: [-5, 50, 1_000, 9_000][Int(random % 4)])
    if random / 4 % 2 == 0 { validity.feePaidTo = TitleTester.now.adding(nanoseconds: 500) }
    return validity
  }

  /// Does a step in both; what differs, or nil.
  mutating func perform(_ step: TitleStep) -> String? {
    switch step.kind % 16 {
    case 0, 1: reserve(step)
    case 2: release(Int(step.a % 6))
    case 3, 4: settle(step)
    case 5: unwind(Int(step.a % 5))
    case 6: return transfer(step)
    case 7: return expireDue(step)
    default: return change(step)
    }
    return nil
  }

  private mutating func reserve(_ step: TitleStep) {
    let id = names[Int(step.a % UInt64(names.count))]
    guard let slot = tester.register.slot(of: id), tester.register[slot].status == .active,
      tester.register[slot].encumbrance == .free
    else { return }
    let order = Int(step.b % 6)
    tester.register.reserve(slot, in: &orders[order])
    tester.register.claim(orders[order], by: UInt32(order))
    naive.documents[id]?.claim = 5
    naive.documents[id]?.claimant = UInt32(order)
  }

  private mutating func release(_ order: Int) {
    tester.register.release(&orders[order])
    free(claim: 5, claimant: UInt32(order))
  }

  private mutating func free(claim: UInt8, claimant: UInt32) {
    for (id, document) in naive.documents
    where document.claim == claim && document.claimant == claimant {
      naive.documents[id]?.claim = 0
      naive.documents[id]?.buyer = .none
    }
  }

  private mutating func settle(_ step: TitleStep) {
    let order = Int(step.a % 6)
    let trade = Int(step.b % 5)
    guard orders[order].count > 0 else { return }
    let buyer = Self.firms[trade % 4]
    let slot = tester.register.settleFirst(
      of: &orders[order], in: &trades[trade], claimant: UInt32(trade), buyer: buyer)
    let id = tester.register.id(of: slot)
    naive.documents[id]?.claim = 6
    naive.documents[id]?.claimant = UInt32(trade)
    naive.documents[id]?.buyer = buyer
  }

  private mutating func unwind(_ trade: Int) {
    tester.register.unwind(&trades[trade])
    free(claim: 6, claimant: UInt32(trade))
  }

  private mutating func transfer(_ step: TitleStep) -> String? {
    let trade = Int(step.a % 5)
    var request = TitleTester.request(.transfer, .registry, "")
    if step.b % 4 == 0 { request.consents.remove(.fundsSettled) }
    let sold = naive.documents.filter { $0.value.claim == 6 && $0.value.claimant == UInt32(trade) }
    let isWhole = sold.values.allSatisfy { $0.status == .active }
    let outcome = tester.transfer(&trades[trade], request)
    guard isWhole && (step.b % 4 != 0 || sold.isEmpty) else {
      return outcome == .done ? "a transfer of trade \(trade) was done" : nil
    }
    if outcome != .done { return "trade \(trade): \(outcome)" }
    for (id, document) in sold {
      naive.documents[id]?.holder = document.buyer
      naive.documents[id]?.version += 1
    }
    free(claim: 6, claimant: UInt32(trade))
    return record()
  }

  private mutating func expireDue(_ step: TitleStep) -> String? {
    let due = naive.documents.filter {
      [.active, .pledged, .frozen].contains($0.value.status) && $0.value.claim != 6
        && $0.value.until != .none && $0.value.until < naive.now
    }
    let next = tester.register.dueToExpire(at: TitleTester.now)
    let first = due.min { a, b in
      (a.value.until, tester.register.slot(of: a.key) ?? 0)
        < (b.value.until, tester.register.slot(of: b.key) ?? 0)
    }
    guard let next else { return first.map { "\($0.key.text) is due" } }
    let id = tester.register.id(of: next)
    guard id == first?.key else { return "\(id.text) is due before its time" }
    var request = TitleTester.request(.expire, .clock, "")
    request.document = id
    request.version = nil
    return compare(request, [])
  }

  /// Judges a request by both, and does what both grant.
  mutating func compare(_ request: TitleRequest, _ parts: [TitlePart]) -> String? {
    let expected = naive.change(request, parts)
    let outcome = tester.change(request, parts)
    let what = "\(request.action) of \(request.document.text) by \(request.actor)"
    if outcome != expected { return "\(what): \(outcome), expected \(expected)" }
    switch outcome {
    case .done: return record().map { "\(what): \($0)" }
    case .cancelFirst(let order):
      release(Int(order))
      return compare(request, parts)
    case .refused: return nil
    }
  }

  /// Records what the changes tell.
  private mutating func record() -> String? {
    for index in 0..<tester.changes.count {
      let entry = tester.changes[index].endorsement
      if !names.contains(entry.document) { names.append(entry.document) }
      guard recorded[entry.document, default: EndorsementChain()].append(entry) else {
        return "entry \(entry.sequence) of \(entry.document.text) does not follow"
      }
    }
    return nil
  }

  /// Compares everything; what differs, or nil.
  func difference() -> String? {
    if let finding = tester.register.audit() { return "\(finding)" }
    for (place, chain) in orders.enumerated()
    where !tester.register.holds(chain, as: .reserved, for: UInt32(place)) {
      return "order \(place)"
    }
    for (place, chain) in trades.enumerated()
    where !tester.register.holds(chain, as: .settling, for: UInt32(place)) {
      return "trade \(place)"
    }
    if Int(tester.register.count) != naive.documents.count { return "count" }
    for (id, expected) in naive.documents {
      guard let slot = tester.register.slot(of: id), isEqual(slot, expected) else {
        return "\(id.text) is not \(expected)"
      }
      let chain = tester.register.particulars(of: slot).chain
      if chain.head != recorded[id]?.head ?? .none { return "the chain of \(id.text)" }
    }
    return nil
  }

  private func isEqual(_ slot: UInt32, _ expected: NaiveTitles.Document) -> Bool {
    let document = tester.register[slot]
    let held = tester.register.particulars(of: slot)
    let isSettling = document.encumbrance == .settling
    return document.status == expected.status && document.version == expected.version
      && document.encumbrance.rawValue == expected.claim
      && document.netWeight.thousandths == expected.weight
      && tester.register.holder(of: slot) == expected.holder
      && tester.register.instrument(of: slot) == expected.instrument
      && held.pledgee == expected.pledgee && held.issuer == expected.issuer
      && held.buyer == (isSettling ? expected.buyer : .none)
      && held.digest == expected.digest && held.validity == expected.validity
  }
}
