import Market
import Surveillance

/// Rates of messages, and requests about passwords, in the digest.
extension Venue {
  func mixSurveillance(into digest: inout Digest) {
    let terms = rates.terms
    digest.mix(terms.highRate)
    digest.mix(terms.highDay)
    digest.mix(terms.bursts)
    digest.mix(terms.burstMessages)
    digest.mix(terms.warning)
    digest.mix(terms.throttle)
    digest.mix(Int64(terms.utcOffsetSeconds))
    programs.mix(into: &digest)
    var counted = digest
    rates.words { counted.mix($0) }
    digest = counted
  }

  func mixUserRequests(into digest: inout Digest) {
    digest.mix(userRequests.count)
    for place in 0..<userRequests.count {
      digest.mix(userRequests[place].session.rawValue)
      digest.mix(userRequests[place].userRequestID)
      digest.mix(userRequests[place].username)
    }
  }
}
