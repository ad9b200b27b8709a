import Market
import Testing

@testable import MarketCore

/// Auctions beyond what tables say: limits, work in steps, and the same result again.
@Suite struct VenueAuctionsTests {
  static func market(_ limits: VenueLimits = .small) -> ScenarioMarket {
    let market = ScenarioMarket(limits: limits)
    for row in [
      "market", "instrument CU-BW-A auctions=ED notice=0 deposit=0 every=1",
      "many 64 doc R* DLR001",
    ] { VenueTests.perform(row, market) }
    return market
  }

  @Test(
    "a clock takes 10,000 steps to its last price, and not one more", arguments: [10_000, 10_001])
  func steps(_ count: Int) {
    let market = Self.market()
    let made = VenueTests.perform(
      "apply D1 A1 sell D 1 \(10 * count + 10) 10 opens=10 limit=10", market)
    let isTaken = made.contains { $0.contains("taken") }
    let isRefused = made.contains { $0.contains("limitInvalid") }
    #expect(isTaken == (count == 10_000) && isRefused != isTaken)
  }

  @Test("64 winners of one lot trade in steps, and nobody else waits for all of them")
  func winners() {
    let market = Self.market()
    for row in [
      "apply D1 A1 sell E 64 60000 100 opens=10 closes=100", "announce 1", "wait 10", "tick",
      "many 32 new D2 B* buy 1 60000 auction=1", "many 32 new D3 C* buy 1 60000 auction=1",
      "wait 90",
    ] { VenueTests.perform(row, market) }
    var fills: [Int] = []
    repeat {
      let made = VenueTests.perform("tick", market)
      fills.append(made.filter { $0.hasPrefix("trade ") }.count)
      #expect(market.tester.applier.venue.audit() == nil)
    } while market.tester.applier.venue.hasPendingWork
    #expect(fills == [64, 0])
  }

  @Test("the same commands have the same winner, money and digest")
  func replay() {
    let digests = (0..<2).map { _ in
      let market = Self.market()
      for row in [
        "apply D1 A1 sell E 3 60000 100 opens=10 closes=100", "announce 1", "wait 10",
        "new D2 B1 buy 2 60000 auction=1", "new D3 C1 buy 2 60000 auction=1",
        "new D4 E1 buy 1 60100 auction=1", "restart", "wait 5", "resume", "wait 200", "tick",
      ] { VenueTests.perform(row, market) }
      return market.tester.applier.venue.digest()
    }
    #expect(digests[0] == digests[1])
  }

  @Test("one lot, bid or deposit more than fits is refused, and names what is full")
  func room() {
    var limits = VenueLimits.small
    limits.auctionLots = 2
    limits.auctionBids = 1
    limits.auctionDeposits = 1
    let market = Self.market(limits)
    VenueTests.perform("instrument CU-BW-A auctions=ED notice=0 deposit=100 every=1", market)
    let rows = [
      "apply D1 A1 sell E 2 60000 100 opens=10 closes=100",
      "apply D1 A2 sell E 1 60000 100 opens=10 closes=100",
      "apply D1 A3 sell E 1 60000 100 opens=10 closes=100", "announce 1", "deposit D2 C2 1",
      "deposit D3 C3 1", "wait 10", "new D2 B1 buy 1 60000 auction=1",
      "new D2 B2 buy 1 60000 auction=1",
    ]
    let made = rows.map { VenueTests.perform($0, market).joined(separator: "\n") }
    #expect(made[1].contains("taken") && made[2].contains("tooManyLots"))
    #expect(made[4].contains("taken") && made[5].contains("tooManyDeposits"))
    #expect(made[7].contains("B1 new") && made[8].contains("tooManyOrders"))
  }
}
