import Funds
import Market
import MarketCore
import Testing
import Titles

/// Every table of Tests/Scenarios/venue, row by row, with a full recount after each.
@Suite struct ScenarioTests {
  @Test("commands make the events that the table says", arguments: Scenario.all)
  func run(_ scenario: Scenario) {
    let market = ScenarioMarket(limits: scenario.limits)
    var events: [String] = []
    var isCompared = true
    for (index, line) in scenario.lines.enumerated() {
      let place = "\(scenario.name):\(index + 1): \(line)"
      if line.hasPrefix(">") {
        isCompared = true
        let expected = line.dropFirst().prefix { $0 != "#" }.split(separator: " ")
        let actual = events.isEmpty ? "no event" : events.removeFirst()
        let words = Set(actual.split(separator: " "))
        #expect(expected.allSatisfy(words.contains), "\(place)\nactual: \(actual)")
        continue
      }
      guard let row = Row(line) else { continue }
      #expect(!isCompared || events.isEmpty, "before \(place): \(events)")
      if check(row, market, place) { continue }
      guard let made = market.perform(row) else {
        Issue.record("\(place): no such row")
        continue
      }
      let fault = market.takeFaults()
      #expect(fault == nil, "\(place)")
      events = made
      isCompared = made.contains { $0.hasPrefix("refused") }
      let finding = market.tester.applier.venue.audit()
      #expect(finding == nil, "\(place)")
    }
    #expect(!isCompared || events.isEmpty, "at the end of \(scenario.name): \(events)")
  }

  @Test(
    "a word that names nothing is told with its row and what is known",
    arguments: [
      ("new D1 A1 buy 1 68400 tif=dya", "tif is dya, and none of day, gtc, ioc"),
      ("new D1 A1 bye 1 68400", "side is bye, and none of buy, sell"),
      ("phase CU-BW-A opne", "TradingPhase is opne, and none of closed, "),
      ("session D9 DLR001 deeler", "SessionRole is deeler, and none of dealer, "),
    ])
  func faults(_ line: String, _ fault: String) {
    let table = Scenario(name: "faulty.venue", lines: ["market", line, ">"])
    withKnownIssue {
      run(table)
    } matching: { issue in
      let text = "\(issue)"
      return text.contains("faulty.venue:2: \(line)") && text.contains(fault)
    }
  }

  /// Performs a row that looks at the state.
  private func check(_ row: Row, _ market: ScenarioMarket, _ place: String) -> Bool {
    switch row.verb {
    case "money":
      let account = market.tester.applier.venue.account(of: market.firm(row.word(0)))
      for (name, amount) in [
        ("held", account.held), ("due", account.due), ("available", account.available),
      ] {
        if let expected = row[name] { #expect(decimal(amount.fen, 2) == expected, "\(place)") }
      }
    case "account": checkAccount(row, market, place)
    case "document":
      let document = market.tester.applier.venue.document(TitleDocID(text32(row.word(0))))
      let encumbrance = document.map { "\($0.encumbrance)" } ?? "unknown"
      #expect(encumbrance == row.word(1), "\(place)")
    case "book": market.tester.showsBook = true
    case "settlement": market.tester.showsSettlement = true
    case "limits": break
    case "pending":
      let hasPendingWork = market.tester.applier.venue.hasPendingWork
      #expect(hasPendingWork == row.has("yes"), "\(place)")
    default: return false
    }
    return true
  }

  /// An account of the ledger by its kind and, where it has one, its firm or warehouse.
  private func checkAccount(_ row: Row, _ market: ScenarioMarket, _ place: String) {
    let currency = market.currency(row["currency"] ?? "CNY")
    guard let account = market.ledgerAccount(row),
      let money = market.tester.applier.venue.account(account, in: currency)
    else {
      Issue.record("\(place): no such account")
      return
    }
    for (name, amount) in [
      ("balance", money.balance), ("held", money.held), ("available", money.available),
    ] {
      if let expected = row[name] { #expect(decimal(amount.fen, 2) == expected, "\(place)") }
    }
  }
}
