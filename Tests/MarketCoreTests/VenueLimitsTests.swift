import Market
import MarketCore
import Testing

/// Each table with room for so many entries, and commands that take one entry each.
@Suite struct VenueLimitsTests {
  /// A table, and what fills it.
  struct Table: Sendable, CustomTestStringConvertible {
    let table: VenueTable
    /// Entries of the standard market.
    let taken: Int
    /// What the command is refused with that finds no room.
    let refusal: String
    /// The command that takes the entry with this number, from 1.
    let row: @Sendable (Int) -> String
    let size: @Sendable (inout VenueLimits, Int) -> Void

    init(
      _ table: VenueTable, taken: Int = 0, _ refusal: String,
      row: @escaping @Sendable (Int) -> String,
      size: @escaping @Sendable (inout VenueLimits, Int) -> Void
    ) {
      self.table = table
      self.taken = taken
      self.refusal = refusal
      self.row = row
      self.size = size
    }

    var testDescription: String { "\(table)" }
  }

  private static let limitReached = "refused limitReached"
  private static let tooMany = "tooManyOrders"

  static let tables = [
    Table(.firms, taken: 4, limitReached, row: { "firm F\($0)" }) { $0.firms = $1 },
    Table(.sessions, taken: 5, limitReached, row: { "session S\($0) DLR001 dealer" }) {
      $0.sessions = $1
    },
    Table(.instruments, taken: 1, limitReached, row: { "instrument I\($0)" }) {
      $0.instruments = $1
    },
    Table(.warehouses, taken: 1, limitReached, row: { "warehouse W\($0)" }) { $0.warehouses = $1 },
    Table(.documents, limitReached, row: { "doc R\($0) DLR001 weight=25" }) { $0.documents = $1 },
    Table(.holdings, limitReached, row: { "doc R\($0) DLR00\($0) weight=25" }) {
      $0.holdings = $1
    },
    Table(.holdings, "tooManyHoldings", row: { "new D\($0) B buy 1 68000" }) { $0.holdings = $1 },
    Table(.orders, tooMany, row: { "new D2 B\($0) buy 1 68000" }) {
      $0.orders = $1
      $0.clOrdIDs = 2 * $1
    },
    Table(.clOrdIDs, tooMany, row: { "new D2 B\($0) buy 1 68000" }) {
      $0.orders = $1
      $0.clOrdIDs = $1
    },
    Table(.restingOrders, tooMany, row: { "new D2 B\($0) buy 1 68000" }) {
      $0.restingOrders = $1
    },
    Table(.levelPages, tooMany, row: { "new D2 B\($0) buy 1 \(68_000 + 160 * $0)" }) {
      $0.levelPages = $1
    },
    Table(.fillTimes, tooMany, row: { "new D\($0) B buy 1 68000" }) { $0.fillTimes = $1 },
    Table(.timers, limitReached, row: { "schedule CU-BW-A pause \($0)" }) { $0.timers = $1 },
  ]

