import Agents
import Market
import MarketCore
import Storage

/// Nothing goes wrong any more: all comes to rest, and everybody knows the same.
extension Simulation {
  private static let roundsMost = 20_000
  private static let quietRounds = 40

  func rest() throws {
    calm()
    try settle()
    for session in sessions { session.askForAll() }
    try settle()
    try compare()
    try compareHolders()
    try audit()
    try shutDown()
    try compareLogs()
    try reconcile()
    try books?.compare()
    try replay()
  }

  private func calm() {
    disk.isFull = false
    disk.callsUntilStop = nil
    abandoned = []
    endOldVenue()
    standby?.follower.disk.callsUntilStop = nil
    rowdy.disconnected()
    slowUntil = slowUntil.map { _ in 0 }
    startsAt = 0
  }

  /// Goes on until nothing moves any more.
  private func settle() throws {
    var quiet = 0
    for _ in 0..<Self.roundsMost {
      try revive(at: outcome.steps)
      for session in sessions where session.isDisconnected { connect(session) }
      let before = (outcome.messages, venue?.committedPosition)
      try cycle()
      let moves = before.0 != outcome.messages || before.1 != venue?.committedPosition
      quiet = moves || !isAtRest ? 0 : quiet + 1
      // Who is silent is waited for until its time is over.
      if !moves && !isSettled {
        clock.advance(nanos: 500_000_000)
        decideAll()
      }
      if quiet == Self.quietRounds { return }
    }
    throw Violation(
      "all does not come to rest, trades \(traders.map { $0.openTrades.sorted().prefix(5) }) are open, answers are "
        + "due of \(institutions.filter(\.hasDue).map(\.name)): "
        + sessions.map { session in
          let open = (session as? SimulatedTrader)?.unanswered.sorted().prefix(5) ?? []
          return "\(session.name) \(session.state) \(session.lastLogout) \(open)\n  "
            + session.recent.suffix(8).joined(separator: "\n  ")
        }.joined(separator: "\n"))
  }

  private var isAtRest: Bool {
    guard let venue, !venue.hasWork, prices.hasSnapshot, isSettled else { return false }
    return sessions.allSatisfy(\.isActive) && traders.allSatisfy(\.unanswered.isEmpty)
  }

  private var isSettled: Bool {
    traders.allSatisfy(\.openTrades.isEmpty) && !institutions.contains(where: \.hasDue)
  }

  /// Whoever was told something was told the same as those who look on.
  private func compare() throws {
    for trader in traders {
      let told = copies.told[trader.name] ?? []
      let own = Set(trader.reports.keys).union(trader.refusals)
      try expect(told.subtracting(own), "\(trader.name) was never told")
      try expect(own.subtracting(told), "no drop copy tells what \(trader.name) was told:")
    }
    guard let venue else { throw Violation("the venue is gone") }
    for (code, side) in [("0", Side.buy), ("1", Side.sell)] {
      let book = venue.book(side)
      if book != prices.book[code] {
        throw Violation("the book is \(book), and was told as \(prices.book[code] ?? [:])")
      }
    }
  }

  private func expect(_ none: Set<String>, _ text: String) throws {
    if none.isEmpty { return }
    throw Violation("\(text) \(none.sorted().prefix(5).joined(separator: ", ")) (\(none.count))")
  }

  /// The log applied again by an empty venue comes to the same state.
  private func replay() throws {
    guard let digest = endDigest else { throw Violation("the venue's end has no state") }
    let lock = try StorageDirectory.open(disk.root)
    let log = try terms.openLog(lock)
    let events = try terms.openEvents(lock, following: log)
    var replay = try LogReplay(SimulatedMarket.emptyVenue(), events)
    try replay.run(disk.root)
    outcome.commands += replay.commandCount
    outcome.mix(replay.venue.digest())
    if replay.venue.digest() != digest { throw Violation("the log applied again is another venue") }
  }
}
