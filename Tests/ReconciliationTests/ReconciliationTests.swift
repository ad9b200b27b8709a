import Market
import Reconciliation
import Testing

@Suite struct ReconciliationTests {
  /// A sentence: what was said, and what follows.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout Statements) -> Void
    /// `code source document expected found`
    let breaks: [String]

    init(
      _ text: String, _ breaks: [String], _ change: @escaping @Sendable (inout Statements) -> Void
    ) {
      testDescription = text
      self.breaks = breaks
      self.change = change
    }
  }

  static func sample(seconds: Int64) -> VenueBooks {
    var sample = SampleBooks()
    sample.deliver()
    sample.pass(seconds: seconds)
    return sample.books
  }

  static func text(_ found: ReconBreak) -> String {
    "\(found.code.rawValue) \(found.source.rawValue) [\(found.document)] \(found.expected)"
      + " / \(found.found)"
  }

  static func late(_ seconds: Int64) -> Instant {
    SampleBooks.delivery.adding(nanoseconds: seconds * 1_000_000_000)
  }

  static let rows: [Row] = [
    Row("all agree", []) { _ in },
    Row("the registry says nothing", ["1 registry [R1] DLR002 / nothing"]) { $0.registry = [] },
    Row("clearing says nothing", ["2 clearing [] 1720619.47 / nothing"]) { $0.clearing = [] },
    Row("the registry was not asked", []) { $0.registry = nil },
    Row("no warehouse speaks: the receipt's weight stands", []) { $0.warehouses = [] },
    Row("a trade that nobody knows", ["3 clearing [] no such trade / DLR002 pays 1720619.47"]) {
      $0.clearing?[0].trade = 9
      $0.clearing?.append(Said.funds)
    },
    Row("a kilogram less", ["4 warehouse [R1] 25.204 / 25.203"]) {
      $0.warehouses?[0].netWeight = Quantity(thousandths: 25_203)
    },
    Row("a fen more is paid", ["5 clearing [] 1720619.47 / 1720619.48"]) {
      $0.clearing?[0].paid = Amount(fen: 172_061_948)
    },
    Row("a fen less is received", ["5 clearing [] 1720250.26 / 1720250.25"]) {
      $0.clearing?[0].received = Amount(fen: 172_025_025)
    },
    Row("another currency", ["5 clearing [] CNY / USD"]) { $0.clearing?[0].currency = "USD" },
    Row("another holder", ["6 registry [R1] DLR002 / DLR003"]) {
      $0.registry?[0].holder = "DLR003"
    },
    Row("another payer", ["6 clearing [] DLR002 / DLR004"]) { $0.clearing?[0].payer = "DLR004" },
    Row("another payee", ["6 clearing [] DLR001 / DLR004"]) { $0.clearing?[0].payee = "DLR004" },
    Row(
      "another document",
      ["7 registry [R2] R1 / R2", "1 registry [R1] DLR002 / nothing"]
    ) { $0.registry?[0].document = "R2" },
    Row("the right version", []) { $0.registry?[0].version = 2 },
    Row("another version", ["7 registry [R1] version 2 / version 1"]) {
      $0.registry?[0].version = 1
    },
    Row("another warehouse", ["7 warehouse [R1] in ZZW01 / in ZZW02"]) {
      $0.warehouses?[0].warehouse = "ZZW02"
    },
    Row("at the deadline", []) { $0.registry?[0].time = late(1_800) },
    Row("a second behind it", ["8 registry [R1] in time / 1 s late"]) {
      $0.registry?[0].time = late(1_801)
    },
    Row("clearing is late", ["8 clearing [] in time / 60 s late"]) {
      $0.clearing?[0].time = late(1_860)
    },
    Row("the registry says it twice", ["9 registry [R1] once / again: DLR002"]) {
      $0.registry?.append(Said.goods)
    },
    Row("a warehouse says it twice", ["9 warehouse [R1] once / again: 25.204"]) {
      $0.warehouses?.append(Said.weight)
    },
    Row("clearing says it twice", ["9 clearing [] once / again: DLR002 pays 1720619.47"]) {
      $0.clearing?.append(Said.funds)
    },
  ]

  @Test("what does not agree is a break with its code", arguments: rows)
  func breaks(_ row: Row) {
    var statements = Said.all
    row.change(&statements)
    let reconciliation = Reconciliation(Self.sample(seconds: 3_600), statements)
    #expect(reconciliation.breaks.map(Self.text) == row.breaks)
    #expect(reconciliation.trades.contains { $0.state == .broken } == !row.breaks.isEmpty)
  }

  @Test("each code of a break is the outcome of a row")
  func codes() {
    let told = Set(Self.rows.flatMap(\.breaks).compactMap { Int($0.prefix { $0 != " " }) })
    #expect(told == Set(ReconBreakCode.allCases.map { Int($0.rawValue) }))
  }

  @Test("what is not said is awaited until its time is over", arguments: [1_800, 1_801])
  func awaited(_ seconds: Int64) throws {
    let statements = Statements(registry: [], clearing: [Said.funds])
    let reconciliation = Reconciliation(Self.sample(seconds: seconds), statements)
    let trade = try #require(reconciliation.trades.first)
    #expect(trade.state == (seconds == 1_800 ? .open : .broken))
    #expect(trade.goodsMatch == (seconds == 1_800 ? nil : false))
    #expect(trade.fundsMatch == true)
  }

  @Test("an outturn weight that the venue has taken is the trade's; a refused one is not")
  func outturn() {
    for (isRefused, expected) in [(false, []), (true, ["4 warehouse [R1] 25.204 / 25.300"])] {
      var sample = SampleBooks()
      sample.deliver()
      sample.weigh(25_300, isRefused: isRefused)
      sample.pass(seconds: 1)
      var statements = Said.all
      statements.warehouses?[0].netWeight = Quantity(thousandths: 25_300)
      let breaks = Reconciliation(sample.books, statements).breaks
      #expect(breaks.map(Self.text) == expected)
    }
  }

  @Test("a break that somebody has answered for is explained, and concerns no document")
  func explained() {
    var rules = ReconRules()
    var statements = Said.all
    statements.registry?[0].holder = "DLR003"
    let books = Self.sample(seconds: 1)
    let broken = Reconciliation(books, statements, rules)
    #expect(broken.documentsConcerned == ["R1"])
    rules.explained = [.init(trade: 7, code: .amount)]
    let other = Reconciliation(books, statements, rules)
    #expect(other.trades.map(\.state) == [.broken])
    rules.explained = [.init(trade: 7, code: .party)]
    let explained = Reconciliation(books, statements, rules)
    #expect(explained.trades.map(\.state) == [.explained])
    #expect(explained.documentsConcerned == [])
  }

  @Test("a break of money concerns all documents of its trade")
  func moneyConcerns() {
    var statements = Said.all
    statements.clearing?[0].paid = .zero
    let reconciliation = Reconciliation(Self.sample(seconds: 1), statements)
    #expect(reconciliation.documentsConcerned == ["R1"])
  }

  @Test("a trade that is matched and not delivered may be spoken of by nobody")
  func undelivered() {
    let sample = SampleBooks()
    let reconciliation = Reconciliation(sample.books, Statements(registry: [Said.goods]))
    #expect(
      reconciliation.breaks.map(Self.text)
        == ["3 registry [R1] a trade that is not delivered / DLR002"])
    #expect(reconciliation.trades.map(\.tradeMatch) == [false])
  }
}
