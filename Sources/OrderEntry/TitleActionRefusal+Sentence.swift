import Market

extension TitleActionRefusal {
  /// Why a document is not changed.
  var sentence: String {
    switch self {
    case .unknownDocument: "TitleDocID(7701) is unknown"
    case .wrongVersion: "TitleVersion(7708) is not the present one"
    case .wrongState: "The document's state does not let it"
    case .wrongActor: "It is somebody else's right"
    case .notFree: "The document is reserved or settling"
    case .duplicate: "There has been a document of that number"
    case .full: "There is no room for a document or a holder"
    case .dataMissing: "Weight, place, digest, holder or recipient is missing"
    case .positionOccupied: "Another document stands for the goods there"
    case .warehouseNotCompliant: "The warehouse is not compliant"
    case .notBonded: "The goods are not bonded"
    case .notToOrder: "A straight bill of lading is not negotiable"
    case .notShippedOnBoard: "The goods are not on board"
    case .seaWaybill: "A sea waybill is no document of title"
    case .wrongDocType: "It is for another kind of document"
    case .weightOutsideTolerance: "It is not one document unit within its tolerance"
    case .weightsDiffer: "The parts do not weigh what the whole does"
    case .notSplittable: "The document can't be split"
    case .partTooSmall: "A part is below the least delivery unit"
    case .partsUnequal: "The documents differ in holder, instrument, warehouse or state"
    case .feeUnpaid: "Storage is not paid"
    case .remainingDaysTooFew: "The document is not good for long enough"
    case .pledgeeNotAccepted: "The pledgee has not agreed"
    case .digestDiffers: "TitleDigest(7709) is another one"
    case .notSettling: "The document does not settle in a trade"
    case .fundsNotSettled: "The money is not settled"
    case .notCountersigned: "The warehouse has not signed"
    case .defaultNotDeclared: "The registry has no default"
    case .reasonMissing: "TitleReason(7856) is missing"
    case .stillValid: "The document is still valid"
    case .wrongPartCount: "NoTitleParts(7757) is wrong"
    }
  }

  /// BusinessRejectReason(380).
  var businessRejectReason: UInt64 {
    switch self {
    case .unknownDocument: 1
    case .wrongActor: 6
    case .wrongVersion, .wrongState, .notFree, .duplicate, .full, .dataMissing, .positionOccupied,
      .warehouseNotCompliant, .notBonded, .notToOrder, .notShippedOnBoard, .seaWaybill,
      .wrongDocType, .weightOutsideTolerance, .weightsDiffer, .notSplittable, .partTooSmall,
      .partsUnequal, .feeUnpaid, .remainingDaysTooFew, .pledgeeNotAccepted, .digestDiffers,
      .notSettling, .fundsNotSettled, .notCountersigned, .defaultNotDeclared, .reasonMissing,
      .stillValid, .wrongPartCount:
      0
    }
  }
}

extension TextLine {
  /// Why a document is not changed, and which: 0 the request's own, from 1 its parts or the trade's.
  mutating func append(_ refusal: TitleActionRefusal, part: UInt32) {
    append(": ")
    append(refusal.sentence)
    if part == 0 { return }
    append(", document ")
    append(Int64(part))
  }
}
