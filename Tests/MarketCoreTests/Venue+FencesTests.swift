import Market
import MarketCore
import Testing

/// Mass cancels and kills of many orders.
@Suite struct VenueFencesTests {
  /// A market in which DLR002 has so many orders, and DLR003 one.
  static func market(_ count: Int, limits: VenueLimits = .small) -> ScenarioMarket {
    let market = ScenarioMarket(limits: limits)
    for row in [
      "market", "credit DLR002 1000000000000", "credit DLR004 1000000000",
      "many \(count) new D2 B* buy 1 68000",
      "new D3 C1 buy 1 67000",
    ] { VenueTests.perform(row, market) }
    return market
  }

  @Test(
    "a step cancels 256 orders, and the first is taken at once", arguments: [0, 255, 256, 257, 600]
  )
  func steps(_ count: Int) {
    let market = Self.market(count)
    let steps = VenueTransitionsTests.steps(of: "mass-cancel D2 M1 all", market)
    #expect(steps.first?.first == "mass-cancel M1 total=\(count) to=D2")
    let ended = steps.map { step in step.filter { $0.contains(" canceled ") }.count }
    #expect(ended.reduce(0, +) == count)
    #expect(ended.dropLast().allSatisfy { $0 == 256 })
    #expect(steps.count == max(1, (count + 255) / 256))
    let all = steps.joined().dropFirst().map { String($0.split(separator: " ")[1]) }
    #expect(all == (0..<count).map { "B\($0 + 1)" })
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("more mass cancels than there is room for are refused; kills have room of their own")
  func room() {
    let market = Self.market(1_022)
    let senders = ["D2", "D2", "D3", "D4"]
    let answers = senders.map { VenueTests.perform("mass-cancel \($0) M all", market).first }
    #expect(
      answers == [
        "mass-cancel M total=1022 to=D2", "mass-cancel M total=766 to=D2",
        "mass-cancel M total=1 to=D3", "mass-cancel M tooManyPending 532=99 total=0 to=D4",
      ])
    let again = Self.market(1_022)
    for sender in ["D2", "D2", "D4"] { VenueTests.perform("mass-cancel \(sender) M all", again) }
    let killed = VenueTests.perform("kill venue", again)
    #expect(killed.first == "stopped venue 0 total=255")
    #expect(killed.filter { $0.contains("378=none") }.count == 254)
    #expect(killed.last?.hasPrefix("report C1 canceled") == true)
    #expect(killed.last?.contains("378=8") == true)
  }

