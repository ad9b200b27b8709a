public import Market
public import Memory

/// The lots of one-way auctions, their standing bids and deposits, and when something happens to a lot.
///
/// Knows nothing of orders, money and documents: what a bid holds and what a lot's end means is the core's matter.
/// Each lot's time runs from its opening and stands still in gaps and halts; all instants come from the caller.
public struct Auctions: ~Copyable {
  var lots: Slab<AuctionLot>
  var freeLots: SlotPool
  var bids: Slab<AuctionBid>
  var freeBids: SlotPool
  var deposits: Slab<AuctionDeposit>
  var freeDeposits: SlotPool
  var depositsByFirm: HashIndex
  private var byNumber: HashIndex
  var timers: Heap<AuctionTimer>
  /// The first lot of each instrument, at its number.
  private var firstOfInstrument: Slab<UInt32>
  /// Lots that are over, and not yet wound up.
  private var over: IndexQueue
  /// Lots whose time stands still or runs again, which nobody was told yet.
  private var untold: IndexQueue
  private var lastNumber: UInt32 = 0
  /// How many lots have come to their end.
  private var endings: UInt64 = 0
  /// Whether the venue's time has a gap now.
  public private(set) var isInGap = false
  let seed: HashSeed
  private let inPlace = InPlace()

  /// Room for so many lots that are not wound up, standing bids, and deposits, of lots of so many instruments.
  public init(lots: Int, bids: Int, deposits: Int, instruments: Int, seed: HashSeed) {
    self.lots = Slab(capacity: lots, repeating: AuctionLot())
    freeLots = SlotPool(capacity: lots)
    self.bids = Slab(capacity: bids, repeating: AuctionBid())
    freeBids = SlotPool(capacity: bids)
    self.deposits = Slab(capacity: deposits, repeating: AuctionDeposit())
    freeDeposits = SlotPool(capacity: deposits)
    depositsByFirm = HashIndex(capacity: deposits)
    byNumber = HashIndex(capacity: lots)
    timers = Heap(capacity: lots, repeating: AuctionTimer())
    firstOfInstrument = Slab(capacity: instruments + 1, repeating: AuctionLot.none)
    over = IndexQueue(capacity: lots)
    untold = IndexQueue(capacity: lots)
    self.seed = seed
  }

  /// Lots that are not wound up.
  public var count: Int { freeLots.inUse }

  /// The number given last; zero where none was.
  public var numbersGiven: UInt32 { lastNumber }

  /// A lot by its slot.
  public subscript(_ slot: UInt32) -> AuctionLot {
    precondition(freeLots.isTaken(slot), "a lot is not wound up")
    return lots[slot]
  }

  /// The lot of a number; nil where it is wound up, or never was.
  public func slot(of number: UInt32) -> UInt32? {
    byNumber.find(hash: seed.hash(UInt64(number))) { lots[$0].number == number }
  }

  /// Whether one more lot fits.
  public var hasRoom: Bool { freeLots.available > 0 }

  /// Takes in a lot that somebody applies for, and gives it its number; its slot. The caller has made sure of room.
  public mutating func apply(_ lot: AuctionLot) -> UInt32 {
    guard let slot = freeLots.take() else { preconditionFailure("there is room for the lot") }
    lastNumber += 1
    lots[slot] = lot
    lots[slot].number = lastNumber
    lots[slot].state = .applied
    byNumber.insert(hash: seed.hash(UInt64(lastNumber)), slot: slot)
    let first = firstOfInstrument[lot.instrument.rawValue]
    lots[slot].next = first
    if first != AuctionLot.none { lots[first].previous = slot }
    firstOfInstrument[lot.instrument.rawValue] = slot
    return slot
  }

  /// It is told to all: from now on it opens by the clock.
  public mutating func announce(_ slot: UInt32) {
    precondition(lots[slot].state == .applied, "an application is announced once")
    lots[slot].state = .announced
    schedule(slot, at: lots[slot].opensAt)
  }

  /// It opens at its instant, which has come; its time stands still at once where `isHalted` or there is a gap.
  public mutating func open(_ slot: UInt32, isHalted: Bool) {
    precondition(lots[slot].state == .announced, "what was announced opens")
    lots[slot].state = .open
    lots[slot].anchor = lots[slot].opensAt
    lots[slot].length = lots[slot].closesAt.nanoseconds - lots[slot].opensAt.nanoseconds
    if isHalted { lots[slot].freezes.insert(.halt) }
    if isInGap { lots[slot].freezes.insert(.gap) }
    unschedule(slot)
    if lots[slot].freezes.isEmpty { scheduleNext(slot) }
  }

  /// The clock's price was told to have moved so often.
  public mutating func move(_ slot: UInt32, to round: UInt32) {
    precondition(!lots[slot].isByBids && lots[slot].isOpen, "a clock runs")
    lots[slot].round = round
    unschedule(slot)
    scheduleNext(slot)
  }

