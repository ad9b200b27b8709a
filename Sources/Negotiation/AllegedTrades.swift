public import Market
public import Memory

/// The alleged trades that wait for an answer: by the venue's number, by firm and TradeReportID(571), and by
/// when they end.
///
/// Knows nothing of orders, money and documents: what an answer means is the core's matter.
public struct AllegedTrades: ~Copyable {
  private var trades: Slab<AllegedTrade>
  private var free: SlotPool
  private var byNumber: HashIndex
  private var byReportID: HashIndex
  private var ends: Heap<AllegedTradeEnd>
  /// How many are open by firm, at the firm's number.
  private var counts: Slab<UInt16>
  private var lastNumber: UInt64 = 0
  /// Slots that a look at all of them has not come to yet, and where it goes on.
  private var slotsToLookAt = 0
  private var nextToLookAt: UInt32 = 0
  private let perFirm: Int
  private let seed: HashSeed
  private let inPlace = InPlace()

  /// Room for `capacity` of them, `perFirm` of each of `firms` firms.
  public init(capacity: Int, perFirm: Int, firms: Int, seed: HashSeed) {
    trades = Slab(capacity: capacity, repeating: AllegedTrade())
    free = SlotPool(capacity: capacity)
    byNumber = HashIndex(capacity: capacity)
    byReportID = HashIndex(capacity: capacity)
    ends = Heap(capacity: capacity, repeating: AllegedTradeEnd())
    counts = Slab(capacity: firms + 1, repeating: 0)
    self.perFirm = perFirm
    self.seed = seed
  }

  /// How many are open.
  public var count: Int { free.inUse }

  /// The number given last; zero where none was.
  public var numbersGiven: UInt64 { lastNumber }

  /// An open one by its slot.
  public subscript(_ slot: UInt32) -> AllegedTrade {
    precondition(free.isTaken(slot), "an alleged trade is open")
    return trades[slot]
  }

  /// The open one of a number.
  public func slot(of number: UInt64) -> UInt32? {
    byNumber.find(hash: seed.hash(number)) { trades[$0].number == number }
  }

  /// The open one that a firm has alleged by this TradeReportID(571).
  public func slot(of reportID: Text32, by firm: FirmID) -> UInt32? {
    byReportID.find(hash: hash(reportID, firm)) {
      trades[$0].reportID == reportID && trades[$0].firm == firm
    }
  }

  /// Takes one in, and gives it its number; its slot. It is looked at when it ends, or as it is said.
  public mutating func open(
    _ trade: AllegedTrade, waking: Instant? = nil
  ) throws(AllegedTradeRefusal) -> UInt32 {
    guard slot(of: trade.reportID, by: trade.firm) == nil else { throw .duplicate }
    guard Int(counts[trade.firm.rawValue]) < perFirm else { throw .firmHasTooMany }
    guard let slot = free.take() else { throw .full }
    lastNumber += 1
    trades[slot] = trade
    trades[slot].number = lastNumber
    trades[slot].wakes = waking ?? trade.expires
    byNumber.insert(hash: seed.hash(lastNumber), slot: slot)
    byReportID.insert(hash: hash(trade.reportID, trade.firm), slot: slot)
    counts[trade.firm.rawValue] += 1
    let end = AllegedTradeEnd(at: trades[slot].wakes, number: lastNumber, slot: slot)
    Self.add(end, to: &ends, of: &trades)
    return slot
  }

  /// One is answered, taken back or over: it is known no more.
  public mutating func close(_ slot: UInt32) {
    let trade = self[slot]
    byNumber.remove(hash: seed.hash(trade.number), slot: slot)
    byReportID.remove(hash: hash(trade.reportID, trade.firm), slot: slot)
    counts[trade.firm.rawValue] -= 1
    Self.remove(at: trade.place, from: &ends, of: &trades)
    trades[slot] = AllegedTrade()
    free.give(slot)
  }

  /// It is looked at then, not when it was said before.
  public mutating func wake(_ slot: UInt32, at instant: Instant) {
    let trade = self[slot]
    guard trade.wakes != instant else { return }
    Self.remove(at: trade.place, from: &ends, of: &trades)
    trades[slot].wakes = instant
    let end = AllegedTradeEnd(at: instant, number: trade.number, slot: slot)
    Self.add(end, to: &ends, of: &trades)
  }

  private static func add(
    _ end: AllegedTradeEnd, to ends: inout Heap<AllegedTradeEnd>,
    of trades: inout Slab<AllegedTrade>
  ) {
    ends.add(end) { trades[$0.slot].place = $1 }
  }

  private static func remove(
    at place: UInt32, from ends: inout Heap<AllegedTradeEnd>, of trades: inout Slab<AllegedTrade>
  ) {
    ends.remove(at: place) { trades[$0.slot].place = $1 }
  }

  /// When the next one is looked at whether it has ended; nil where none is open.
  public var nextEnd: Instant? { ends.first?.at }

  /// One that is to be looked at by `now`: the next one; nil where none is.
  public func due(at now: Instant) -> UInt32? {
    guard let first = ends.first, first.at <= now else { return nil }
    return first.slot
  }

  /// Something has changed by which open ones may end: each is to be looked at once from now on.
  public mutating func lookAtAll() {
    slotsToLookAt = free.inUse == 0 ? 0 : trades.capacity
  }

  /// Whether some are still to be looked at.
  public var hasMoreToLookAt: Bool { slotsToLookAt > 0 }

  /// Looks at the next slot: the open one there, nil where there is none.
  public mutating func lookAtNext() -> UInt32? {
    precondition(slotsToLookAt > 0, "a look goes on")
    slotsToLookAt -= 1
    let slot = nextToLookAt
    nextToLookAt = Int(slot) + 1 == trades.capacity ? 0 : slot + 1
    return free.isTaken(slot) ? slot : nil
  }

  /// All slots that alleged trades may have.
  public var slots: Range<UInt32> { 0..<UInt32(trades.capacity) }

  /// Whether one stands in a slot.
  public func isOpen(_ slot: UInt32) -> Bool { free.isTaken(slot) }

  private func hash(_ reportID: Text32, _ firm: FirmID) -> UInt64 {
    seed.hash(
      reportID.word0, reportID.word1, reportID.word2, reportID.word3, UInt64(firm.rawValue))
  }
}

/// When an alleged trade is looked at whether it has ended; of one instant in the order of their numbers.
struct AllegedTradeEnd: HeapElement {
  var at = Instant.none
  var number: UInt64 = 0
  var slot: UInt32 = 0

  func precedes(_ other: AllegedTradeEnd) -> Bool {
    at != other.at ? at < other.at : number < other.number
  }
}

extension AllegedTrades: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&trades)
    free.transfer(by: &transfer)
    byNumber.transfer(by: &transfer)
    byReportID.transfer(by: &transfer)
    ends.transfer(by: &transfer)
    transfer.move(&counts)
    transfer.move(&lastNumber)
    transfer.move(&slotsToLookAt)
    transfer.move(&nextToLookAt)
  }
}
