import Market
import Memory

extension TitleGuards {
  /// Whether an order that the document backs is cancelled for it.
  var cancelsOrder: Bool { contains(.unsettled) || contains(.unreserved) }
}

/// Throws `refusal` unless what must hold does.
private func require(_ holds: Bool, _ refusal: TitleActionRefusal) throws(TitleFault) {
  guard holds else { throw TitleFault(refusal) }
}

/// What must hold beside state and actor.
extension TitleRegister {
  /// Judges the guards in their order; the first that does not hold is the answer.
  func check(
    _ guards: TitleGuards, of slot: UInt32, _ request: TitleRequest, _ parts: Span<TitlePart>,
    at now: Instant
  ) throws(TitleFault) {
    var left = guards
    while let condition = left.removeFirst() {
      switch condition {
      case .parts: try checkSplit(of: slot, parts, request.terms)
      case .equals: try checkMerge(of: slot, parts, request)
      case .receipts: try checkConversion(of: slot, parts, request)
      case .substitute: try checkAmendment(of: slot, request)
      case .complete: try checkComplete(draft(of: slot))
      case .positionFree: try checkPosition(draft(of: slot))
      case .recipient: try checkRecipient(of: slot, request)
      case .settling: try checkSettling(slot)
      case .negotiable: try checkNegotiable(documents[slot])
      case .free, .unsettled, .unreserved, .unburdened, .reason, .court, .digestEqual, .digest,
        .pledgeeAccepts, .warehouseSigns, .fundsSettled, .defaultDeclared:
        try checkClaims(condition, of: slot, request)
      case .warehouseCompliant, .bonded, .oneUnit, .feePaid, .remainingDays, .due, .bill,
        .splittable:
        try checkTerms(condition, of: slot, request, at: now)
      }
    }
  }

  /// Who has a claim on the document, and what they have said.
  private func checkClaims(_ condition: TitleGuard, of slot: UInt32, _ request: TitleRequest)
    throws(TitleFault)
  {
    let encumbrance = documents[slot].encumbrance
    let held = particulars[slot]
    let consents = request.consents
    switch condition {
    case .free: try require(encumbrance == .free, .notFree)
    case .unsettled: try require(encumbrance != .settling, .notFree)
    case .unreserved: break
    case .unburdened: try require(held.statusBeforeExpiry == .active, .wrongState)
    case .reason: try require(request.reason != .none, .reasonMissing)
    case .court:
      try require(held.freezeReason != .court || request.actor == .court, .wrongActor)
    case .digestEqual:
      try require(held.digest == request.digest && held.digest != .none, .digestDiffers)
    case .digest: try require(request.digest != .none, .dataMissing)
    case .pledgeeAccepts: try require(consents.contains(.pledgeeAccepts), .pledgeeNotAccepted)
    case .warehouseSigns: try require(consents.contains(.warehouseSigns), .notCountersigned)
    case .fundsSettled: try require(consents.contains(.fundsSettled), .fundsNotSettled)
    case .defaultDeclared: try require(consents.contains(.defaultDeclared), .defaultNotDeclared)
    case .settling, .recipient, .complete, .positionFree, .warehouseCompliant, .bonded,
      .negotiable, .oneUnit, .feePaid, .remainingDays, .due, .bill, .splittable, .parts, .equals,
      .receipts, .substitute:
      preconditionFailure("the caller has sorted the guards")
    }
  }

  /// The document's goods and dates, against the terms of instrument and warehouse.
  private func checkTerms(
    _ condition: TitleGuard, of slot: UInt32, _ request: TitleRequest, at now: Instant
  ) throws(TitleFault) {
    let document = documents[slot]
    let terms = request.terms
    let validity = request.action == .renew ? request.validity : particulars[slot].validity
    switch condition {
    case .warehouseCompliant:
      try require(document.warehouse == 0 || terms.isWarehouseCompliant, .warehouseNotCompliant)
    case .bonded: try require(document.flags.contains(.bonded), .notBonded)
    case .oneUnit: try require(terms.permits(document.netWeight), .weightOutsideTolerance)
    case .feePaid:
      try require(validity.feePaidTo == .none || validity.feePaidTo >= now, .feeUnpaid)
    case .remainingDays:
      let last = validity.saleUntil(marginNanos: terms.marginNanos)
      try require(last == .none || last >= now, .remainingDaysTooFew)
    case .due: try require(!document.isValid(at: now), .stillValid)
    case .bill: try require(document.isBill, .wrongDocType)
    case .splittable: try require(document.flags.contains(.splittable), .notSplittable)
    case .free, .unsettled, .settling, .unreserved, .unburdened, .recipient, .reason, .court,
      .complete, .positionFree, .negotiable, .digestEqual, .digest, .pledgeeAccepts,
      .warehouseSigns, .fundsSettled, .defaultDeclared, .parts, .equals, .receipts, .substitute:
      preconditionFailure("the caller has sorted the guards")
    }
  }

  private func checkRecipient(of slot: UInt32, _ request: TitleRequest) throws(TitleFault) {
    try require(request.recipient != .none, .dataMissing)
    try require(request.recipient != holder(of: slot), .wrongActor)
    try require(hasRoom(for: request.recipient, in: instrument(of: slot)), .full)
  }

  private func checkSettling(_ slot: UInt32) throws(TitleFault) {
    try require(documents[slot].encumbrance == .settling, .notSettling)
    try require(hasRoom(for: particulars[slot].buyer, in: instrument(of: slot)), .full)
  }

  /// Art. 6: a straight bill and a sea waybill can't be listed.
  private func checkNegotiable(_ document: TitleDocument) throws(TitleFault) {
    guard document.isBill else { return }
    try require(!document.flags.contains(.seaWaybill), .seaWaybill)
    try require(document.flags.contains(.toOrder), .notToOrder)
    try require(document.flags.contains(.shippedOnBoard), .notShippedOnBoard)
  }

  /// A document says what it weighs, where its goods are, whose it is, and has its digest.
  func checkComplete(_ draft: TitleDraft) throws(TitleFault) {
    try require(
      !draft.id.text.isEmpty && draft.netWeight > .zero && !draft.position.isEmpty
        && draft.digest != .none && draft.holder != .none && draft.instrument != .none,
      .dataMissing)
  }

  func checkPosition(_ draft: TitleDraft) throws(TitleFault) {
    try require(
      liveDocument(at: draft.position, in: draft.warehouse) == nil, .positionOccupied)
  }

  /// What a document says, as if it were made again.
  func draft(of slot: UInt32) -> TitleDraft {
    let document = documents[slot]
    let held = particulars[slot]
    var draft = TitleDraft()
    draft.id = held.id
    draft.digest = held.digest
    draft.position = held.position
    draft.validity = held.validity
    draft.netWeight = document.netWeight
    draft.premium = document.premium
    draft.storedFrom = document.storedFrom
    draft.instrument = instrument(of: slot)
    draft.holder = holder(of: slot)
    draft.issuer = held.issuer
    draft.warehouse = document.warehouse
    draft.hsCode = held.hsCode
    draft.docType = document.docType
    draft.flags = document.flags
    return draft
  }
}

extension TitleTerms {
  /// Whether a document, or several together, weigh one unit within its tolerance.
  func permits(_ weight: Quantity) -> Bool { weight >= lightest && weight <= heaviest }
}
