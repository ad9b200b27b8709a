import Market
import Oracle
import Testing

/// The venue and the naive one side by side.
@Suite struct ComparisonTests {
  @Test("the venue does what the rules say of any stream", arguments: 1...12 as ClosedRange<UInt64>)
  func agrees(_ seed: UInt64) {
    let stream = CommandStream(seed: seed, commands: 250)
    let found = Comparison.run(stream.steps, in: stream.market)
    #expect(found == nil, "seed \(seed): \(String(describing: found))")
  }

  @Test("a stream holds what it is made for: trades, ends of all kinds, refusals, phases")
  func reaches() {
    let stream = CommandStream(seed: 3, commands: 1_000)
    var comparison = Comparison(stream.market, commands: stream.steps.count)
    for step in stream.steps { #expect(comparison.perform(step) == nil) }
    let kinds: [TraceLine.Kind] = [
      .new, .replaced, .fill, .trade, .canceled, .expired, .rejected, .cancelReject, .phase,
    ]
    for kind in kinds { #expect((comparison.counts[kind] ?? 0) > 0, "\(kind)") }
  }

  @Test(
    "streams reach every reason that an order, a cancel or a replace of theirs can be refused for")
  func reasons() {
    // What needs tables that are full, a counterparty that the gateway refuses, a book of six prices, a report of
    // others' trade, a name twice beside the book, or a named order that is all or none or of a firm that does not
    // deal, has tables of its own.
    let elsewhere: Set<Reason> = [
      .none, .other, .amountOverflow, .tooManyOrders, .priceMissing, .limitReached,
      .unknownInstrument, .pendingCancel, .tooManyPending, .firmHasTooManyPending,
      .massStatusPending, .tooManyMassStatuses, .listingOutOfReach, .listingIsWhole,
      .counterpartyNotPermitted, .orderRule, .notAddressed, .duplicateReportID,
      .duplicateCrossID, .duplicateReqID,
      // Of auctions, which come to these less often than to others: see below.
      .startPriceInvalid, .stepInvalid, .limitInvalid, .closeInvalid, .tooManyLots, .amountDiffers,
      .unknownBid, .tooManyDeposits, .notForeclosable, .bidOffStep, .bidTooLow, .bidTooFar,
      .lotsNotLeft, .irrevocable, .extended, .frozen, .resumed, .bidVoided, .reserveNotMet,
      .documentsLost,
    ]
    var reached: Set<Reason> = []
    for seed in Array(1...24) + [60] as [UInt64] {
      let stream = CommandStream(seed: seed, commands: 600)
      var comparison = Comparison(stream.market, commands: stream.steps.count)
      for step in stream.steps { #expect(comparison.perform(step) == nil) }
      reached.formUnion(comparison.reasons.keys)
    }
    #expect(Set(Reason.allCases).subtracting(reached).subtracting(elsewhere) == [])
  }

  @Test("streams about auctions come to all that becomes of lots and bids")
  func auctions() {
    // Of documents that are lost, and of a table that is full, others tell.
    let expected: [Reason] = [
      .announced, .opened, .bid, .notForeclosable, .extended, .priceMoved, .frozen, .resumed,
      .bidVoided, .closed,
      .noBid, .reserveNotMet, .byOperator, .unknownAuction, .wrongState, .notOffered,
      .startPriceInvalid, .stepInvalid, .limitInvalid, .noticeTooShort, .closeInvalid, .isInitiator,
      .depositUnchanged, .amountDiffers, .auctionNotOpen, .depositMissing, .bidOffStep, .bidTooLow,
      .clockPriceWorse, .lotsNotLeft, .irrevocable,
    ]
    var reached: Set<Reason> = []
    var foreclosures: Set<Foreclosure> = []
    for seed in 1...24 as ClosedRange<UInt64> {
      let stream = CommandStream(
        seed: seed, commands: 600, features: [.auctions, .phases, .disconnects, .crossFirm])
      var comparison = Comparison(stream.market, commands: stream.steps.count)
      for step in stream.steps { #expect(comparison.perform(step) == nil) }
      reached.formUnion(comparison.reasons.keys)
      foreclosures.formUnion(comparison.foreclosures)
    }
    #expect(Set(Foreclosure.allCases).subtracting(foreclosures) == [])
    #expect(Set(expected).subtracting(reached) == [])
  }

  @Test("streams about premiums trade at the benchmark's value of then")
  func premiums() {
    var pricesOfMatches: Set<Int64> = []
    var reached: Set<Reason> = []
    for seed in [1, 6, 11, 16] as [UInt64] {
      let stream = CommandStream(
        seed: seed, commands: 600, features: [.market, .calls, .phases, .premiums])
      var comparison = Comparison(stream.market, commands: stream.steps.count)
      for step in stream.steps {
        #expect(comparison.perform(step) == nil, "seed \(seed)")
        for line in comparison.lines where line.kind == .trade {
          pricesOfMatches.insert(line.lastPx)
        }
      }
      reached.formUnion(comparison.reasons.keys)
    }
    #expect(pricesOfMatches.count > 15, "five premiums are drawn, and 21 values")
    #expect(reached.isSuperset(of: [.benchmarkMissing, .qualifierNotOffered, .invalidValue]))
  }

  @Test("the same stream ends in the same state")
  func repeats() {
    let digests = (0..<2).map { _ in
      let stream = CommandStream(seed: 5, commands: 200)
      var comparison = Comparison(stream.market, commands: stream.steps.count)
      for step in stream.steps { _ = comparison.perform(step) }
      return comparison.digest()
    }
    #expect(digests[0] == digests[1])
  }

  @Test("books that differ are told, with both sides")
  func differs() {
    let market = MarketTerms()
    var other = market
    other.groups = [0, 0, 0, 0]
    let sell = OrderTerms(name: 1, instrument: 0, side: .sell, price: 1_000_000, quantity: 1_000)
    let buy = OrderTerms(name: 1, instrument: 0, side: .buy, price: 1_000_000, quantity: 1_000)
    let steps = [
      Step(session: 0, .phase(0, .open)), Step(session: 3, .new(sell)), Step(session: 4, .new(buy)),
    ]
    var comparison = Comparison(market, commands: 3, rules: other)
    let found = steps.compactMap { comparison.perform($0) }
    #expect(found.map(\.step) == [2])
    #expect(found.first?.rules.count == 4, "the rules of the other market let them trade")
    #expect(found.first?.venue.count == 1, "firms of one group do not")
  }
}
