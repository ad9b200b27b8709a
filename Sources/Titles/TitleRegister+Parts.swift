import Market
import Memory

/// Documents that take the place of others: split, conversion, amendment, merge. The old ones are
/// VOID, the new ones drafts whose chains go on where the old one's has ended.
extension TitleRegister {
  /// The weights of the new ones are together that of the old one, each a delivery unit at least.
  func checkSplit(of slot: UInt32, _ parts: Span<TitlePart>, _ terms: TitleTerms)
    throws(TitleFault)
  {
    guard parts.count >= 2 else { throw TitleFault(.wrongPartCount) }
    let sum = try checkNew(parts)
    for index in 0..<parts.count where parts[index].netWeight < terms.leastPart {
      throw TitleFault(.partTooSmall, part: index + 1)
    }
    guard sum == Int128(documents[slot].netWeight.thousandths) else {
      throw TitleFault(.weightsDiffer)
    }
  }

  /// The receipts weigh together what the bill may, and have one instrument and one warehouse.
  func checkConversion(of slot: UInt32, _ parts: Span<TitlePart>, _ request: TitleRequest)
    throws(TitleFault)
  {
    guard parts.count >= 1 else { throw TitleFault(.wrongPartCount) }
    let common = request.draft
    guard !common.isBill else { throw TitleFault(.wrongDocType) }
    guard common.instrument != .none, common.issuer != .none, common.warehouse != 0 else {
      throw TitleFault(.dataMissing)
    }
    let sum = try checkNew(parts)
    guard let weight = Int64(exactly: sum),
      request.terms.permits(Quantity(thousandths: weight))
    else { throw TitleFault(.weightOutsideTolerance) }
    guard hasRoom(for: holder(of: slot), in: common.instrument) else { throw TitleFault(.full) }
  }

  /// The new bill of lading has another number and the same weight.
  func checkAmendment(of slot: UInt32, _ request: TitleRequest) throws(TitleFault) {
    try checkNew(request.draft.id, part: 0)
    guard request.draft.isBill else { throw TitleFault(.wrongDocType) }
    guard request.draft.netWeight == documents[slot].netWeight else {
      throw TitleFault(.weightsDiffer)
    }
    guard hasRoom(for: 1) else { throw TitleFault(.full) }
  }

  /// Those that are merged differ in nothing but their goods' weight, and weigh what the new one does.
  func checkMerge(of slot: UInt32, _ parts: Span<TitlePart>, _ request: TitleRequest)
    throws(TitleFault)
  {
    guard parts.count >= 1 && parts.count < TitlePart.most else {
      throw TitleFault(.wrongPartCount)
    }
    try checkNew(request.draft.id, part: 0)
    var sum = Int128(documents[slot].netWeight.thousandths)
    for index in 0..<parts.count {
      guard let other = self.slot(of: parts[index].document) else {
        throw TitleFault(.unknownDocument, part: index + 1)
      }
      guard other != slot, isFirst(index, in: parts) else {
        throw TitleFault(.duplicate, part: index + 1)
      }
      guard documents[other].version == parts[index].version else {
        throw TitleFault(.wrongVersion, part: index + 1)
      }
      guard areEqual(slot, other) else { throw TitleFault(.partsUnequal, part: index + 1) }
      sum += Int128(documents[other].netWeight.thousandths)
    }
    guard sum == Int128(request.draft.netWeight.thousandths) else {
      throw TitleFault(.weightsDiffer)
    }
    guard hasRoom(for: 1) else { throw TitleFault(.full) }
  }

  /// The sum of new documents whose numbers are new, each with a weight, and that there is room for.
  private func checkNew(_ parts: Span<TitlePart>) throws(TitleFault) -> Int128 {
    guard parts.count <= TitlePart.most else { throw TitleFault(.wrongPartCount) }
    guard hasRoom(for: parts.count) else { throw TitleFault(.full) }
    var sum = Int128(0)
    for index in 0..<parts.count {
      try checkNew(parts[index].document, part: index + 1)
      guard isFirst(index, in: parts) else { throw TitleFault(.duplicate, part: index + 1) }
      guard parts[index].netWeight > .zero else { throw TitleFault(.dataMissing, part: index + 1) }
      sum += Int128(parts[index].netWeight.thousandths)
    }
    return sum
  }

