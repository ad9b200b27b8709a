public import Market

/// What of a title document only its legal changes look at, in a slab of its own.
///
/// Source: market rules 3.3, 3.4.
public struct TitleParticulars: Sendable, BitwiseCopyable {
  public internal(set) var id = TitleDocID()
  /// The warehouse or the carrier that has issued it.
  public internal(set) var issuer = FirmID.none
  /// Who controls it in pledge; none otherwise.
  public internal(set) var pledgee = FirmID.none
  /// The buyer of the trade that it settles in; none otherwise.
  public internal(set) var buyer = FirmID.none
  var parentSlot = TitleDocument.none
  var successorSlot = TitleDocument.none
  /// Its place among those that expire; none where it does not.
  var expiryPlace = TitleDocument.none
  /// An index of HSCode(7733), as whoever made the document numbers them; 0 for none.
  public internal(set) var hsCode: UInt32 = 0
  /// What it becomes again when it is unfrozen.
  public internal(set) var statusBeforeFreeze = TitleStatus.registered
  /// What it becomes again when it is renewed.
  public internal(set) var statusBeforeExpiry = TitleStatus.active
  public internal(set) var freezeReason = TitleReason.none
  /// TitleDigest(7709) of its data set; none where it was admitted without.
  public internal(set) var digest = Digest256.none
  public internal(set) var position = TitlePosition()
  public internal(set) var chain = EndorsementChain()
  public internal(set) var validity = TitleValidity()

  init() {}

  /// The document that it has come from by split, merge, conversion or amendment: ParentDocID(7710).
  public var parent: UInt32? { parentSlot == TitleDocument.none ? nil : parentSlot }
  /// The first document that has taken its place.
  public var successor: UInt32? { successorSlot == TitleDocument.none ? nil : successorSlot }
}

/// Until when a document is good; none of an instant stands for no limit.
public struct TitleValidity: Equatable, Sendable, BitwiseCopyable {
  /// End of the last day of storage: StoredUntil(7717).
  public var storedUntil = Instant.none
  /// End of the last day that is paid: StorageFeePaidTo(7718).
  public var feePaidTo = Instant.none
  /// End of the last day on which the quality certificate holds.
  public var certificateUntil = Instant.none
  public init() {}

  /// The first of its limits; none without any.
  public var earliest: Instant {
    Self.earlier(storedUntil, Self.earlier(feePaidTo, certificateUntil))
  }

  private static func earlier(_ a: Instant, _ b: Instant) -> Instant {
    if a == .none { return b }
    return b == .none ? a : min(a, b)
  }

  /// The last instant of a sale that leaves `marginNanos` behind it; none without a limit.
  func saleUntil(marginNanos: Int64) -> Instant {
    let last = earliest
    guard last != .none else { return .none }
    let (nanoseconds, overflow) = last.nanoseconds.subtractingReportingOverflow(marginNanos)
    // Before 1970 is as much past as its first nanosecond, and zero is no limit.
    return Instant(nanoseconds: overflow ? 1 : max(nanoseconds, 1))
  }
}

/// What a title document says when it is made: what stands in it and what the venue numbers of it.
public struct TitleDraft: Sendable, BitwiseCopyable {
  public var id = TitleDocID()
  public var digest = Digest256.none
  public var position = TitlePosition()
  public var validity = TitleValidity()
  public var netWeight = Quantity.zero
  public var premium = Price.zero
  public var storedFrom = Instant.none
  public var instrument = InstrumentID.none
  public var holder = FirmID.none
  public var issuer = FirmID.none
  /// Who controls a document that is admitted PLEDGED.
  public var pledgee = FirmID.none
  public var warehouse: UInt32 = 0
  public var hsCode: UInt32 = 0
  public var docType: UInt8 = 0
  public var flags = TitleFlags()
  public init() {}

  var isBill: Bool { docType == TitleDocument.bill }
  /// Who controls it when it is admitted.
  var controller: FirmID { pledgee != .none ? pledgee : holder }
}
