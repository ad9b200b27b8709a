public import Market

/// The venue's own claim on an ACTIVE document; the legal state is TitleStatus(7706).
public enum Encumbrance: UInt8, Sendable, BitwiseCopyable {
  case free = 0
  /// Backs one live sell order.
  case reserved = 5
  /// Sold in one trade that waits for settlement.
  case settling = 6
}

/// A title document: one lot of its instrument, traded whole.
///
/// Source: market rules 2.1, 3.3; tags 7701 to 7753.
public struct TitleDocument: Sendable, BitwiseCopyable {
  public var id = TitleDocID()
  public var netWeight = Quantity.zero
  /// Quality and location premium, per unit: 7731 + 7732.
  public var premium = Price.zero
  /// End of the last day on which it may be sold; none where unlimited.
  public var validUntil = Instant.none
  public var storedFrom = Instant.none
  public var instrument = InstrumentID.none
  public var warehouse: UInt32 = 0
  public var holder = FirmID.none
  /// The buyer of the trade that it settles in; none otherwise.
  public var buyer = FirmID.none
  /// TitleVersion(7708).
  public var version: UInt32 = 0
  public var status = TitleStatus.draft
  public internal(set) var encumbrance = Encumbrance.free
  /// TitleDocType(7702).
  public var docType: UInt8 = 0
  /// Whether it stands in its holding's tree of free documents.
  var isListed = false
  /// The firm's holding in the instrument that it belongs to.
  var holding: UInt32 = 0
  /// The next document of the same order or trade.
  var next = TitleDocument.none
  /// Children in the tree of free documents.
  var left = TitleDocument.none
  var right = TitleDocument.none

  public init() {}

  /// The slot that stands for no document.
  static var none: UInt32 { .max }

  /// Whether it may still be sold at `now`.
  public func isValid(at now: Instant) -> Bool { validUntil == .none || now <= validUntil }

  /// First in, first out: by the time it was stored, then by its number.
  func precedes(_ other: TitleDocument) -> Bool {
    if storedFrom != other.storedFrom { return storedFrom < other.storedFrom }
    for index in 0..<4 {
      let mine = id.text[word: index].byteSwapped
      let theirs = other.id.text[word: index].byteSwapped
      if mine != theirs { return mine < theirs }
    }
    return false
  }
}

/// Why a document can't be sold. Art. 16; market rules 2.3, guard 9.
public enum TitleRefusal: Error, Equatable, Sendable {
  case unknown
  case notHeld
  /// Bought by the firm, but its title has not moved yet.
  case notTransferred
  case notActive
  case anotherInstrument
  case notFree
  case expired
}

/// Why a document is not admitted.
public enum AdmissionRefusal: Error, Equatable, Sendable {
  case duplicate
  case full
}