  @Test("a firm has as many pending as the limit says, and again when one is done")
  func roomOfFirm() {
    let market = Self.market(1_022)
    let answers = (1...4).map { VenueTests.perform("mass-cancel D2 M\($0) all", market).first }
    let refused = "firmHasTooManyPending 532=99 total=0 to=D2"
    #expect(
      answers == [
        "mass-cancel M1 total=1022 to=D2", "mass-cancel M2 total=766 to=D2",
        "mass-cancel M3 \(refused)", "mass-cancel M4 \(refused)",
      ])
    let isPending = market.tester.applier.venue.hasPendingWork
    #expect(!isPending)
    let taken = VenueTests.perform("mass-cancel D2 M5 all", market)
    #expect(taken == ["mass-cancel M5 total=0 to=D2"])
  }

  @Test("a kill that finds no room stops nobody")
  func noRoom() {
    var limits = VenueLimits.small
    limits.massCancels = 1
    let market = Self.market(1_022, limits: limits)
    VenueTests.perform("kill firm DLR002", market)
    VenueTests.perform("kill session D2", market)
    let refused = VenueTests.perform("kill session D3", market)
    #expect(refused.first?.hasPrefix("refused limitReached detail=2") == true)
    let taken = VenueTests.perform("new D3 C2 buy 1 67000", market)
    #expect(taken.first?.contains("C2 new") == true)
  }

  @Test("the end of 20,000 orders is bounded in each step, and others have their turn")
  func bounded() {
    var limits = VenueLimits.small
    limits.orders = 32_768
    limits.clOrdIDs = 65_536
    limits.restingOrders = 32_768
    let market = Self.market(20_000, limits: limits)
    var events = [VenueTests.perform("mass-cancel D2 M1 all", market)]
    var answered = 0
    while market.tester.applier.venue.hasPendingWork {
      answered += 1
      events.append(VenueTests.perform("new D4 E\(answered) buy 1 66000", market))
    }
    #expect(events.first?.first == "mass-cancel M1 total=20000 to=D2")
    #expect(events.allSatisfy { $0.count <= 1 + 256 })
    #expect(events.dropFirst().allSatisfy { $0.first?.contains(" new ") == true })
    #expect(events.count == 79)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test(
    "a step passes over 4,096 orders and accounts, however many it cancels",
    arguments: [4_094, 4_095, 4_096, 8_191])
  func passing(_ count: Int) {
    var limits = VenueLimits.small
    limits.orders = 16_384
    limits.clOrdIDs = 32_768
    limits.restingOrders = 16_384
    let market = Self.market(count, limits: limits)
    VenueTests.perform("mass-cancel D2 M1 all side=sell", market)
    var steps = 1
    while market.tester.applier.venue.hasPendingWork {
      #expect(market.tester.tick() == [])
      steps += 1
    }
    let accounts = 1
    #expect(steps == (count + accounts + 4_095) / 4_096)
    let left = VenueTests.perform("mass-cancel D2 M2 all", market)
    #expect(left.first == "mass-cancel M2 total=\(count) to=D2")
  }

  /// Rows of a table leave work behind, and the log gives the same events and the same state after each.
  static func expectPendingReplayed(_ rows: [String]) {
    let market = market(1_000)
    var copy = Applier()
    var done = 0
    for row in rows {
      VenueTests.perform(row, market)
      for (command, events) in market.tester.log[done...] {
        let again = copy.replay(command)
        #expect(again == events)
      }
      done = market.tester.log.count
      let digests = (market.tester.applier.venue.digest(), copy.venue.digest())
      #expect(digests.0 == digests.1)
    }
    let isPending = copy.venue.hasPendingWork
    #expect(isPending)
  }

  @Test("pending mass cancels are part of the state, and come again from the log")
  func replayed() {
    Self.expectPendingReplayed(
      ["mass-cancel D2 M1 all", "mass-cancel D2 M2 all side=buy", "kill firm DLR003"])
  }

  @Test("so many reports follow as the answer says, whatever comes between", arguments: [1, 2, 3])
  func totals(_ seed: UInt64) {
    var live: [String: String] = [:]
    var answered = 0
    _ = RandomStream(seed: seed).run(commands: 400) { _, row, events in
      var events = events
      let words = row.split(separator: " ")
      if words[0] == "mass-cancel", words[3] == "all", words.count == 4 {
        answered += 1
        let own = live.filter { $0.value == words[1].prefix(2) }
        let answer = events.removeFirst()
        #expect(answer.contains(" total=\(own.count) "))
        let ended = events.filter { $0.contains("canceled") }.compactMap(Self.order)
        #expect(Set(ended) == Set(own.keys))
      }
      for event in events where event.hasPrefix("report") {
        guard let order = Self.order(event) else { continue }
        let isLive = event.contains("status=new ") || event.contains("status=partiallyFilled ")
        live[order] =
          isLive
          ? event.split(separator: " ").first { $0.hasPrefix("to=") }.map {
            String($0.dropFirst(3).prefix(2))
          } : nil
      }
    }
    #expect(answered > 0)
  }

  /// The OrderID(37) of a report.
  static func order(_ event: String) -> String? {
    event.split(separator: " ").first { $0.hasPrefix("order=") && $0 != "order=0" }.map(String.init)
  }
}
