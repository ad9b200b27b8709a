public import Market
import Memory

/// When a document's time is over.
struct TitleExpiry: HeapElement {
  var at = Instant.none
  var slot = TitleDocument.none

  func precedes(_ other: TitleExpiry) -> Bool {
    at != other.at ? at < other.at : slot < other.slot
  }
}

/// Documents whose time ends, the first one in front: those that may expire and are limited. One that
/// settles leaves when its turn comes and is back behind its trade.
extension TitleRegister {
  /// The last instant of the document whose time ends first; nil where none ends.
  public var nextExpiry: Instant? { expiries.first?.at }

  /// The next document whose time is over at `now` and that is not settling; nil where there is none.
  ///
  /// It stays the next one until it has expired: the caller cancels its order and expires it.
  /// - Complexity: O(log documents) for each settling one that is passed.
  public mutating func dueToExpire(at now: Instant) -> UInt32? {
    while let first = expiries.first, first.at < now {
      if documents[first.slot].encumbrance != .settling { return first.slot }
      Self.forget(first.slot, in: &expiries, &particulars)
    }
    return nil
  }

  /// Puts a document among those that expire, or takes it out, as its state and dates are now.
  mutating func track(_ slot: UInt32) {
    let document = documents[slot]
    let expires =
      document.status.canExpire && document.validUntil != .none
      && document.encumbrance != .settling
    if particulars[slot].expiryPlace != TitleDocument.none {
      if expires, expiries[particulars[slot].expiryPlace].at == document.validUntil { return }
      Self.forget(slot, in: &expiries, &particulars)
    }
    if expires {
      Self.add(TitleExpiry(at: document.validUntil, slot: slot), to: &expiries, &particulars)
    }
  }

  private static func add(
    _ expiry: TitleExpiry, to expiries: inout Heap<TitleExpiry>,
    _ particulars: inout Slab<TitleParticulars>
  ) {
    expiries.add(expiry) { particulars[$0.slot].expiryPlace = $1 }
  }

  private static func forget(
    _ slot: UInt32, in expiries: inout Heap<TitleExpiry>,
    _ particulars: inout Slab<TitleParticulars>
  ) {
    let place = particulars[slot].expiryPlace
    expiries.remove(at: place) { particulars[$0.slot].expiryPlace = $1 }
    particulars[slot].expiryPlace = TitleDocument.none
  }
}
