import Market
import Memory

/// A moment of a market: the time, and the trading day of the instrument.
struct TradingMoment: BitwiseCopyable {
  var time = Instant.none
  var day: UInt32 = 0
}

/// When a control group has last bought and last sold an instrument.
struct FillTime: BitwiseCopyable {
  var group: UInt32 = 0
  var instrument = InstrumentID.none
  var lastBuy = TradingMoment()
  var lastSell = TradingMoment()
  /// The group's orders that rest in the instrument's book or wait outside of it.
  var live = SideCounts()
  /// The group's bids that stand, and lots that it has applied for.
  var auctioned = SideCounts()
  /// The firm of the group for whose documents of the instrument a place was made last.
  var holder = FirmID.none
  /// Where an order of the group was counted last; the next one most often is counted there too.
  var accountBook = AccountBook.none
}

/// The last fills of each control group in each instrument: the minimum interval's clock (Art. 11).
struct FillTimes: ~Copyable {
  private var entries: Slab<FillTime>
  private var index: HashIndex
  private(set) var count: UInt32 = 0
  var capacity: Int { entries.capacity }
  private let seed: HashSeed
  private let inPlace = InPlace()

  init(capacity: Int, seed: HashSeed) {
    entries = Slab(capacity: capacity, repeating: FillTime())
    index = HashIndex(capacity: capacity)
    self.seed = seed
  }

  subscript(_ slot: UInt32) -> FillTime { entries[slot] }

  /// Makes an entry for a pair that has none; nil where there is no room for it.
  mutating func open(group: UInt32, _ instrument: InstrumentID) -> UInt32? {
    let hash = hash(group, instrument)
    guard Int(count) < entries.capacity else { return nil }
    entries[count] = FillTime(group: group, instrument: instrument)
    index.insert(hash: hash, slot: count)
    count += 1
    return count - 1
  }

  /// The place of a pair that has one.
  func find(group: UInt32, _ instrument: InstrumentID) -> UInt32? {
    index.find(hash: hash(group, instrument)) {
      entries[$0].group == group && entries[$0].instrument == instrument
    }
  }

  /// Has the place of a pair that is looked up soon fetched from memory; changes nothing. Returns its hash.
  func expect(group: UInt32, _ instrument: InstrumentID) -> UInt64 {
    let hash = hash(group, instrument)
    index.expect(hash: hash)
    return hash
  }

  /// The same of its entry, once its place has come; returns it, most likely.
  func expectEntry(hash: UInt64) -> UInt32? { index.expect(hash: hash, in: entries) }

  /// The same of an entry.
  func expect(_ slot: UInt32) {
    if slot != Order.none { entries.expect(slot) }
  }

  /// When the group has last traded on the other side; its time is none where it has not.
  func lastOpposite(of side: Side, _ slot: UInt32) -> TradingMoment {
    switch side {
    case .buy: entries[slot].lastSell
    case .sell: entries[slot].lastBuy
    }
  }

  /// Remembers where an order of the pair is counted.
  mutating func note(accountBook: UInt32, _ slot: UInt32) {
    entries[slot].accountBook = accountBook
  }

  /// Remembers for whose documents there is a place.
  mutating func note(holder: FirmID, _ slot: UInt32) { entries[slot].holder = holder }

  mutating func countLive(_ side: Side, _ slot: UInt32) { entries[slot].live.add(side) }

  mutating func uncountLive(_ side: Side, _ slot: UInt32) { entries[slot].live.remove(side) }

  /// Counts a bid or a lot from when it binds until it is over.
  mutating func countAuctioned(_ side: Side, _ slot: UInt32) { entries[slot].auctioned.add(side) }

  mutating func uncountAuctioned(_ side: Side, _ slot: UInt32) {
    entries[slot].auctioned.remove(side)
  }

  mutating func filled(_ side: Side, _ slot: UInt32, at moment: TradingMoment) {
    switch side {
    case .buy: entries[slot].lastBuy = moment
    case .sell: entries[slot].lastSell = moment
    }
  }

  private func hash(_ group: UInt32, _ instrument: InstrumentID) -> UInt64 {
    seed.hash(UInt64(group) << 32 | UInt64(instrument.rawValue))
  }
}

extension FillTimes: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&entries)
    index.transfer(by: &transfer)
    transfer.move(&count)
  }
}