  private func checkNew(_ id: TitleDocID, part: Int) throws(TitleFault) {
    guard !id.text.isEmpty else { throw TitleFault(.dataMissing, part: part) }
    guard slot(of: id) == nil else { throw TitleFault(.duplicate, part: part) }
  }

  private func isFirst(_ index: Int, in parts: Span<TitlePart>) -> Bool {
    for earlier in 0..<index where parts[earlier].document == parts[index].document {
      return false
    }
    return true
  }

  private func areEqual(_ slot: UInt32, _ other: UInt32) -> Bool {
    let (a, b) = (documents[slot], documents[other])
    return a.holding == b.holding && a.warehouse == b.warehouse && a.status == b.status
      && a.docType == b.docType && particulars[slot].issuer == particulars[other].issuer
  }

  /// Makes the documents that take the place of the one in `slot`, which is VOID by now.
  mutating func replace(
    _ slot: UInt32, _ request: TitleRequest, _ parts: Span<TitlePart>, at now: Instant,
    into changes: inout TitleChanges
  ) {
    switch request.action {
    case .split, .convert:
      var common = request.action == .split ? draft(of: slot) : request.draft
      common.holder = holder(of: slot)
      for index in 0..<parts.count {
        succeed(slot, by: common.with(parts[index]), request, at: now, into: &changes)
      }
    case .amend:
      var draft = request.draft
      draft.holder = holder(of: slot)
      draft.instrument = instrument(of: slot)
      draft.issuer = particulars[slot].issuer
      succeed(slot, by: draft, request, at: now, into: &changes)
    case .merge: merge(slot, request, parts, at: now, into: &changes)
    case .issue, .approve, .register, .activate, .transfer, .pledge, .release, .enforce, .freeze,
      .unfreeze, .deimmobilise, .withdraw, .loadOut, .giveUp, .expire, .renew, .refuse:
      break
    }
  }

  private mutating func merge(
    _ slot: UInt32, _ request: TitleRequest, _ parts: Span<TitlePart>, at now: Instant,
    into changes: inout TitleChanges
  ) {
    var draft = draft(of: slot)
    draft.id = request.draft.id
    draft.digest = request.draft.digest
    draft.position = request.draft.position
    draft.validity = request.draft.validity
    draft.netWeight = request.draft.netWeight
    draft.premium = request.draft.premium
    draft.storedFrom = request.draft.storedFrom
    for index in 0..<parts.count {
      guard let other = self.slot(of: parts[index].document) else {
        preconditionFailure("the guard has found the others")
      }
      let old = documents[other].status
      particulars[other].successorSlot = count
      setStatus(of: other, .void)
      endorse(other, from: old, request, at: now, into: &changes)
    }
    succeed(slot, by: draft, request, at: now, into: &changes)
  }

  /// Makes one new document behind the one in `slot`.
  private mutating func succeed(
    _ slot: UInt32, by draft: TitleDraft, _ request: TitleRequest, at now: Instant,
    into changes: inout TitleChanges
  ) {
    let chain = EndorsementChain(
      behind: particulars[slot].chain.head, recipient: controller(of: slot))
    let new = add(draft, behind: chain)
    particulars[new].parentSlot = slot
    if particulars[slot].successor == nil { particulars[slot].successorSlot = new }
    endorse(new, from: .draft, request, at: now, into: &changes)
  }
}

extension TitleDraft {
  /// This draft, as one of several parts.
  fileprivate func with(_ part: TitlePart) -> TitleDraft {
    var draft = self
    draft.id = part.document
    draft.digest = part.digest
    draft.position = part.position
    draft.netWeight = part.netWeight
    return draft
  }
}
