import Auctions
import Market
import Memory
import Testing

/// Lots by number, what happens to them by the clock, bids and deposits.
@Suite struct AuctionsTests {
  static let start: Int64 = 1_000

  static func table(lots: Int = 4, bids: Int = 16, deposits: Int = 4) -> Auctions {
    Auctions(
      lots: lots, bids: bids, deposits: deposits, instruments: 2, seed: HashSeed(rawValue: 7))
  }

  static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

  /// A lot that opens at 1,000 s: by bids it closes 100 s later, by clock each price lasts 10 s.
  static func lot(_ side: Side, ascending: Bool, lots: UInt32 = 1) -> AuctionLot {
    var lot = AuctionLot()
    lot.instrument = InstrumentID(rawValue: 1)
    lot.firm = FirmID(rawValue: 1)
    lot.side = side
    lot.isAscending = ascending
    lot.startPrice = Price(tenThousandths: 10_000)
    lot.step = Price(tenThousandths: 10)
    lot.lots = lots
    lot.opensAt = at(start)
    lot.closesAt = at(start + 100)
    lot.extensionNanos = 20_000_000_000
    lot.extensionsMost = 2
    lot.stepNanos = 10_000_000_000
    if !lot.isByBids { lot.limit = lot.price(steps: 5) }
    return lot
  }

  static func open(_ lot: AuctionLot, in table: inout Auctions) -> UInt32 {
    let slot = table.apply(lot)
    table.announce(slot)
    table.open(slot, isHalted: false)
    return slot
  }

  static func price(_ steps: Int64) -> Price { Price(tenThousandths: 10_000 + 10 * steps) }

  static func bid(_ tag: UInt32, _ lots: UInt32, _ steps: Int64, for lot: UInt32) -> AuctionBid {
    var bid = AuctionBid()
    bid.lot = lot
    bid.tag = tag
    bid.lots = lots
    bid.price = price(steps)
    return bid
  }

  static func tags(of lot: UInt32, in table: borrowing Auctions) -> [UInt32] {
    var tags: [UInt32] = []
    var slot = table.best(of: lot)
    while let bid = slot {
      tags.append(table.bid(bid).tag)
      slot = table.next(behind: bid)
    }
    return tags
  }

  @Test("the four variants: two by bids, two by clock")
  func variants() {
    let found = [
      Self.lot(.sell, ascending: true), Self.lot(.sell, ascending: false),
      Self.lot(.buy, ascending: false), Self.lot(.buy, ascending: true),
    ].map(\.isByBids)
    #expect(found == [true, false, true, false])
  }

  @Test("a lot opens, closes and is forgotten, and its number is never used again")
  func life() {
    var table = Self.table()
    let slot = table.apply(Self.lot(.sell, ascending: true))
    let first = table.nextTimer
    #expect(first == nil)
    table.announce(slot)
    let opening = table.nextTimer
    #expect(opening == Self.at(1_000))
    let dueBefore = table.due(at: Self.at(999))
    let due = table.due(at: Self.at(1_000))
    #expect([dueBefore, due] == [nil, slot])
    table.open(slot, isHalted: false)
    let closing = table.nextTimer
    #expect(closing == Self.at(1_100))
    let over = [table.isOver(slot, at: Self.at(1_099)), table.isOver(slot, at: Self.at(1_100))]
    #expect(over == [false, true])
    table.end(slot, as: .unsold)
    let ended = (table.firstOver, table.nextTimer)
    #expect(ended.0 == slot && ended.1 == nil)
    table.forget(slot)
    let left = table.slot(of: 1)
    #expect(left == nil)
    let again = table.apply(Self.lot(.sell, ascending: true))
    let number = table[again].number
    #expect(number == 2)
  }

