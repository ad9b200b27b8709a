import Market
import Memory

extension Venue {
  /// The requests for positions, and how far the answer to the first one is.
  func mixPositionRequests(into digest: inout Digest) {
    digest.mix(tellsPositions)
    digest.mix(positionRequests.count)
    for place in 0..<positionRequests.count {
      let request = positionRequests[place]
      digest.mix(request.subject.rawValue)
      digest.mix(request.posReqID)
      digest.mix(request.session.rawValue)
      digest.mix(request.firm.rawValue)
      digest.mix((request.instrument ?? .none).rawValue)
      digest.mix(request.account.text)
    }
    guard !positionRequests.isEmpty else { return }
    digest.mix(positionRequests.nextDocument)
    digest.mix(positionRequests.nextInstrument)
    digest.mix(positionRequests.isCounted)
    digest.mix(positionRequests.total)
    for number in 1..<(reference.instrumentCount + 1) {
      let sum = positionRequests.sums[number]
      digest.mix(sum.held)
      digest.mix(sum.reserved)
      digest.mix(sum.settling)
      digest.mix(sum.blocked)
      digest.mix(sum.weight.thousandths)
    }
  }
}
