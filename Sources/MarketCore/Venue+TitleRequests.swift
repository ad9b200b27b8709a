import Funds
import Market
import Memory
import Records
import Titles

/// What the core knows of a title document beside what somebody asks for: who may act as whom, the terms of
/// instrument and warehouse, and what others have said.
extension Venue {
  /// A request as the register takes it.
  func titleRequest(_ body: RequestTitle) throws(NoticeFailure) -> TitleRequest {
    guard let action = TitleAction(rawValue: body.actionCode),
      let reason = TitleReason(rawValue: body.reasonCode)
    else { throw NoticeFailure(.invalidValue) }
    let slot = titles.slot(of: body.document)
    var asked = TitleRequest()
    asked.document = body.document
    asked.version =
      body.hasVersion == 1
      ? body.version : cause.session == .venue ? slot.map { titles[$0].version } : nil
    asked.action = action
    asked.reason = reason
    asked.digest = body.digest
    asked.validity = body.validity
    asked.actor = try actor(of: body, action, slot)
    asked.firm = try actingFirm(of: body, as: asked.actor, slot)
    asked.recipient = try firm(body.recipient)
    if action == .enforce && asked.recipient == .none { asked.recipient = asked.firm }
    let isChange = body.purposeCode == TitlePurpose.change.rawValue
    if isChange && action.makesDocuments && (action != .issue || slot == nil) {
      asked.draft = try draft(body, for: asked, slot)
    }
    asked.terms = terms(of: slot, asked.draft, for: action)
    asked.consents = consents(to: asked, slot).union(cause.session == .venue ? body.consents : [])
    return asked
  }

  /// By whose right: a session's role says it; the operator names it.
  private func actor(of body: RequestTitle, _ action: TitleAction, _ slot: UInt32?)
    throws(NoticeFailure) -> TitleActor
  {
    guard cause.session != .venue else {
      guard let actor = TitleActor(rawValue: body.actorCode), actor != .clock else {
        throw NoticeFailure(.invalidValue)
      }
      return actor
    }
    let session = reference[cause.session]
    switch session.role {
    case .registry: return .registry
    case .warehouse:
      return slot.map { titles[$0].isBill } ?? (body.docType == UInt8(ascii: "B"))
        ? .carrier : .warehouse
    case .dealer, .broker, .marketMaker: return .holder
    case .bank:
      // What a bank has realised it holds.
      return slot.map { titles.holder(of: $0) == session.firm } ?? false ? .holder : .pledgee
    case .clearing, .dropCopy, .marketData, .supervisor, .operator:
      throw NoticeFailure(.notAddressed)
    }
  }

  /// The firm that acts: a session's own; the one that the operator names, or else the one that has the
  /// right. None for those who act by no firm's right.
  private func actingFirm(of body: RequestTitle, as actor: TitleActor, _ slot: UInt32?)
    throws(NoticeFailure) -> FirmID
  {
    switch actor {
    case .operator, .registry, .court, .clock: return .none
    case .warehouse, .carrier, .holder, .pledgee: break
    }
    guard cause.session == .venue else { return reference[cause.session].firm }
    guard body.firm.text.isEmpty, let slot else { return try firm(body.firm) }
    switch actor {
    case .holder: return titles.holder(of: slot)
    case .pledgee: return titles.particulars(of: slot).pledgee
    case .warehouse, .carrier, .operator, .registry, .court, .clock:
      return titles.particulars(of: slot).issuer
    }
  }

  /// The firm of a code; none of an empty one.
  private func firm(_ code: CompID) throws(NoticeFailure) -> FirmID {
    if code.text.isEmpty { return .none }
    guard let firm = reference.firm(code) else { throw NoticeFailure(.invalidValue) }
    return firm
  }