  /// It is over, and is wound up from now on.
  public mutating func end(_ slot: UInt32, as state: AuctionState) {
    precondition(state.isOver && !lots[slot].state.isOver, "a lot is over once")
    endings += 1
    lots[slot].state = state
    lots[slot].endedAs = endings
    unschedule(slot)
    over.append(slot)
  }

  /// It is known no more: no bid and no deposit is left.
  public mutating func forget(_ slot: UInt32) {
    precondition(lots[slot].state.isOver, "what is over is forgotten")
    precondition(lots[slot].firstBid == AuctionBid.none, "no bid is left")
    precondition(lots[slot].firstDeposit == AuctionDeposit.none, "no deposit is left")
    let removed = over.removeFirst()
    precondition(removed == slot, "lots are wound up in their order")
    let lot = lots[slot]
    byNumber.remove(hash: seed.hash(UInt64(lot.number)), slot: slot)
    if lot.next != AuctionLot.none { lots[lot.next].previous = lot.previous }
    if lot.previous == AuctionLot.none {
      firstOfInstrument[lot.instrument.rawValue] = lot.next
    } else {
      lots[lot.previous].next = lot.next
    }
    lots[slot] = AuctionLot()
    freeLots.give(slot)
  }

  /// The lot that is wound up now; nil where none is over.
  public var firstOver: UInt32? { over.first }

  /// The next lot of which nobody was told that its time stands still or runs again.
  public mutating func takeUntold() -> UInt32? {
    while let slot = untold.removeFirst() {
      if freeLots.isTaken(slot) && lots[slot].isOpen { return slot }
    }
    return nil
  }

  /// Whether there may be one.
  public var hasUntold: Bool { !untold.isEmpty }

  /// All slots that lots may have.
  public var slots: Range<UInt32> { 0..<UInt32(lots.capacity) }

  /// Whether a lot stands in a slot.
  public func isKnown(_ slot: UInt32) -> Bool { freeLots.isTaken(slot) }
}

/// Time that stands still.
extension Auctions {
  /// The instrument of some lots is halted at an instant: the time of those that are open stands still.
  public mutating func halt(_ instrument: InstrumentID, at instant: Instant) {
    var slot = firstOfInstrument[instrument.rawValue]
    while slot != AuctionLot.none {
      freeze(slot, .halt, at: instant)
      slot = lots[slot].next
    }
  }

  /// It is halted no more.
  public mutating func goOn(_ instrument: InstrumentID, at instant: Instant) {
    var slot = firstOfInstrument[instrument.rawValue]
    while slot != AuctionLot.none {
      thaw(slot, .halt, at: instant)
      slot = lots[slot].next
    }
  }

  /// The venue's time has a gap, which begins at an instant.
  public mutating func beginGap(at instant: Instant) {
    isInGap = true
    for slot in slots where freeLots.isTaken(slot) { freeze(slot, .gap, at: instant) }
  }

  /// The gap is over.
  public mutating func endGap(at instant: Instant) {
    isInGap = false
    for slot in slots where freeLots.isTaken(slot) { thaw(slot, .gap, at: instant) }
  }

  private mutating func freeze(_ slot: UInt32, _ cause: AuctionFreezes, at instant: Instant) {
    guard lots[slot].isOpen, !isOver(slot, at: instant) else { return }
    if lots[slot].freezes.isEmpty {
      lots[slot].elapsed = max(0, instant.nanoseconds - lots[slot].anchor.nanoseconds)
      unschedule(slot)
      untold.append(slot)
    }
    lots[slot].freezes.insert(cause)
  }

  private mutating func thaw(_ slot: UInt32, _ cause: AuctionFreezes, at instant: Instant) {
    guard lots[slot].isStanding, lots[slot].freezes.contains(cause) else { return }
    lots[slot].freezes.remove(cause)
    guard lots[slot].freezes.isEmpty else { return }
    lots[slot].anchor = instant.adding(nanoseconds: -lots[slot].elapsed)
    scheduleNext(slot)
    untold.append(slot)
  }
}

extension Auctions: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&lots)
    freeLots.transfer(by: &transfer)
    transfer.move(&bids)
    freeBids.transfer(by: &transfer)
    transfer.move(&deposits)
    freeDeposits.transfer(by: &transfer)
    depositsByFirm.transfer(by: &transfer)
    byNumber.transfer(by: &transfer)
    timers.transfer(by: &transfer)
    transfer.move(&firstOfInstrument)
    over.transfer(by: &transfer)
    untold.transfer(by: &transfer)
    transfer.move(&lastNumber)
    transfer.move(&endings)
    transfer.move(&isInGap)
  }
}
