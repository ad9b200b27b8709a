import Market
import Matching
import Memory
import Negotiation

/// What firms agree on or bid for beside the book, in the digest.
extension Venue {
  func mixNegotiation(into digest: inout Digest) {
    mixAuctions(into: &digest)
    for number in 1..<(reference.firmCount + 1) {
      digest.mix(reference.firms[number].broker.rawValue)
    }
    mixDealTerms(into: &digest)
    counterparties.mix(into: &digest)
    digest.mix(uncrossPass?.mdSeq ?? 0)
    digest.mix(uncrossPass?.buy.rawValue ?? Order.none)
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
      digest.mix(trade.wakes.nanoseconds)
      digest.mix(trade.settlDate.nanoseconds)
      digest.mix(trade.firm.rawValue)
      digest.mix(trade.counterparty.rawValue)
      digest.mix(trade.session.rawValue)
      digest.mix(trade.instrument.rawValue)
      digest.mix(trade.side.rawValue)
    }
    mixQuotes(into: &digest)
  }

  private func mixDealTerms(into digest: inout Digest) {
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      digest.mix(instrument.isNegotiated)
      digest.mix(Int64(instrument.negotiatedBand.lowest))
      digest.mix(Int64(instrument.negotiatedBand.highest))
      digest.mix(instrument.answerNanos)
      digest.mix(instrument.deliveryNanos)
      digest.mix(instrument.deals.bits)
      digest.mix(instrument.listingReach)
      digest.mix(instrument.quotes.longestNanos)
      digest.mix(UInt64(instrument.quotes.rounds))
      digest.mix(instrument.pauses.stoodNanos)
      digest.mix(instrument.pauses.stands.nanoseconds)
    }
  }

  private func mixQuotes(into digest: inout Digest) {
    digest.mix(durations.stoodNanos)
    digest.mix(durations.stands.nanoseconds)
    digest.mix(quotes.numbersGiven)
    digest.mix(UInt64(quotes.requestCount))
    for slot in quotes.requestSlots where quotes.isRequest(slot) {
      mix(quotes[request: slot], into: &digest)
      for word in quotes.words(of: slot) { digest.mix(quotes.askedFirms(word)) }
    }
    digest.mix(UInt64(quotes.quoteCount))
    for slot in quotes.quoteSlots where quotes.isQuote(slot) {
      mix(quotes[quote: slot], into: &digest)
    }
  }

  private func mix(_ request: QuoteRequest, into digest: inout Digest) {
    digest.mix(request.number)
    digest.mix(request.reqID)
    digest.mix(request.quantity.thousandths)
    digest.mix(request.end.nanoseconds)
    digest.mix(request.wakes.nanoseconds)
    digest.mix(request.settlDate.nanoseconds)
    digest.mix(request.firm.rawValue)
    digest.mix(request.session.rawValue)
    digest.mix(request.instrument.rawValue)
    digest.mix(request.side.rawValue)
    digest.mix(request.nextFirm)
    digest.mix(UInt64(request.over?.rawValue ?? 0))
  }

  private func mix(_ quote: Quote, into digest: inout Digest) {
    digest.mix(quote.number)
    digest.mix(quote.offerID)
    digest.mix(quote.clOrdID.text)
    digest.mix(quote.account.text)
    digest.mix(quote.price.tenThousandths)
    digest.mix(quote.quantity.thousandths)
    digest.mix(quote.end.nanoseconds)
    digest.mix(quote.wakes.nanoseconds)
    digest.mix(quotes[request: quote.request].number)
    digest.mix(quote.firm.rawValue)
    digest.mix(quote.session.rawValue)
    digest.mix(quote.kind.rawValue)
    digest.mix(quote.isOfAsker)
    digest.mix(UInt64(quote.rounds))
  }
}
