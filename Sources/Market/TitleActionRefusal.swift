/// TitleRefusal(7756): why a title document is not changed. Raw values are stored.
///
/// The first that applies is the answer, in this order: the document, its version, its state, the actor,
/// then the guards of the transition.
public enum TitleActionRefusal: UInt16, Error, Sendable, CaseIterable {
  case unknownDocument = 1
  /// TitleVersion(7708) is not the present one, or missing where it must not.
  case wrongVersion = 2
  /// There is no such way from the document's state.
  case wrongState = 3
  /// Somebody else's right, or another's document.
  case wrongActor = 4
  /// It is reserved or settling.
  case notFree = 5
  /// There has been a document of this number; numbers are never used again.
  case duplicate = 6
  /// No room for a document, or for one more holder of the instrument.
  case full = 7
  /// Weight, storage position, digest or holder is missing.
  case dataMissing = 8
  /// Another live document stands for the goods there: Art. 20, 29.
  case positionOccupied = 9
  /// Rule book Art. 18.
  case warehouseNotCompliant = 10
  /// BondedFlag(7714) is not set: Art. 49(8).
  case notBonded = 11
  /// A straight bill of lading: Art. 6.
  case notToOrder = 12
  case notShippedOnBoard = 13
  case seaWaybill = 14
  /// What only bills of lading, or only receipts, can undergo.
  case wrongDocType = 15
  /// Not one document unit within its tolerance.
  case weightOutsideTolerance = 16
  /// The parts do not add up to the whole.
  case weightsDiffer = 17
  case notSplittable = 18
  /// A part is below the least delivery unit.
  case partTooSmall = 19
  /// Documents of different holder, instrument, warehouse or state can't become one.
  case partsUnequal = 20
  case feeUnpaid = 21
  case remainingDaysTooFew = 22
  case pledgeeNotAccepted = 23
  /// TitleDigest(7709) of the two sides is not the same.
  case digestDiffers = 24
  /// It is not settling in that trade.
  case notSettling = 25
  /// The money is not settled: a guarantee alone never moves title.
  case fundsNotSettled = 26
  /// The warehouse's signature is missing: Civil Code 910.
  case notCountersigned = 27
  case defaultNotDeclared = 28
  case reasonMissing = 29
  /// It is valid until later.
  case stillValid = 30
  /// None are named, or more than one change may have.
  case wrongPartCount = 31
}