  @Test(
    "a bid of the same price stands behind the earlier one, and the worst that wins nothing is outbid"
  )
  func priority() {
    var table = Self.table()
    let lot = Self.open(Self.lot(.sell, ascending: true, lots: 3), in: &table)
    let now = Self.at(1_001)
    for bid in [(1, 1, 5), (2, 1, 3), (3, 1, 5)] as [(UInt32, UInt32, Int64)] {
      _ = table.place(Self.bid(bid.0, bid.1, bid.2, for: lot), at: now)
    }
    let standing = Self.tags(of: lot, in: table)
    #expect(standing == [1, 3, 2])
    let wouldBe = table.firstOutbid(of: lot, by: Self.price(4), lots: 1).map { table.bid($0).tag }
    #expect(wouldBe == 2)
    _ = table.place(Self.bid(4, 2, 6, for: lot), at: now)
    let first = table.firstOutbid(of: lot).map { table.bid($0).tag }
    #expect(first == 3)
    while let outbid = table.firstOutbid(of: lot) { table.remove(outbid) }
    let left = Self.tags(of: lot, in: table)
    #expect(left == [4, 1])
    let winning = table.winningLots(of: lot)
    #expect(winning == 3)
  }

  @Test("k steps beyond the best bid, from 1 to 20", arguments: [0, 1, 20, 21] as [Int64])
  func steps(_ k: Int64) {
    var table = Self.table()
    let lot = Self.open(Self.lot(.sell, ascending: true), in: &table)
    let now = Self.at(1_001)
    _ = table.place(Self.bid(1, 1, 7, for: lot), at: now)
    let verdict = Self.verdict(Self.price(7 + k), 1, for: lot, at: now, in: table)
    let expected: BidRefusal? =
      k == 0 ? .tooLow(Self.price(8)) : k == 21 ? .tooFar(Self.price(27)) : nil
    #expect(verdict == expected)
  }

  static func verdict(
    _ price: Price, _ lots: UInt32, for lot: UInt32, at now: Instant, in table: borrowing Auctions
  ) -> BidRefusal? {
    do throws(BidRefusal) {
      try table.judge(price, lots: lots, for: lot, at: now)
      return nil
    } catch {
      return error
    }
  }

  @Test("prices between steps, of the wrong side, and more lots than there are do not count")
  func refusals() {
    var table = Self.table()
    let lot = Self.open(Self.lot(.buy, ascending: false, lots: 2), in: &table)
    let now = Self.at(1_001)
    let off = Self.verdict(Price(tenThousandths: 9_995), 1, for: lot, at: now, in: table)
    #expect(off == .offStep)
    let above = Self.verdict(Self.price(1), 1, for: lot, at: now, in: table)
    #expect(above == .tooLow(Self.price(0)))
    let counts = Self.verdict(Self.price(-20), 2, for: lot, at: now, in: table)
    #expect(counts == nil)
    let far = Self.verdict(Self.price(-21), 2, for: lot, at: now, in: table)
    #expect(far == .tooFar(Self.price(-20)))
    let many = Self.verdict(Self.price(0), 3, for: lot, at: now, in: table)
    #expect(many == .lotsNotLeft(2))
    let late = Self.verdict(Self.price(0), 1, for: lot, at: Self.at(1_100), in: table)
    #expect(late == .notOpen)
  }

  @Test("a bid in the last seconds puts the close off, as often as that may be")
  func extensions() {
    var table = Self.table()
    let lot = Self.open(Self.lot(.sell, ascending: true), in: &table)
    var putOff: [Bool] = []
    for (seconds, steps) in [(1_079, 1), (1_080, 2), (1_119, 3), (1_139, 4)] as [(Int64, Int64)] {
      putOff.append(table.place(Self.bid(1, 1, steps, for: lot), at: Self.at(seconds)))
    }
    #expect(putOff == [false, true, true, false])
    let state = (table[lot].state, table[lot].round, table.nextTimer(of: lot))
    #expect(state.0 == .extending && state.1 == 2 && state.2 == Self.at(1_140))
  }

