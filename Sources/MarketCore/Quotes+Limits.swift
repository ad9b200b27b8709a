import Memory
import Negotiation

extension Quotes {
  /// The room for quotes of a venue.
  init(limits: VenueLimits, seed: HashSeed) {
    self.init(
      requests: limits.quoteRequests, perFirm: limits.quoteRequestsPerFirm, quotes: limits.quotes,
      firms: limits.firms, seed: seed)
  }
}
