import Market
import Testing

@testable import MarketCore

/// How far an order may reach that names a listing.
@Suite struct VenueListingTests {
  /// What a buy is told that names the offer at the so-manieth best price, of seven.
  private static func answer(naming place: Int, _ instrument: String) -> String {
    let market = ScenarioMarket()
    _ = market.standardMarket()
    var rows = [instrument]
    for number in 1...7 {
      rows.append("doc R\(number) DLR001 weight=25")
      rows.append("new D1 A\(number) sell 1 \(68_400 + number * 10)")
    }
    for row in rows.compactMap({ Row($0) }) { _ = market.perform(row) }
    let events = Row("new D2 B1 buy 1 68500 listing=\(place)").flatMap { market.perform($0) }
    return events?.first ?? "no event"
  }

  @Test("the fifth best price may be named and the sixth not, unless the instrument says otherwise")
  func reach() {
    #expect(Self.answer(naming: 5, "instrument CU-BW-A").hasPrefix("report B1 new"))
    let sixth = Self.answer(naming: 6, "instrument CU-BW-A")
    #expect(sixth.contains("listingOutOfReach") && sixth.contains("detail=5"))
    #expect(Self.answer(naming: 6, "instrument CU-BW-A reach=6").hasPrefix("report B1 new"))
    #expect(Self.answer(naming: 7, "instrument CU-BW-A reach=6").contains("listingOutOfReach"))
  }
}