  @Test("the clock moves a step at a time, and the last price has its time too")
  func clock() {
    var table = Self.table()
    let lot = Self.open(Self.lot(.sell, ascending: false), in: &table)
    let times: [Int64] = [1_000, 1_009, 1_010, 1_049, 1_050, 1_059]
    let prices = times.map { table.clockPrice(of: lot, at: Self.at($0)) }
    #expect(prices == [0, 0, -1, -4, -5, -5].map(Self.price))
    let over = [table.isOver(lot, at: Self.at(1_059)), table.isOver(lot, at: Self.at(1_060))]
    #expect(over == [false, true])
    table.move(lot, to: table.round(of: lot, at: Self.at(1_031)))
    let next = table.nextTimer(of: lot)
    #expect(next == Self.at(1_040))
  }

  @Test("time that stands still for two causes goes on behind both")
  func frozen() {
    var table = Self.table()
    let lot = Self.open(Self.lot(.sell, ascending: true), in: &table)
    let instrument = InstrumentID(rawValue: 1)
    table.halt(instrument, at: Self.at(1_010))
    table.beginGap(at: Self.at(1_020))
    let standing = (table[lot].isStanding, table.nextTimer)
    #expect(standing.0 && standing.1 == nil)
    table.goOn(instrument, at: Self.at(1_500))
    let stillStanding = table[lot].shownState
    #expect(stillStanding == .frozen)
    table.endGap(at: Self.at(2_000))
    let closing = table.nextTimer
    #expect(closing == Self.at(2_090))
    let untold = table.takeUntold()
    let none = table.takeUntold()
    #expect([untold, none] == [lot, nil])
  }

  @Test("what opens in a halt stands still from the first moment")
  func opensHalted() {
    var table = Self.table()
    let slot = table.apply(Self.lot(.sell, ascending: true))
    table.announce(slot)
    table.open(slot, isHalted: true)
    let standing = table[slot].isStanding
    #expect(standing)
    table.goOn(InstrumentID(rawValue: 1), at: Self.at(3_000))
    let closing = table.nextTimer
    #expect(closing == Self.at(3_100))
  }

  @Test("a firm's deposit for a lot is found, and the others' are not touched by its end")
  func deposits() {
    var table = Self.table()
    let lot = Self.open(Self.lot(.sell, ascending: true), in: &table)
    for firm in 1...3 as ClosedRange<UInt32> { table.add(Self.deposit(firm, lot)) }
    let second = table.deposit(of: FirmID(rawValue: 2), for: lot)
    #expect(second != nil)
    if let second { table.removeDeposit(second) }
    let firms = [1, 2, 3].map { table.deposit(of: FirmID(rawValue: $0), for: lot) != nil }
    #expect(firms == [true, false, true])
    var count = 0
    while let first = table.firstDeposit(for: lot) {
      table.removeDeposit(first)
      count += 1
    }
    #expect(count == 2)
  }

  static func deposit(_ firm: UInt32, _ lot: UInt32) -> AuctionDeposit {
    var deposit = AuctionDeposit()
    deposit.firm = FirmID(rawValue: firm)
    deposit.lot = lot
    return deposit
  }

  @Test("the last lot, bid and deposit fit, and not one more")
  func limits() {
    var table = Self.table(lots: 2, bids: 2, deposits: 2)
    let lot = Self.open(Self.lot(.sell, ascending: true, lots: 3), in: &table)
    let room = table.hasRoom
    _ = table.apply(Self.lot(.sell, ascending: true))
    let noRoom = table.hasRoom
    #expect([room, noRoom] == [true, false])
    let now = Self.at(1_001)
    _ = table.place(Self.bid(1, 1, 0, for: lot), at: now)
    let fits = Self.verdict(Self.price(0), 1, for: lot, at: now, in: table)
    _ = table.place(Self.bid(2, 1, 0, for: lot), at: now)
    let full = Self.verdict(Self.price(0), 1, for: lot, at: now, in: table)
    #expect([fits, full] == [nil, .full])
    table.add(Self.deposit(1, lot))
    let roomForOne = table.hasRoomForDeposit
    table.add(Self.deposit(2, lot))
    let roomForNone = table.hasRoomForDeposit
    #expect([roomForOne, roomForNone] == [true, false])
  }
}
