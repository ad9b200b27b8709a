public import Market

/// The venue's own claim on an ACTIVE document; the legal state is TitleStatus(7706).
public enum Encumbrance: UInt8, Sendable, BitwiseCopyable {
  case free = 0
  /// Backs one live sell order.
  case reserved = 5
  /// Sold in one trade that waits for settlement.
  case settling = 6
}

/// A title document, one lot of its instrument, traded whole: what an order looks at, in one line of
/// the cache. The rest are its `TitleParticulars`.
///
/// ```
///  0 netWeight    8
///  8 premium      8
/// 16 validUntil   8
/// 24 storedFrom   8
/// 32 holding      4  holder and instrument
/// 36 version      4
/// 40 claimant     4  the order or the trade that has it
/// 44 next         4  the next document of the same order or trade
/// 48 unused       8
/// 56 warehouse    4
/// 60 status       1
/// 61 encumbrance  1
/// 62 docType      1
/// 63 marks        1  TitleFlags, and whether it stands in the tree
/// ```
/// Source: market rules 2.1, 3.3; tags 7701 to 7753.
public struct TitleDocument: Sendable, BitwiseCopyable {
  public internal(set) var netWeight = Quantity.zero
  /// Quality and location premium, per unit: 7731 + 7732.
  public internal(set) var premium = Price.zero
  /// The last instant at which it may be sold; none where unlimited.
  public internal(set) var validUntil = Instant.none
  public internal(set) var storedFrom = Instant.none
  /// The holder's documents of the instrument, among which it belongs.
  var holding: UInt32 = 0
  /// TitleVersion(7708): counts its legal changes.
  public internal(set) var version: UInt32 = 0
  /// The slot of the order or trade that has it; meaningless while it is free.
  public internal(set) var claimant = TitleDocument.none
  var next = TitleDocument.none
  private let unused = 0 as UInt64
  /// Where the goods are; 0 for those of a bill of lading.
  public internal(set) var warehouse: UInt32 = 0
  public internal(set) var status = TitleStatus.draft
  public internal(set) var encumbrance = Encumbrance.free
  /// TitleDocType(7702).
  public internal(set) var docType: UInt8 = 0
  private var marks: UInt8 = 0

  init() {}

  /// The slot that stands for no document, no order and no trade.
  static var none: UInt32 { .max }
  private static var listedMark: UInt8 { 0x80 }

  /// Whether it may still be sold at `now`.
  public func isValid(at now: Instant) -> Bool { validUntil == .none || now <= validUntil }

  /// What it says of itself.
  public internal(set) var flags: TitleFlags {
    get { TitleFlags(rawValue: marks & ~Self.listedMark) }
    set { marks = marks & Self.listedMark | newValue.rawValue & ~Self.listedMark }
  }

  /// Whether it is a bill of lading.
  public var isBill: Bool { docType == Self.bill }
  static var bill: UInt8 { UInt8(ascii: "B") }

  /// Whether it stands in its holding's tree of free documents.
  var isListed: Bool {
    get { marks & Self.listedMark != 0 }
    set { marks = newValue ? marks | Self.listedMark : marks & ~Self.listedMark }
  }
}

extension TitleStatus {
  /// Whether a document of this state stands for its goods, so that no other may: I4.
  public var isLive: Bool {
    switch self {
    case .issued, .approved, .registered, .active, .pledged, .frozen, .withdrawing, .expired: true
    case .draft, .closed, .void: false
    }
  }

  /// Whether the operator has examined a document of this state and let it come to the market: Art. 49(10).
  public var isApproved: Bool {
    switch self {
    case .approved, .registered, .active, .pledged, .frozen, .withdrawing, .expired: true
    case .draft, .issued, .closed, .void: false
    }
  }

  /// Whether a document of this state may expire.
  var canExpire: Bool {
    switch self {
    case .active, .pledged, .frozen: true
    case .draft, .issued, .approved, .registered, .withdrawing, .closed, .expired, .void: false
    }
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
  /// Another live document stands for the same goods.
  case positionOccupied
  /// A version beyond 2^31 - 1, behind which there would be none left.
  case versionTooHigh
}
