import Market

/// Commands and events of title documents.
extension RecordFields {
  mutating func add(_ body: RequestTitle) {
    text("document", body.document.text)
    code("action", body.actionCode, TitleAction.self)
    code("purpose", body.purposeCode, TitlePurpose.self)
    code("actor", body.actorCode, TitleActor.self)
    code("reason", body.reasonCode, TitleReason.self)
    if body.hasVersion == 1 { word("version", "\(body.version)") }
    text("reference", body.reference)
    text("firm", body.firm.text)
    text("recipient", body.recipient.text)
    text("newDocument", body.newDocument.text)
    text("holder", body.holder.text)
    text("warehouse", body.warehouse.text)
    text("symbol", body.symbol.text)
    character("docType", body.docType)
    quantity("netWeight", body.netWeight)
    price("premium", body.premium)
    instant("storedFrom", body.storedFrom)
    instant("storedUntil", body.storedUntil)
    instant("feePaidTo", body.feePaidTo)
    instant("certificateUntil", body.certificateUntil)
    number("hsCode", body.hsCode)
    flags(body.flags)
    names(
      "consents", body.consents.rawValue,
      ["pledgeeAccepts", "warehouseSigns", "fundsSettled", "defaultDeclared"])
    digest("position", body.position.key)
    digest("digest", body.digest)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: TitleConsented) {
    text("document", body.document.text)
    code("action", body.actionCode, TitleAction.self)
    code("actor", body.actorCode, TitleActor.self)
    flag("given", body.isGiven)
    status("status", body.statusCode)
    number("holder", body.holder.rawValue)
    number("firm", body.firm.rawValue)
    number("version", body.version)
    number("instrument", body.instrument.rawValue)
    text("reference", body.reference)
    number("execID", body.execID.rawValue)
    number("request", body.request)
    word("tier", DisclosureTier(rawValue: body.tierCode).map { "\($0)" } ?? "\(body.tierCode)")
  }

  mutating func add(_ body: TitleChanged) {
    text("document", body.document.text)
    code("action", body.actionCode, TitleAction.self)
    code("actor", body.actorCode, TitleActor.self)
    status("from", body.fromStatusCode)
    status("status", body.statusCode)
    code("reason", body.reasonCode, TitleReason.self)
    number("holder", body.holder.rawValue)
    number("firm", body.firm.rawValue)
    number("fromFirm", body.fromFirm.rawValue)
    number("toFirm", body.toFirm.rawValue)
    number("endorsementSeq", body.endorsementSeq)
    number("version", body.version)
    number("tradeID", body.tradeID.rawValue)
    text("reference", body.reference)
    text("parent", body.parent.text)
    quantity("netWeight", body.netWeight)
    instant("validUntil", body.validUntil)
    number("instrument", body.instrument.rawValue)
    number("warehouse", body.warehouse)
    character("docType", body.docType)
    number("encumbrance", body.encumbranceCode)
    code("endorsementCode", body.endorsementCode, EndorsementCode.self)
    digest("digest", body.digest)
    digest("previous", body.previous)
    digest("head", body.head)
    number("execID", body.execID.rawValue)
    number("request", body.request)
  }

  /// What a document says of itself.
  mutating func flags(_ value: TitleFlags) {
    names(
      "flags", value.rawValue,
      ["bonded", "splittable", "toOrder", "shippedOnBoard", "seaWaybill"])
  }

  mutating func digest(_ name: String, _ value: Digest256) {
    if value != .none { word(name, "\(value)") }
  }

  /// TitleStatus(7706), whose zero is a state too.
  private mutating func status(_ name: String, _ code: UInt8) {
    word(name, TitleStatus(rawValue: code).map { "\($0)" } ?? "\(code)")
  }
}
