public import Market
import Memory

/// What somebody wants done to a title document, with all that the venue knows about it.
public struct TitleRequest: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  /// TitleVersion(7708) that the request was made for; nil only of the operator, a court or the clock,
  /// who act on the present one.
  public var version: UInt32?
  public var action = TitleAction.issue
  /// By whose right; the venue has judged that the session has this role.
  public var actor = TitleActor.operator
  /// The firm that acts; it must be the document's own warehouse, carrier, holder or pledgee.
  public var firm = FirmID.none
  /// The pledgee of a pledge; who becomes holder where one is enforced.
  public var recipient = FirmID.none
  public var consents = TitleConsents()
  public var reason = TitleReason.none
  /// TitleDigest(7709), as the registry or the warehouse has it.
  public var digest = Digest256.none
  /// The dates of a renewal.
  public var validity = TitleValidity()
  /// The document of an issue; the one that a merge or an amendment makes; what the receipts of a
  /// conversion have in common.
  public var draft = TitleDraft()
  public var terms = TitleTerms()
  public init() {}
}

/// What the venue knows of the document's instrument and warehouse: what guards compare with.
public struct TitleTerms: Sendable, BitwiseCopyable {
  /// The lightest and the heaviest document that is one unit.
  public var lightest = Quantity.zero
  public var heaviest = Quantity.zero
  /// The least delivery unit: Art. 17.
  public var leastPart = Quantity.zero
  /// How long a document must be good for when it becomes ACTIVE, and behind each sale.
  public var marginNanos: Int64 = 0
  /// Admitted, bonded, and of a grade that the instrument permits: Art. 18.
  public var isWarehouseCompliant = false
  public init() {}
}

/// A document beside the one of the request: a new one of a split or a conversion, or another one that
/// is merged.
public struct TitlePart: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  public var digest = Digest256.none
  public var position = TitlePosition()
  public var netWeight = Quantity.zero
  /// TitleVersion(7708) of one that is merged.
  public var version: UInt32 = 0
  public init() {}

  /// Parts that one request may have.
  public static var most: Int { 64 }
}

/// What has become of a request.
public enum TitleOutcome: Equatable, Sendable {
  /// It is done, and the changes tell it.
  case done
  /// Nothing has changed. The order in this slot must be cancelled first; then the request again.
  case cancelFirst(order: UInt32)
  /// Nothing has changed. `part` is the place of the document that is to blame among the parts or those
  /// of the trade, from 1; 0 for the request's own.
  case refused(TitleActionRefusal, part: Int)
}

/// A document that a request has changed, and its entry in the document's chain.
public struct TitleChange: Sendable, BitwiseCopyable {
  public var slot: UInt32 = 0
  /// The state before; of a new document, draft.
  public var from = TitleStatus.draft
  public var holder = FirmID.none
  public var endorsement = TitleEndorsement()
  /// The digest of the entry.
  public var head = Digest256.none
  public init() {}
}

/// What one request has changed: room for the document and its parts, allocated once.
public struct TitleChanges: ~Copyable {
  private var changes: Slab<TitleChange>
  /// How many documents have changed, those that were before the new ones.
  public private(set) var count = 0

  public init() { changes = Slab(capacity: TitlePart.most + 1, repeating: TitleChange()) }

  public internal(set) subscript(index: Int) -> TitleChange {
    get {
      precondition(index < count, "a change stands there")
      return changes[UInt32(index)]
    }
    @inline(__always) _modify {
      precondition(index < count, "a change stands there")
      yield &changes[UInt32(index)]
    }
  }

  mutating func removeAll() { count = 0 }

  /// The place of one more change, which the caller fills in whole.
  mutating func add() -> Int {
    precondition(count < changes.capacity, "a request has so many parts at most")
    count += 1
    return count - 1
  }
}
