import Market
import MarketCore
import MarketData
import Records
import Testing

/// Follows the changes of a venue's books, and compares what they make with the books.
final class BookFollower {
  private var view = BookView(orders: 1_024, levelPages: 1_024, instruments: 16)
  private var commandsRead = 0
  private(set) var changes: [BookChanged] = []

  /// Takes the events that the venue has made since the last time; what differs then.
  func follow(_ tester: TestVenue) -> String? {
    for entry in tester.log[commandsRead...] {
      do throws(BookViewError) {
        for change in bodies(BookChanged.self, of: .bookChanged, in: entry.events) {
          changes.append(change)
          try view.apply(change)
        }
      } catch {
        return "\(error) behind \(changes.last.map { "\($0)" } ?? "nothing")"
      }
    }
    commandsRead = tester.log.count
    for number in 1...16 as ClosedRange<UInt32> {
      let instrument = InstrumentID(rawValue: number)
      for side in [Side.buy, .sell] {
        if let difference = compare(tester, instrument, side) { return difference }
      }
    }
    return nil
  }

  private func compare(_ tester: TestVenue, _ instrument: InstrumentID, _ side: Side) -> String? {
    var orders: [BookOrder] = []
    var levels: [BookLevel] = []
    tester.applier.venue.forEachOrder(of: instrument, side) { orders.append($0) }
    tester.applier.venue.forEachLevel(of: instrument, side) { levels.append($0) }
    var viewed: [BookOrder] = []
    var viewedLevels: [BookLevel] = []
    view.forEachOrder(of: instrument, side) { viewed.append($0) }
    view.forEachLevel(of: instrument, side) { viewedLevels.append($0) }
    if viewed != orders { return "\(viewed) instead of \(orders)" }
    if viewedLevels != levels { return "\(viewedLevels) instead of \(levels)" }
    if Self.levels(of: viewed) != levels { return "\(viewed) is not \(levels)" }
    let last = tester.applier.venue.mdSeq(of: instrument)
    return view.mdSeq(of: instrument) == last ? nil : "the last change is not \(last)"
  }

  /// The sums of orders at the same price.
  private static func levels(of orders: [BookOrder]) -> [BookLevel] {
    var levels: [BookLevel] = []
    for order in orders {
      if let last = levels.last, last.price == order.price {
        levels[levels.count - 1].lots += UInt64(order.lots)
        levels[levels.count - 1].orders += 1
      } else {
        levels.append(BookLevel(price: order.price, lots: UInt64(order.lots), orders: 1))
      }
    }
    return levels
  }
}

/// The changes of the books tell the books.
@Suite struct VenueBookTests {
  @Test("what the changes make is the book, after each command of any stream")
  func follows() {
    var changes: [BookChanged] = []
    for seed in 101...108 as ClosedRange<UInt64> {
      let follower = BookFollower()
      var difference: String?
      let stream = RandomStream(seed: seed).run(commands: 400) { market, row, _ in
        guard difference == nil else { return }
        difference = follower.follow(market.tester).map { "after \(row): \($0)" }
      }
      #expect(difference == nil, "seed \(seed)")
      #expect(stream.rows.count > 400)
      changes += follower.changes
    }
    let actions = Set(changes.map(\.actionCode))
    #expect(actions.count == 3, "orders come, change and go")
    #expect(changes.contains { $0.losesPlace == 1 }, "parts of icebergs show one after the other")
    #expect(changes.contains { $0.isAllOrNone == 1 })
  }

  @Test("an instrument or a side without orders shows nothing")
  func empty() {
    let market = VenueTests.market(["new D1 B1 buy 1 68000"])
    var shown = 0
    for number in [0, 1, 2] as [UInt32] {
      let instrument = InstrumentID(rawValue: number)
      market.tester.applier.venue.forEachOrder(of: instrument, .sell) { _ in shown += 1 }
      market.tester.applier.venue.forEachLevel(of: instrument, .sell) { _ in shown += 1 }
    }
    let seqs = [0, 1, 2].map {
      market.tester.applier.venue.mdSeq(of: InstrumentID(rawValue: $0))
    }
    #expect(shown == 0 && seqs == [0, 1, 0])
  }
}
