import Market
import Memory
import Negotiation

/// What firms agree on or bid for beside the book, in the digest.
extension Venue {
  func mixNegotiation(into digest: inout Digest) {
    mixAuctions(into: &digest)
    for number in 1..<(reference.firmCount + 1) {
      digest.mix(reference.firms[number].broker.rawValue)
    }
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      digest.mix(instrument.isNegotiated)
      digest.mix(Int64(instrument.negotiatedBand.lowest))
      digest.mix(Int64(instrument.negotiatedBand.highest))
      digest.mix(instrument.answerNanos)
      digest.mix(instrument.listingReach)
    }
    digest.mix(allegedTrades.numbersGiven)
    digest.mix(UInt64(allegedTrades.count))
    for slot in allegedTrades.slots where allegedTrades.isOpen(slot) {
      let trade = allegedTrades[slot]
      digest.mix(trade.number)
      digest.mix(trade.reportID)
      digest.mix(trade.clOrdID.text)
      digest.mix(trade.account.text)
      digest.mix(trade.price.tenThousandths)
      digest.mix(trade.quantity.thousandths)
      digest.mix(trade.expires.nanoseconds)
      digest.mix(trade.firm.rawValue)
      digest.mix(trade.counterparty.rawValue)
      digest.mix(trade.session.rawValue)
      digest.mix(trade.instrument.rawValue)
      digest.mix(trade.side.rawValue)
    }
  }
}
