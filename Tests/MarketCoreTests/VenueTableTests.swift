import MarketCore
import Memory
import Testing

/// How full the tables are.
@Suite struct VenueTableTests {
  @Test("a new venue's tables are empty and have the room of its limits")
  func empty() {
    let limits = VenueLimits.small
    let venue = Venue(limits: limits, seed: HashSeed(rawValue: 7))
    let rooms = [
      limits.firms, limits.sessions, limits.instruments, limits.warehouses, limits.documents,
      limits.holdings, limits.orders, limits.clOrdIDs, limits.restingOrders, limits.levelPages,
      limits.accountBooks, limits.fillTimes, limits.documents, limits.massCancels + limits.kills,
      limits.timers,
    ]
    for table in VenueTable.allCases {
      let fill = venue.fill(of: table)
      #expect(fill.used == 0, "\(table)")
      #expect(fill.capacity == rooms[table.rawValue], "\(table)")
    }
  }
}
