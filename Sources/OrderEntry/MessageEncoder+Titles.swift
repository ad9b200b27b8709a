import FIX44
import FIXWire
import Market
import Records

/// The bodies of TitleReport(UT) that tell a legal change of a document, or a consent to one.
extension MessageEncoder {
  mutating func writeTitleChanged(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(TitleChanged.self)
    let tier = DisclosureTier(recipientOf: event)
    if body.tradeID != .none { field(.trdMatchID, body.tradeID.rawValue) }
    field(.transactTime, event.loadHead().time, precision)
    titleEventID(body.reference, body.execID)
    field(.titleDocID, body.document.text)
    char(.titleDocType, body.docType)
    field(.titleStatus, body.shownStatus)
    if tier.sees(.holder) { firm(.titleHolder, body.holder, firmCodes) }
    if tier.sees(.version) { field(.titleVersion, UInt64(body.version)) }
    if tier.sees(.digest), body.digest != .none { digest(.titleDigest, body.digest) }
    if tier.sees(.origin), !body.parent.text.isEmpty { field(.parentDocID, body.parent.text) }
    if tier.sees(.weight) { quantity(.netWeight, body.netWeight) }
    let seesEntry = tier.sees(.endorsement)
    if seesEntry {
      field(.endorsementSeq, UInt64(body.endorsementSeq))
      if body.endorsementCode > 0 { field(.endorsementCode, UInt64(body.endorsementCode)) }
    }
    field(.titleAction, UInt64(body.actionCode))
    field(.titleResult, 1 as UInt64)
    if tier.sees(.recipient) { firm(.titleRecipient, body.toFirm, firmCodes) }
    guard seesEntry else { return }
    field(.titleActor, UInt64(body.actorCode))
    if body.reasonCode > 0 { field(.titleReason, UInt64(body.reasonCode)) }
  }

  mutating func writeTitleConsented(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(TitleConsented.self)
    let tier = DisclosureTier(recipientOf: event)
    field(.transactTime, event.loadHead().time, precision)
    titleEventID(body.reference, body.execID)
    field(.titleDocID, body.document.text)
    field(.titleStatus, UInt64(body.statusCode))
    if tier.sees(.holder) { firm(.titleHolder, body.holder, firmCodes) }
    if tier.sees(.version) { field(.titleVersion, UInt64(body.version)) }
    field(.titleAction, UInt64(body.actionCode))
    field(.titleResult, body.isGiven == 1 ? 3 : 4 as UInt64)
    if tier.sees(.recipient) { firm(.titleRecipient, body.firm, firmCodes) }
    if tier.sees(.endorsement) { field(.titleActor, UInt64(body.actorCode)) }
  }

  mutating func writeWarehouseGraded(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(WarehouseGraded.self)
    field(.transactTime, event.loadHead().time, precision)
    titleEventID(body.reference, body.execID)
    field(.warehouseCode, body.code.text)
    char(.warehouseGrade, body.grade)
    field(.titleResult, 1 as UInt64)
  }

  /// TitleEventID(7700): the request's to who has sent it, and else the report's own number.
  private mutating func titleEventID(_ reference: Text32, _ execID: ExecID) {
    if reference.isEmpty {
      field(.titleEventID, execID.rawValue)
    } else {
      field(.titleEventID, reference)
    }
  }

  private mutating func firm(_ tag: Tag, _ firm: FirmID, _ firmCodes: borrowing FirmCodes) {
    if firm != .none { field(tag, firmCodes.code(of: firm).text) }
  }

  private mutating func digest(_ tag: Tag, _ value: Digest256) {
    let groups = InlineArray<8, UInt64> { value.hexDigits($0).bigEndian }
    field(tag, RawSpan(_elements: groups.span))
  }
}

extension TitleChanged {
  /// TitleStatus(7706) as it is shown: of an ACTIVE document the venue's own claim, where it has one.
  fileprivate var shownStatus: UInt64 {
    let isClaimed = statusCode == TitleStatus.active.rawValue && encumbranceCode > 0
    return UInt64(isClaimed ? encumbranceCode : statusCode)
  }
}
