package import Market
package import Titles

/// The title documents as the rules say them, in dictionaries: what the register is compared with.
package struct NaiveTitles {
  package struct Document: Equatable {
    package var status = TitleStatus.draft
    package var holder = FirmID.none
    package var pledgee = FirmID.none
    package var issuer = FirmID.none
    package var buyer = FirmID.none
    package var instrument = InstrumentID.none
    package var warehouse: UInt32 = 0
    package var isBill = false
    package var flags = TitleFlags()
    package var weight: Int64 = 0
    package var version: UInt32 = 0
    package var digest = Digest256.none
    package var position = TitlePosition()
    package var validity = TitleValidity()
    package var until = Instant.none
    package var beforeFreeze = TitleStatus.registered
    package var beforeExpiry = TitleStatus.active
    package var isFrozenByCourt = false
    /// 0 free, 5 reserved, 6 settling; and by which order or trade.
    package var claim: UInt8 = 0
    package var claimant: UInt32 = 0

    package init(_ draft: TitleDraft) {
      holder = draft.holder
      issuer = draft.issuer
      instrument = draft.instrument
      warehouse = draft.warehouse
      isBill = draft.docType == UInt8(ascii: "B")
      flags = draft.flags
      weight = draft.netWeight.thousandths
      digest = draft.digest
      position = draft.position
      validity = draft.validity
    }

    /// Whether it stands for its goods: I4.
    package var isLive: Bool { ![.draft, .closed, .void].contains(status) }
  }

  /// A refusal and the document to blame, or what must be cancelled first.
  enum Verdict: Error {
    case refused(TitleActionRefusal, Int)
    case cancelFirst(UInt32)
  }

  package var documents: [TitleDocID: Document] = [:]
  package var now: Instant
  /// How many there may be; numbers are never used again.
  package var capacity = Int.max

  package init(now: Instant) { self.now = now }

  private static let transitions = TitleTransition.all

  /// Whether the table has a way for an action from a state, whoever goes it.
  static func permits(_ action: TitleAction, from status: TitleStatus) -> Bool {
    transitions.contains { $0.from == status && $0.action == action }
  }

  package mutating func change(_ request: TitleRequest, _ parts: [TitlePart]) -> TitleOutcome {
    let saved = documents
    do throws(Verdict) {
      try perform(request, parts)
      return .done
    } catch {
      documents = saved
      switch error {
      case .refused(let refusal, let part): return .refused(refusal, part: part)
      case .cancelFirst(let order): return .cancelFirst(order: order)
      }
    }
  }

  private mutating func perform(_ request: TitleRequest, _ parts: [TitlePart]) throws(Verdict) {
    if request.action == .issue { return try issue(request) }
    guard var document = documents[request.document] else { throw .refused(.unknownDocument, 0) }
    try expect(request.action != .transfer, .notSettling)
    try checkVersion(request, document)
    let ways = TitleTransition.all.filter { $0.action == request.action }
    guard let way = ways.first(where: { $0.from == document.status }) else {
      throw .refused(.wrongState, 0)
    }
    try checkActor(request, document, way)
    try judge(request, document, parts)
    if [.freeze, .expire].contains(request.action), document.claim == 5 {
      throw .cancelFirst(document.claimant)
    }
    let old = document.status
    document.status =
      way.to ?? (request.action == .unfreeze ? document.beforeFreeze : document.beforeExpiry)
    document.version += 1
    enact(request, old, &document)
    documents[request.document] = document
    replace(request, document, parts)
  }

  /// What an action does beside the new state.
  private func enact(_ request: TitleRequest, _ old: TitleStatus, _ document: inout Document) {
    switch request.action {
    case .pledge: document.pledgee = request.recipient
    case .release: document.pledgee = .none
    case .enforce:
      document.pledgee = .none
      document.holder = request.recipient
    case .freeze:
      document.beforeFreeze = old
      document.isFrozenByCourt = request.actor == .court || request.reason == .court
    case .unfreeze: document.isFrozenByCourt = false
    case .expire: document.beforeExpiry = old
    case .activate: document.until = until(document.validity, request)
    case .renew:
      document.validity = request.validity
      document.digest = request.digest
      document.until = until(request.validity, request)
    default: break
    }
  }

  private mutating func issue(_ request: TitleRequest) throws(Verdict) {
    if let document = documents[request.document] {
      try expect(document.status == .draft, .duplicate)
      try checkVersion(request, document)
      try checkIssuer(request, document)
      try checkIssue(document)
      documents[request.document]?.status = .issued
      documents[request.document]?.version += 1
    } else {
      var document = Document(request.draft)
      try checkIssuer(request, document)
      try checkIssue(document)
      try checkRoom(for: 1)
      document.status = .issued
      document.version = 1
      documents[request.document] = document
    }
  }

  private func checkIssuer(_ request: TitleRequest, _ document: Document) throws(Verdict) {
    let right: TitleActor = document.isBill ? .carrier : .warehouse
    try expect(request.actor == right && request.firm == document.issuer, .wrongActor)
  }

  private func checkIssue(_ document: Document) throws(Verdict) {
    try expect(
      document.weight > 0 && !document.position.isEmpty && document.digest != .none, .dataMissing)
    try expect(
      !documents.values.contains {
        $0.isLive && $0.position == document.position && $0.warehouse == document.warehouse
      }, .positionOccupied)
  }

  func checkRoom(for count: Int) throws(Verdict) {
    try expect(documents.count + count <= capacity, .full)
  }

  private func checkVersion(_ request: TitleRequest, _ document: Document) throws(Verdict) {
    if let version = request.version {
      try expect(version == document.version, .wrongVersion)
    } else {
      try expect([.operator, .court, .clock].contains(request.actor), .wrongVersion)
    }
  }

  private func checkActor(
    _ request: TitleRequest, _ document: Document, _ way: TitleTransition
  ) throws(Verdict) {
    try expect(way.actors.contains(request.actor), .wrongActor)
    switch request.actor {
    case .warehouse: try expect(!document.isBill && request.firm == document.issuer, .wrongActor)
    case .carrier: try expect(document.isBill && request.firm == document.issuer, .wrongActor)
    case .holder: try expect(request.firm == document.holder, .wrongActor)
    case .pledgee: try expect(request.firm == document.pledgee, .wrongActor)
    case .operator, .registry, .court, .clock: break
    }
  }

  func expect(_ holds: Bool, _ refusal: TitleActionRefusal, _ part: Int = 0) throws(Verdict) {
    if !holds { throw .refused(refusal, part) }
  }

  /// The last instant of a sale: the first of the three limits, less the margin.
  func until(_ validity: TitleValidity, _ request: TitleRequest) -> Instant {
    let limits = [validity.storedUntil, validity.feePaidTo, validity.certificateUntil]
    let first = limits.filter { $0 != .none }.min() ?? .none
    return first == .none ? .none : first.adding(nanoseconds: -request.terms.marginNanos)
  }
}
