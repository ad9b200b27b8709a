import Market
import Titles

/// What the rules ask for beside state and actor, one action after the other.
extension NaiveTitles {
  func judge(_ request: TitleRequest, _ document: Document, _ parts: [TitlePart]) throws(Verdict) {
    let consents = request.consents
    switch request.action {
    case .approve: try checkApproval(request, document)
    case .register: try expect(request.digest == document.digest, .digestDiffers)
    case .activate:
      try expect(document.isBill || request.terms.isWarehouseCompliant, .warehouseNotCompliant)
      try checkTime(request, document.validity)
    case .deimmobilise: try expect(document.claim == 0, .notFree)
    case .pledge:
      try expect(document.claim == 0, .notFree)
      try checkRecipient(request, document)
      try expect(consents.contains(.pledgeeAccepts), .pledgeeNotAccepted)
    case .enforce:
      try checkRecipient(request, document)
      try expect(consents.contains(.defaultDeclared), .defaultNotDeclared)
    case .freeze, .refuse: try expect(request.reason != .none, .reasonMissing)
    case .unfreeze: try expect(!document.isFrozenByCourt || request.actor == .court, .wrongActor)
    case .withdraw: try checkWithdrawal(request, document)
    case .expire:
      try expect(document.claim != 6, .notFree)
      try expect(document.until != .none && document.until < now, .stillValid)
    case .renew:
      try expect(request.digest != .none, .dataMissing)
      try checkTime(request, request.validity)
    case .split: try checkSplit(request, document, parts)
    case .merge: try checkMerge(request, document, parts)
    case .convert: try checkConversion(request, document, parts)
    case .amend:
      try expect(document.isBill, .wrongDocType)
      try expect(documents[request.draft.id] == nil, .duplicate)
      try expect(request.draft.netWeight.thousandths == document.weight, .weightsDiffer)
      try checkRoom(for: 1)
    case .issue, .transfer, .release, .loadOut, .giveUp: break
    }
  }

  private func checkApproval(_ request: TitleRequest, _ document: Document) throws(Verdict) {
    let terms = request.terms
    try expect(document.isBill || terms.isWarehouseCompliant, .warehouseNotCompliant)
    try expect(document.flags.contains(.bonded), .notBonded)
    if document.isBill {
      try expect(!document.flags.contains(.seaWaybill), .seaWaybill)
      try expect(document.flags.contains(.toOrder), .notToOrder)
      try expect(document.flags.contains(.shippedOnBoard), .notShippedOnBoard)
    }
    try expect(isUnit(document.weight, terms), .weightOutsideTolerance)
  }

  private func isUnit(_ weight: Int64, _ terms: TitleTerms) -> Bool {
    weight >= terms.lightest.thousandths && weight <= terms.heaviest.thousandths
  }

  private func checkTime(_ request: TitleRequest, _ validity: TitleValidity) throws(Verdict) {
    try expect(validity.feePaidTo == .none || validity.feePaidTo >= now, .feeUnpaid)
    let last = until(validity, request)
    try expect(last == .none || last >= now, .remainingDaysTooFew)
  }

  private func checkRecipient(_ request: TitleRequest, _ document: Document) throws(Verdict) {
    try expect(request.recipient != .none, .dataMissing)
    try expect(request.recipient != document.holder, .wrongActor)
  }

  private func checkWithdrawal(_ request: TitleRequest, _ document: Document) throws(Verdict) {
    if document.status == .expired {
      try expect(document.beforeExpiry == .active, .wrongState)
      try expect(request.consents.contains(.warehouseSigns), .notCountersigned)
    } else {
      try expect(document.claim == 0, .notFree)
      let paidTo = document.validity.feePaidTo
      try expect(paidTo == .none || paidTo >= now, .feeUnpaid)
    }
  }

