import Foundation
import Testing

/// Each limit of the core is proven on both sides: the last that is taken, and the first that is not.
@Suite struct LimitTests {
  /// Where the proof of each limit stands: the test file, and its function.
  static let proofs: [String: String] = [
    "Limits.documentsPerOrder": "MarketCoreTests/VenueLimitsTests documentsPerOrder",
    "Limits.firmsPerQuoteRequest": "OrderEntryTests/Quotes+DecodeTests firms",
    "Limits.symbolsPerRequest": "MarketCoreTests/Venue+MarketDataTests request",
    "Limits.instrumentWordsBytes": "MarketCoreTests/InstrumentWordsTests lengths",
    "Limits.marketDepthMost": "MarketCoreTests/Venue+MarketDataTests request",
    "Limits.ordersLookedAt": "OracleTests/WalkLimitTests match",
    "Limits.ownOrdersCancelled": "MatchingTests/MatchWalkTests ownOrdersCancelled",
    "Limits.listingReach": "MarketCoreTests/Venue+ListingTests reach",
    "Limits.stopsPerStep": "MarketCoreTests/Venue+StopsTests step",
    "Limits.ordersPerStep": "MarketCoreTests/VenueTests expiryInSteps",
    "Limits.ordersPerTrade": "MarketCoreTests/Venue+SettlementTests step",
    "Limits.looksPerStep": "MarketCoreTests/Venue+FencesTests passing",
    "Limits.recordBytes": "RecordsTests/RecordBufferTests longest",
    "Limits.recordAlignment": "RecordsTests/RecordBufferTests lengths",
    "Limits.numbersPerReservation": "AgentsTests/NumberReservationTests halfABlock",
    "BookLimits.orders": "MatchingTests/OrderBooksTests ordersExhausted",
    "BookLimits.levelPages": "MatchingTests/LadderTests pagesExhausted",
    "BookLimits.books": "MatchingTests/OrderBooksTests books",
    "BookLimits.directoryNodes": "MatchingTests/PageDirectoryTests nodesExhausted",
    "BookLimits.nodesPerRest": "MatchingTests/PageDirectoryTests nodesPerRest",
    "BookLimits.ordersLookedAt": "MatchingTests/OrderBooksTests lookedAtLimit",
    "BookLimits.lotsPerOrder": "MatchingTests/OrderBooksTests mostLots",
    "VenueLimits.firms": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.sessions": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.instruments": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.warehouses": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.documents": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.holdings": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.orders": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.clOrdIDs": "MarketCoreTests/VenueLimitsTests clOrdIDs",
    "VenueLimits.restingOrders": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.accountBooks": "MarketCoreTests/VenueLimitsTests accountBooks",
    "VenueLimits.levelPages": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.fillTimes": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.massCancels": "MarketCoreTests/Venue+FencesTests room",
    "VenueLimits.massCancelsPerFirm": "MarketCoreTests/Venue+FencesTests roomOfFirm",
    "VenueLimits.kills": "MarketCoreTests/Venue+FencesTests noRoom",
    "VenueLimits.positionRequests": "MarketCoreTests/Venue+PositionsTests room",
    "VenueLimits.massStatuses": "MarketCoreTests/Venue+MassStatusTests room",
    "VenueLimits.allegedTrades": "NegotiationTests/AllegedTradesTests limits",
    "VenueLimits.allegedTradesPerFirm": "NegotiationTests/AllegedTradesTests limits",
    "VenueLimits.auctionLots": "AuctionsTests/AuctionsTests limits",
    "VenueLimits.auctionBids": "AuctionsTests/AuctionsTests limits",
    "VenueLimits.auctionDeposits": "AuctionsTests/AuctionsTests limits",
    "VenueLimits.auctionStepsMost": "MarketCoreTests/Venue+AuctionsTests steps",
    "VenueLimits.quoteRequests": "NegotiationTests/QuotesTests limits",
    "VenueLimits.quoteRequestsPerFirm": "NegotiationTests/QuotesTests limits",
    "VenueLimits.quotes": "NegotiationTests/QuotesTests limits",
    "VenueLimits.userRequests": "MarketCoreTests/Venue+UsersTests room",
    "VenueLimits.rateAccounts": "SurveillanceTests/RateMonitorTests accounts",
    "VenueLimits.rateAccountsPerFirm": "SurveillanceTests/RateMonitorTests accounts",
    "VenueLimits.programsPerFirm": "MarketCoreTests/ProgramsTests room",
    "VenueLimits.subscriptions": "MarketCoreTests/Venue+MarketDataTests room",
    "VenueLimits.subscribedInstruments": "MarketCoreTests/Venue+MarketDataTests room",
    "VenueLimits.subscriptionsPerSession": "MarketCoreTests/Venue+MarketDataTests session",
    "VenueLimits.subscribedPerSession": "MarketCoreTests/Venue+MarketDataTests session",
    "VenueLimits.tradeRequests": "MarketCoreTests/Venue+PastTradesTests room",
    "VenueLimits.timers": "MarketCoreTests/VenueLimitsTests room",
    "VenueLimits.entitlements": "MarketCoreTests/EntitlementsTests room",
    "VenueLimits.parameterChanges": "MarketCoreTests/ParameterChangesTests room",
    "VenueLimits.parameterChangesPerStep": "MarketCoreTests/ParameterChangesTests steps",
    "VenueLimits.retentionNanos": "MarketCoreTests/VenueLimitsTests retention",
    "VenueLimits.phaseChangesPerStep": "MarketCoreTests/VenueLimitsTests phaseChangesPerStep",
  ]

  /// What the files of limits hold beside limits: sets of them, and sums.
  static let noLimits = ["VenueLimits.small", "VenueLimits.books", "BookLimits.byteCount"]

  @Test("each limit has a test, and each of these is about a limit")
  func proven() throws {
    let declaration = try NSRegularExpression(pattern: "^ *(public )?(static )?var ([a-zA-Z]+)")
    var limits: Set<String> = []
    for path in ["Market/Limits", "Matching/BookLimits", "MarketCore/VenueLimits"] {
      let type = path.components(separatedBy: "/")[1]
      for line in SourceTree.text(of: "Sources/\(path).swift").components(separatedBy: "\n")
      where line.hasPrefix("  ") && !line.hasPrefix("   ") {
        let range = NSRange(line.startIndex..., in: line)
        guard let match = declaration.firstMatch(in: line, range: range),
          let name = Range(match.range(at: 3), in: line)
        else { continue }
        limits.insert("\(type).\(line[name])")
      }
    }
    #expect(limits.subtracting(Self.noLimits) == Set(Self.proofs.keys))
  }

  @Test("the tests are there", arguments: Set(proofs.values).sorted())
  func present(_ proof: String) {
    let words = proof.components(separatedBy: " ")
    let text = SourceTree.text(of: "Tests/\(words[0]).swift")
    #expect(text.contains("func \(words[1])("))
  }
}
