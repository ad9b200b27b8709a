import Market
import Titles

extension Venue {
  /// Mixes the legal state of all title documents, and the venue's claims on them.
  func mixTitles(into digest: inout Digest) {
    for slot in 0..<titles.count {
      let document = titles[slot]
      digest.mix(titles.holder(of: slot).rawValue)
      digest.mix(titles.instrument(of: slot).rawValue)
      digest.mix(document.warehouse)
      digest.mix(document.netWeight.thousandths)
      digest.mix(document.premium.tenThousandths)
      digest.mix(document.validUntil.nanoseconds)
      digest.mix(document.storedFrom.nanoseconds)
      digest.mix(document.version)
      digest.mix(document.status.rawValue)
      digest.mix(document.encumbrance.rawValue)
      digest.mix(document.flags.rawValue)
      mix(titles.particulars(of: slot), into: &digest)
      mix(consents.given(to: slot, at: document.version), into: &digest)
    }
  }

  private func mix(_ given: GivenConsent, into digest: inout Digest) {
    digest.mix(given.consents.rawValue)
    digest.mix(given.pledgee.rawValue)
    digest.mix(given.warehouse.rawValue)
  }

  private func mix(_ particulars: TitleParticulars, into digest: inout Digest) {
    digest.mix(particulars.id.text)
    digest.mix(particulars.digest)
    digest.mix(particulars.chain.head)
    digest.mix(particulars.chain.count)
    digest.mix(particulars.position.key)
    digest.mix(particulars.validity.storedUntil.nanoseconds)
    digest.mix(particulars.validity.feePaidTo.nanoseconds)
    digest.mix(particulars.validity.certificateUntil.nanoseconds)
    digest.mix(particulars.issuer.rawValue)
    digest.mix(particulars.pledgee.rawValue)
    digest.mix(particulars.buyer.rawValue)
    digest.mix(particulars.parent ?? .max)
    digest.mix(particulars.successor ?? .max)
    digest.mix(particulars.hsCode)
    digest.mix(particulars.statusBeforeFreeze.rawValue)
    digest.mix(particulars.statusBeforeExpiry.rawValue)
    digest.mix(particulars.freezeReason.rawValue)
  }
}
