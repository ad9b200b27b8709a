import Market
import MarketCore
import MarketData
import Records
import Testing

/// Whoever begins at any time with a snapshot, and takes the changes behind it, has the book.
@Suite struct MarketFeedTests {
  static func terms(
    _ entries: MarketDataEntries = .all, depth: UInt16 = 100, byOrder: Bool = false,
    incremental: Bool = true
  ) -> FeedTerms {
    var terms = FeedTerms()
    terms.entries = entries
    terms.depth = depth
    terms.isByOrder = byOrder
    terms.isIncremental = incremental
    return terms
  }

  static let kinds = [
    terms(), terms(depth: 1), terms(depth: 3), terms(byOrder: true),
    terms(depth: 2, byOrder: true), terms(.bids, depth: 5), terms(.offers, byOrder: true),
    terms(.trades), terms(depth: 4, incremental: false),
    terms([.bids, .offers, .trades], depth: 6, byOrder: true),
  ]

  @Test("who comes, waits and goes at random times has the book whenever it waits for nothing")
  func follows() {
    var (snapshots, changes, trades) = (0, 0, 0)
    for seed in 201...208 as ClosedRange<UInt64> {
      let follower = FeedFollower(channels: seed.isMultiple(of: 2) ? 8 : 3)
      var (present, difference) = ([Int](), String?.none)
      var dice = seed
      func below(_ bound: UInt64) -> Int {
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((dice >> 33) % bound)
      }
      let stream = RandomStream(seed: seed).run(commands: 300) { market, row, _ in
        guard difference == nil else { return }
        if below(6) == 0, present.count < 12 {
          present.append(follower.readers.count)
          follower.join(Self.kinds[below(UInt64(Self.kinds.count))])
        } else if below(20) == 0, !present.isEmpty, follower.readers.count < 50 {
          follower.leave(present.remove(at: below(UInt64(present.count))))
        }
        if let place = present.randomElement(below) { follower.wait(place) }
        for place in present where below(4) == 0 { follower.goOn(place) }
        follower.follow(market.tester)
        for place in present where difference == nil {
          difference = follower.compare(place, market.tester).map { "after \(row): \($0)" }
        }
      }
      #expect(difference == nil, "seed \(seed)")
      #expect(stream.rows.count > 300)
      snapshots += follower.readers.map(\.snapshots).reduce(0, +)
      changes += follower.readers.map(\.changes).reduce(0, +)
      trades += follower.readers.map(\.trades.count).reduce(0, +)
    }
    #expect(snapshots > 500 && changes > 500 && trades > 50)
  }
}

extension [Int] {
  /// One of them, now and then.
  fileprivate func randomElement(_ below: (UInt64) -> Int) -> Int? {
    isEmpty || below(8) > 0 ? nil : self[below(UInt64(count))]
  }
}
