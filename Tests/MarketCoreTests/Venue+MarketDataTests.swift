import Market
import MarketCore
import Testing

/// Who may take how much market data: both sides of each limit.
@Suite struct VenueMarketDataTests {
  /// A market with two sessions that take market data, MD1 and MD2.
  private static func market(_ change: (inout VenueLimits) -> Void = { _ in }) -> ScenarioMarket {
    var limits = VenueLimits.small
    limits.subscriptions = 200
    limits.subscribedInstruments = 4_000
    change(&limits)
    let market = ScenarioMarket(limits: limits)
    for row in [
      "market", "session MD1 DLR001 marketData", "session MD2 DLR002 marketData", "logon MD1",
      "logon MD2",
    ] {
      _ = VenueTests.perform(row, market)
    }
    return market
  }

  /// What becomes of the last of so many requests.
  private static func last(
    _ count: Int, of session: String = "MD1", many: Int = 1, more: String = "",
    in market: ScenarioMarket
  ) -> String {
    var last = ""
    for number in 1...count {
      let row = "market-data \(session) R\(number) updates CU-BW-A many=\(many) \(more)"
      last = VenueTests.perform(row, market).joined(separator: " ")
    }
    return last.split(separator: " ").dropFirst(2).first.map(String.init) ?? last
  }

  @Test(
    "64 subscriptions of a session, 1,024 instruments in them",
    arguments: [
      (63, 1, "taken"), (64, 1, "taken"), (65, 1, "tooManySubscriptions"),
      (4, 255, "taken"), (4, 256, "taken"), (5, 256, "tooManyInstruments"),
    ])
  func session(_ row: (count: Int, many: Int, outcome: String)) {
    #expect(Self.last(row.count, many: row.many, in: Self.market()) == row.outcome)
  }

  @Test("room for the subscriptions of all, and their instruments", arguments: [9, 10, 11])
  func room(count: Int) {
    let few = Self.market { $0.subscriptions = 10 }
    #expect(Self.last(count, in: few) == (count > 10 ? "tooManyInstruments" : "taken"))
    let narrow = Self.market { $0.subscribedInstruments = 10 }
    #expect(Self.last(count, in: narrow) == (count > 10 ? "tooManyInstruments" : "taken"))
    #expect(Self.last(1, of: "MD2", in: narrow) == (count > 9 ? "tooManyInstruments" : "taken"))
  }

  @Test("a depth of 100, and 256 instruments of a request")
  func request() {
    let depths = [99, 100, 101].map { Self.last(1, more: "depth=\($0)", in: Self.market()) }
    #expect(depths == ["taken", "taken", "depth"])
    let counts = [255, 256, 257].map { Self.last(1, many: $0, in: Self.market()) }
    #expect(counts == ["taken", "taken", "detail=257"])
  }

  @Test("what is subscribed to stands in the digest, and is gone with the connection")
  func digest() {
    let market = Self.market()
    let before = market.tester.applier.venue.digest()
    #expect(Self.last(2, in: market) == "taken")
    #expect(market.tester.applier.venue.digest() != before)
    _ = VenueTests.perform("market-data MD1 R1 end CU-BW-A", market)
    _ = VenueTests.perform("market-data MD1 R2 end CU-BW-A", market)
    #expect(Self.last(64, in: market) == "taken")
    _ = VenueTests.perform("drop MD1", market)
    _ = VenueTests.perform("logon MD1", market)
    #expect(Self.last(64, in: market) == "taken", "all of it has room again")
  }
}
