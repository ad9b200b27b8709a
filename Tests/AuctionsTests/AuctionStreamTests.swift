import Auctions
import Market
import Memory
import Testing

/// Random bids, acceptances, halts and gaps, second by second, against a lot that is written from the rules.
@Suite struct AuctionStreamTests {
  struct Variant: Sendable, CustomTestStringConvertible {
    let side: Side
    let isAscending: Bool
    let lots: UInt32
    let seed: UInt64
    var testDescription: String { "\(side) \(isAscending ? "up" : "down") \(lots) \(seed)" }
  }

  static let variants: [Variant] = [1, 2, 3, 4].flatMap { seed in
    [1, 3, 64].flatMap { lots in
      [(Side.sell, true), (.sell, false), (.buy, false), (.buy, true)].map {
        Variant(side: $0.0, isAscending: $0.1, lots: lots, seed: seed)
      }
    }
  }

  /// A lot in the table and the same in the model, driven alike.
  struct Pair: ~Copyable {
    var table = AuctionsTests.table(lots: 1, bids: 70)
    var naive: NaiveLot
    let slot: UInt32
    var now = AuctionsTests.start
    var random: SplitMix

    init(_ variant: Variant) {
      let lot = AuctionsTests.lot(variant.side, ascending: variant.isAscending, lots: variant.lots)
      slot = AuctionsTests.open(lot, in: &table)
      naive = NaiveLot(
        isByBids: lot.isByBids, lots: Int(variant.lots), seconds: lot.isByBids ? 100 : 10)
      naive.extensionSeconds = 20
      naive.extensionsLeft = 2
      naive.lastSteps = 5
      random = SplitMix(state: variant.seed &* 1_000 &+ UInt64(variant.lots))
    }
  }

  @Test("each verdict, each bid that wins and each moment is the model's", arguments: variants)
  func stream(_ variant: Variant) {
    var pair = Pair(variant)
    var counted = 0
    for _ in 0..<6_000 where !pair.naive.isOver {
      if Self.change(&pair) { continue }
      counted += Self.offer(&pair, number: counted) ? 1 : 0
    }
    #expect(counted > 0 && pair.naive.isOver)
  }

  /// A second passes, or the market is halted, has a gap, or goes on; whether one of these has happened.
  private static func change(_ pair: inout Pair) -> Bool {
    let instrument = InstrumentID(rawValue: 1)
    let now = AuctionsTests.at(pair.now)
    switch pair.random.next() % 32 {
    case 0: pair.table.halt(instrument, at: now); pair.naive.isHalted = true
    case 1, 2: pair.table.goOn(instrument, at: now); pair.naive.isHalted = false
    case 3: pair.table.beginGap(at: now); pair.naive.isInGap = true
    case 4, 5: pair.table.endGap(at: now); pair.naive.isInGap = false
    case 6..<20:
      pair.naive.pass()
      pair.now += 1
    default: return false
    }
    let slot = pair.slot
    let after = AuctionsTests.at(pair.now)
    let isOver = pair.table.isOver(slot, at: after)
    #expect(isOver == pair.naive.isOver || pair.naive.isHalted || pair.naive.isInGap)
    if !pair.naive.isByBids {
      let price = pair.table.clockPrice(of: slot, at: after)
      let expected = pair.table[slot].price(steps: Int64(pair.naive.clockSteps))
      #expect(price == expected)
    }
    return true
  }

  /// A bid or an acceptance; whether it counts.
  private static func offer(_ pair: inout Pair, number: Int) -> Bool {
    let count = UInt32(pair.random.next() % UInt64(pair.naive.lots + 1)) + 1
    let best = Int64(pair.naive.winning.first?.steps ?? 0)
    let steps = max(-1, best + Int64(pair.random.next() % 26) - 4)
    let slot = pair.slot
    let now = AuctionsTests.at(pair.now)
    guard let price = pair.table[slot].price(steps: steps) else { return false }
    let isByBids = pair.naive.isByBids
    let expected =
      isByBids
      ? pair.naive.bid(Int(steps), lots: Int(count))
      : pair.naive.accept(Int(steps), lots: Int(count))
    let verdict =
      isByBids
      ? AuctionsTests.verdict(price, count, for: slot, at: now, in: pair.table)
      : acceptance(price, count, of: slot, at: now, in: pair.table)
    #expect(text(expected, pair.table[slot]) == text(verdict, pair.table[slot]))
    guard verdict == nil else { return false }
    guard isByBids else {
      pair.table.take(count, of: slot)
      return true
    }
    var bid = AuctionsTests.bid(UInt32(number), count, 0, for: slot)
    bid.price = price
    _ = pair.table.place(bid, at: now)
    while let outbid = pair.table.firstOutbid(of: slot) { pair.table.remove(outbid) }
    let standing = AuctionsTests.tags(of: slot, in: pair.table)
    #expect(standing == pair.naive.winning.map { UInt32($0.number) })
    return true
  }

  private static func acceptance(
    _ price: Price, _ lots: UInt32, of lot: UInt32, at now: Instant, in table: borrowing Auctions
  ) -> BidRefusal? {
    do throws(BidRefusal) {
      _ = try table.judgeAcceptance(price, lots: lots, of: lot, at: now)
      return nil
    } catch {
      return error
    }
  }

  private static func text(_ verdict: NaiveLot.Verdict, _ lot: AuctionLot) -> String {
    func price(_ steps: Int) -> Int64 {
      lot.price(steps: Int64(steps))?.tenThousandths ?? 0
    }
    return switch verdict {
    case .counts: "counts"
    case .notOpen: "not open"
    case .tooLow(let steps): "too low \(price(steps))"
    case .tooFar(let steps): "too far \(price(steps))"
    case .lotsNotLeft(let left): "left \(left)"
    case .clockWorse(let steps): "clock \(price(steps))"
    }
  }

  private static func text(_ refusal: BidRefusal?, _ lot: AuctionLot) -> String {
    switch refusal {
    case nil: "counts"
    case .notOpen: "not open"
    case .offStep: "off step"
    case .tooLow(let price): "too low \(price.tenThousandths)"
    case .tooFar(let price): "too far \(price.tenThousandths)"
    case .clockPriceWorse(let price): "clock \(price.tenThousandths)"
    case .lotsNotLeft(let left): "left \(left)"
    case .full: "full"
    }
  }
}

/// Numbers that look random, the same for the same state.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