  /// The document that a request makes, or what those have in common that it makes.
  private func draft(_ body: RequestTitle, for asked: TitleRequest, _ slot: UInt32?)
    throws(NoticeFailure) -> TitleDraft
  {
    var draft = TitleDraft(body)
    draft.holder = try firm(body.holder)
    if asked.action == .issue {
      draft.id = body.document
      draft.issuer = asked.firm
    }
    if !body.symbol.text.isEmpty {
      guard let instrument = reference.instrument(body.symbol) else {
        throw NoticeFailure(.invalidValue)
      }
      draft.instrument = instrument
    }
    if !body.warehouse.text.isEmpty {
      guard let warehouse = reference.warehouse(body.warehouse) else {
        throw NoticeFailure(.invalidValue)
      }
      draft.warehouse = warehouse
      let keeper = reference.warehouses[warehouse].firm
      guard asked.action != .issue || keeper == asked.firm else {
        throw NoticeFailure(.wrongActor)
      }
      if asked.action == .convert { draft.issuer = keeper }
    }
    try check(draft, for: asked.action, slot)
    return draft
  }

  /// What no document of the instrument may be: of another kind, or dearer than what orders hold.
  private func check(_ draft: TitleDraft, for action: TitleAction, _ slot: UInt32?)
    throws(NoticeFailure)
  {
    var instrument = draft.instrument
    if let slot, instrument == .none { instrument = titles.instrument(of: slot) }
    guard instrument != .none else { return }
    guard draft.premium <= reference[instrument].terms.highestPremium else {
      throw NoticeFailure(.invalidValue)
    }
    let docType = reference[instrument].docType
    guard draft.docType == docType || action == .merge else { throw NoticeFailure(.wrongDocType) }
  }

  /// What guards compare with: of the document's instrument and warehouse.
  private func terms(of slot: UInt32?, _ draft: TitleDraft, for action: TitleAction)
    -> TitleTerms
  {
    var terms = TitleTerms()
    let instrument = slot.map { titles.instrument(of: $0) } ?? draft.instrument
    guard instrument != .none else { return terms }
    terms.lightest = reference[instrument].terms.lightestDocument
    terms.heaviest = reference[instrument].terms.heaviestDocument
    terms.leastPart = reference[instrument].leastPart
    terms.marginNanos = reference[instrument].marginNanos
    let warehouse = slot.map { titles[$0].warehouse } ?? draft.warehouse
    terms.isWarehouseCompliant =
      action == .approve ? admitsReceipts(warehouse) : isCompliant(warehouse)
    return terms
  }

  /// Whether a warehouse may bring new receipts to the market; goods in none of ours are not its matter.
  private func admitsReceipts(_ warehouse: UInt32) -> Bool {
    warehouse == 0
      || reference.warehouses[warehouse].admitsReceipts && isDepositEnough(at: warehouse)
  }

  /// What others have said to such a request.
  func consents(to asked: TitleRequest, _ slot: UInt32?) -> TitleConsents {
    guard let slot else { return [] }
    let given = consents.given(to: slot, at: titles[slot].version)
    switch asked.action {
    case .pledge where given.pledgee != asked.recipient: return []
    case .convert where given.warehouse != asked.draft.issuer: return []
    case .pledge, .convert, .withdraw, .enforce: return given.consents
    case .issue, .approve, .register, .activate, .transfer, .release, .freeze, .unfreeze,
      .deimmobilise, .loadOut, .giveUp, .split, .merge, .amend, .expire, .renew, .refuse:
      return []
    }
  }
}

extension TitleAction {
  /// Whether it makes documents that a draft describes.
  fileprivate var makesDocuments: Bool {
    switch self {
    case .issue, .merge, .convert, .amend: true
    case .approve, .register, .activate, .transfer, .pledge, .release, .enforce, .freeze,
      .unfreeze, .deimmobilise, .withdraw, .loadOut, .giveUp, .split, .expire, .renew, .refuse:
      false
    }
  }
}

extension RequestTitle {
  fileprivate var validity: TitleValidity {
    var validity = TitleValidity()
    validity.storedUntil = storedUntil
    validity.feePaidTo = feePaidTo
    validity.certificateUntil = certificateUntil
    return validity
  }
}

extension TitleDraft {
  /// What a request says of the document that it makes, whose codes are still to be looked up.
  fileprivate init(_ body: RequestTitle) {
    self.init()
    id = body.newDocument
    digest = body.digest
    position = body.position
    validity = body.validity
    netWeight = body.netWeight
    premium = body.premium
    storedFrom = body.storedFrom
    hsCode = body.hsCode
    docType = body.docType
    flags = body.flags
  }
}
