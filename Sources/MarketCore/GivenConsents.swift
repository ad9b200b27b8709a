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
