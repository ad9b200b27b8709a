import Market
import Memory
import Titles

/// What others let happen to a document, as long as it is of that version.
struct GivenConsent: BitwiseCopyable {
  var version: UInt32 = 0
  /// Who takes the document in pledge.
  var pledgee = FirmID.none
  /// The warehouse that signs.
  var warehouse = FirmID.none
  var consents = TitleConsents()

  /// Somebody says this; a pledgee's and a warehouse's word takes the place of another one's.
  mutating func insert(_ kind: TitleConsents, by firm: FirmID) {
    consents.insert(kind)
    if kind == .pledgeeAccepts { pledgee = firm }
    if kind == .warehouseSigns { warehouse = firm }
  }

  /// Somebody no longer says this; what another has said stands.
  mutating func remove(_ kind: TitleConsents, by firm: FirmID) {
    if kind == .pledgeeAccepts && pledgee != firm { return }
    if kind == .warehouseSigns && warehouse != firm { return }
    consents.remove(kind)
  }
}

/// The consents to changes of title documents that nobody has asked for yet: one of each kind and document,
/// the last one that was given. With any legal change of the document they are void.
struct GivenConsents: ~Copyable {
  private var given: Slab<GivenConsent>

  init(capacity: Int) { given = Slab(capacity: capacity, repeating: GivenConsent()) }

  /// Those that hold for a version of the document in `slot`.
  func given(to slot: UInt32, at version: UInt32) -> GivenConsent {
    given[slot].version == version ? given[slot] : GivenConsent(version: version)
  }

  mutating func set(_ consent: GivenConsent, of slot: UInt32) { given[slot] = consent }
}

extension GivenConsents: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&given)
  }
}
