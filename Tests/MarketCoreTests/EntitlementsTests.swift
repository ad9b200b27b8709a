import Market
import MarketCore
import Testing

/// Whose copies sessions get: as many changes as the venue has room for, in their order.
@Suite struct EntitlementsTests {
  private static func perform(_ market: ScenarioMarket, _ line: String) -> [String] {
    Row(line).flatMap { market.perform($0) } ?? ["not a command"]
  }

  @Test("as many changes as there is room for are kept, one more is refused")
  func room() {
    let market = ScenarioMarket()
    _ = market.standardMarket()
    _ = Self.perform(market, "session DC1 DLR001 dropCopy")
    _ = Self.perform(market, "logon DC1")
    let most = VenueLimits.small.entitlements
    for number in 1...most {
      let words = Self.perform(market, "copies DC1 DLR00\(number % 2 + 1)")
      #expect(words.first?.hasPrefix("copies DC1 since=") == true, "\(number): \(words)")
    }
    let more = Self.perform(market, "copies DC1 DLR003")
    #expect(more.first?.contains("refused limitReached detail=\(most)") == true, "\(more)")
    let session = SessionID(rawValue: 6)
    let changes = market.tester.applier.venue.entitlements(of: session)
    #expect(changes.count == most)
    #expect(changes.map(\.since) == changes.map(\.since).sorted())
    #expect(market.tester.applier.venue.entitlements(of: SessionID(rawValue: 1)).isEmpty)
  }
}