  /// What the limits leave of a market: a row that finds no room has its answer and changes no table.
  private static func expectRefused(_ row: String, _ refusal: String, _ market: ScenarioMarket) {
    let before = fills(market)
    let events = VenueTests.perform(row, market)
    #expect(events.count == 1 && events[0].contains(refusal), "\(events)")
    #expect(fills(market) == before)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  /// What is used of each table; an order that is refused behind the first guards stays known.
  private static func fills(_ market: ScenarioMarket) -> [Int] {
    VenueTable.allCases.filter { $0 != .orders && $0 != .clOrdIDs }.map {
      market.tester.applier.venue.fill(of: $0).used
    }
  }

  @Test(
    "as many entries as a table has room for are taken, and one more is refused",
    arguments: tables, [1, 2, 3])
  func room(_ table: Table, _ room: Int) {
    var limits = VenueLimits.small
    table.size(&limits, table.taken + room)
    let market = ScenarioMarket(limits: limits)
    VenueTests.perform("market", market)
    for number in 1...room {
      let events = VenueTests.perform(table.row(number), market)
      #expect(!events.joined().contains(table.refusal), "\(events)")
    }
    let fill = market.tester.applier.venue.fill(of: table.table)
    #expect(fill.used == fill.capacity && fill.used == table.taken + room)
    Self.expectRefused(table.row(room + 1), table.refusal, market)
  }

  @Test(
    "places of live orders: two of an account in an instrument and one of that, three free before",
    arguments: [(6, 2), (7, 2), (8, 3), (9, 3), (10, 4)])
  func accountBooks(_ places: Int, _ accounts: Int) {
    var limits = VenueLimits.small
    limits.accountBooks = places
    let market = ScenarioMarket(limits: limits)
    VenueTests.perform("market", market)
    for number in 1...accounts {
      let row = "new D2 B\(number) buy 1 68000 account=DLR002-\(number)"
      #expect(VenueTests.perform(row, market)[0].contains(" new "))
    }
    Self.expectRefused("new D2 N1 buy 1 68000 account=DLR002-N", Self.tooMany, market)
    #expect(
      VenueTests.perform("new D2 N2 buy 1 68000 account=DLR002-1", market)[0].contains(" new "))
    VenueTests.perform("cancel D2 X2 B\(accounts)", market)
    #expect(
      VenueTests.perform("new D2 N3 buy 1 68000 account=DLR002-N", market)[0].contains(" new "))
  }

  @Test("names of replaces: the last is taken, the next refused, and a cancel needs none")
  func clOrdIDs() {
    var limits = VenueLimits.small
    limits.orders = 2
    limits.clOrdIDs = 4
    let market = ScenarioMarket(limits: limits)
    for row in [
      "market", "new D2 B1 buy 1 68000", "new D2 B2 buy 1 68000",
      "replace D2 R1 B1 buy 1 68010",
    ] { VenueTests.perform(row, market) }
    let last = VenueTests.perform("replace D2 R2 R1 buy 1 68020", market)
    #expect(last[0].hasPrefix("report R2 replaced"))
    Self.expectRefused("replace D2 R3 R2 buy 1 68030", Self.tooMany, market)
    let cancel = VenueTests.perform("cancel D2 X1 R2", market)
    #expect(cancel[0].hasPrefix("report X1 canceled"))
  }

  @Test("lots of an order, and documents that it names: 64, and no 65th", arguments: 63...65)
  func documentsPerOrder(_ lots: Int) {
    let market = VenueTests.market((1...65).map { "doc R\($0) DLR001 weight=25" })
    let named = (1...min(lots, 64)).map { "R\($0)" }.joined(separator: ",")
    for row in ["new D1 A1 sell \(lots) 68450 docs=\(named)", "new D1 A2 sell \(lots) 68450"] {
      guard lots == 65 else {
        #expect(VenueTests.perform(row, market)[0].contains(" new "))
        VenueTests.perform("cancel D1 X1 A1", market)
        continue
      }
      Self.expectRefused(row, "quantityTooLarge", market)
    }
  }

  @Test("trades: an order of as many lots as there is room for, and one lot more", arguments: 2...4)
  func trades(_ lots: Int) {
    var limits = VenueLimits.small
    limits.documents = 4
    let market = ScenarioMarket(limits: limits)
    for row in [
      "market", "doc R1 DLR001 weight=25", "new D1 A1 sell 1 68000", "new D2 B1 buy 1 68000",
    ] { VenueTests.perform(row, market) }
    let row = "new D2 C1 buy \(lots) 68000"
    guard lots > 3 else { return #expect(VenueTests.perform(row, market)[0].contains(" new ")) }
    Self.expectRefused(row, Self.tooMany, market)
  }

  @Test(
    "phase changes of one step: the last one is made, the next is left", arguments: 1_023...1_025)
  func phaseChangesPerStep(_ count: Int) {
    var limits = VenueLimits.small
    limits.timers = 2_048
    let market = ScenarioMarket(limits: limits)
    VenueTests.perform("market", market)
    for number in 1...count {
      let phase = number % 2 == count % 2 ? "open" : "preOpen"
      VenueTests.perform("schedule CU-BW-A \(phase) \(number)", market)
    }
    VenueTests.perform("phase CU-BW-A pause", market)
    VenueTests.perform("wait 2000", market)
    let events = VenueTests.perform("new D1 B1 buy 1 68000", market)
    #expect(events.count { $0.hasPrefix("phase") } == min(count, 1_024))
    #expect(events.contains { $0.contains("instrumentClosed") } == (count > 1_024))
    let later = VenueTests.perform("new D1 B2 buy 1 68000", market)
    #expect(later.count { $0.hasPrefix("phase") } == max(count - 1_024, 0))
    #expect(later.last?.contains("B2 new") == true)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("a finished order makes room when it has been kept for its time", arguments: [-1, 0, 1])
  func retention(_ late: Int64) {
    var limits = VenueLimits.small
    limits.orders = 2
    let market = ScenarioMarket(limits: limits)
    for row in ["market", "new D2 B1 buy 1 68000", "new D2 B2 buy 1 68000 tif=gtc"] {
      VenueTests.perform(row, market)
    }
    VenueTests.perform("cancel D2 X1 B1", market)
    let tester = market.tester
    tester.now = tester.now.adding(nanoseconds: VenueLimits.retentionNanos + late)
    guard late < 0 else {
      return #expect(VenueTests.perform("new D2 B3 buy 1 68000", market)[0].contains("B3 new"))
    }
    Self.expectRefused("new D2 B3 buy 1 68000", Self.tooMany, market)
  }

  @Test("limits that no venue can have stop the process")
  func outOfRange() async {
    await #expect(processExitsWith: .failure) {
      var limits = VenueLimits.small
      limits.instruments = VenueLimits.phaseChangesPerStep + 1
      _ = Applier(limits: limits)
    }
    await #expect(processExitsWith: .failure) {
      var limits = VenueLimits.small
      limits.clOrdIDs = limits.orders - 1
      _ = Applier(limits: limits)
    }
  }
}