  private func checkSplit(
    _ request: TitleRequest, _ document: Document, _ parts: [TitlePart]
  ) throws(Verdict) {
    try expect(document.flags.contains(.splittable), .notSplittable)
    try expect((2...64).contains(parts.count), .wrongPartCount)
    try checkRoom(for: parts.count)
    try checkNumbers(parts)
    for (index, part) in parts.enumerated() {
      try expect(part.netWeight >= request.terms.leastPart, .partTooSmall, index + 1)
    }
    let sum = parts.reduce(0) { $0 + $1.netWeight.thousandths }
    try expect(sum == document.weight, .weightsDiffer)
  }

  private func checkNumbers(_ parts: [TitlePart]) throws(Verdict) {
    var seen: Set<TitleDocID> = []
    for (index, part) in parts.enumerated() {
      let isNew = documents[part.document] == nil && seen.insert(part.document).inserted
      try expect(isNew, .duplicate, index + 1)
      try expect(part.netWeight > .zero, .dataMissing, index + 1)
    }
  }

  private func checkConversion(
    _ request: TitleRequest, _ document: Document, _ parts: [TitlePart]
  ) throws(Verdict) {
    try expect(request.consents.contains(.warehouseSigns), .notCountersigned)
    try expect(document.isBill, .wrongDocType)
    try expect((1...64).contains(parts.count), .wrongPartCount)
    try checkRoom(for: parts.count)
    try checkNumbers(parts)
    let sum = parts.reduce(0) { $0 + $1.netWeight.thousandths }
    try expect(isUnit(sum, request.terms), .weightOutsideTolerance)
  }

  private func checkMerge(
    _ request: TitleRequest, _ document: Document, _ parts: [TitlePart]
  ) throws(Verdict) {
    try expect((1...63).contains(parts.count), .wrongPartCount)
    try expect(documents[request.draft.id] == nil, .duplicate)
    var sum = document.weight
    var seen: Set<TitleDocID> = [request.document]
    for (index, part) in parts.enumerated() {
      guard let other = documents[part.document] else {
        throw .refused(.unknownDocument, index + 1)
      }
      try expect(seen.insert(part.document).inserted, .duplicate, index + 1)
      try expect(other.version == part.version, .wrongVersion, index + 1)
      let isEqual =
        other.status == document.status && other.holder == document.holder
        && other.instrument == document.instrument && other.warehouse == document.warehouse
        && other.issuer == document.issuer && other.isBill == document.isBill
      try expect(isEqual, .partsUnequal, index + 1)
      sum += other.weight
    }
    try expect(request.draft.netWeight.thousandths == sum, .weightsDiffer)
    try checkRoom(for: 1)
  }

  /// The new documents of a request that is granted.
  mutating func replace(_ request: TitleRequest, _ old: Document, _ parts: [TitlePart]) {
    switch request.action {
    case .split:
      for part in parts { add(part.document, Self.part(of: old, part)) }
    case .convert:
      for part in parts {
        var document = Self.part(of: Document(request.draft), part)
        document.holder = old.holder
        add(part.document, document)
      }
    case .amend:
      var document = Document(request.draft)
      document.holder = old.holder
      document.instrument = old.instrument
      document.issuer = old.issuer
      add(request.draft.id, document)
    case .merge:
      for part in parts {
        documents[part.document]?.status = .void
        documents[part.document]?.version += 1
      }
      var document = Document(request.draft)
      document.holder = old.holder
      document.instrument = old.instrument
      document.warehouse = old.warehouse
      document.issuer = old.issuer
      document.isBill = old.isBill
      document.flags = old.flags
      add(request.draft.id, document)
    default: break
    }
  }

  private static func part(of whole: Document, _ part: TitlePart) -> Document {
    var draft = TitleDraft()
    draft.digest = part.digest
    draft.position = part.position
    draft.netWeight = part.netWeight
    var document = Document(draft)
    document.holder = whole.holder
    document.issuer = whole.issuer
    document.instrument = whole.instrument
    document.warehouse = whole.warehouse
    document.isBill = whole.isBill
    document.flags = whole.flags
    document.validity = whole.validity
    return document
  }

  private mutating func add(_ id: TitleDocID, _ document: Document) {
    documents[id] = document
    documents[id]?.status = .draft
    documents[id]?.version = 1
  }
}
