import Funds
import Market
import Memory
import Titles

/// What an institution is asked for a trade, and what it has answered.
struct SettlementLeg: BitwiseCopyable {
  /// The last instruction; none where there was none.
  var instruction = InstructionID.none
  /// Its answer; nil while there is none.
  var answer: InstructionResult?
}

/// One side of a trade: whom to tell, and by which names it knows the trade.
struct TradeParty: BitwiseCopyable {
  /// The order's ClOrdID(11) at the time of the trade.
  var clOrdID = ClOrdID()
  var account = AccountCode()
  var orderID = OrderID.none
  /// The report of the fill.
  var execID = ExecID.none
  var firm = FirmID.none
  var session = SessionID.venue
  /// Whether the party has affirmed the trade.
  var hasAffirmed = false
}

/// A trade from its match until title and money have changed hands and nothing is left to do.
struct Trade: BitwiseCopyable {
  var buyer = TradeParty()
  var seller = TradeParty()
  var tradeID = TradeID.none
  var lastPx = Price.zero
  var weight = Quantity.zero
  /// What it moves: the price, rounded for each document, and the fees.
  var legs = SettlementLegs.none
  /// What of the buyer's cash secures it in full; a guarantee stands in `Guarantees`.
  var secured = Amount.zero
  /// What the last change has moved beyond the price; behind a default all that its other party has had for it.
  var difference = Amount.zero
  var matchedAt = Instant.none
  /// When its state ends by itself; none where it does not.
  var deadline = Instant.none
  /// When its guarantee must be topped up; none where it is covered, or has no such time.
  var topUpBy = Instant.none
  /// The beginning of the day on which it is delivered, where the parties have agreed on that; none for at once.
  var settlDate = Instant.none
  /// When the buyer may sell the documents; none before delivery.
  var earliestResale = Instant.none
  /// Clearing's and the registry's.
  var fundsLeg = SettlementLeg()
  var titleLeg = SettlementLeg()
  var documents = DocumentChain()
  var instrument = InstrumentID.none
  var lots: UInt32 = 0
  /// Its place among the deadlines; none where it has no deadline.
  var deadlinePlace = Trade.none
  /// Neighbours: among the buyer's trades that wait for their balance, or the next that is closed.
  var previous = Trade.none
  var next = Trade.none
  /// Neighbours among the buyer's trades whose guarantee it is called to top up.
  var previousCall = Trade.none
  var nextCall = Trade.none
  /// Delivered documents whose outturn weight is awaited.
  var awaitedWeights: UInt32 = 0
  /// RuleVersion(7773) that it was made by, and the guarantee that was in force, 1/100 of a percent.
  var ruleVersion: UInt16 = 0
  var guaranteeBasisPoints: UInt16 = 0
  var cashMargin = CashMargin.cash
  var state = TradeState.matched
  /// Where a dispute has found it.
  var disputed = TradeState.matched
  /// Whether its buyer is called to top up the guarantee.
  var isCalled = false
  /// The mode that it was made in, where that is not the book's.
  var mode: TradingMode?

  /// When something of it ends by itself: its state, or a call; none where nothing does.
  var endsAt: Instant {
    if deadline == .none { return topUpBy }
    return topUpBy == .none ? deadline : min(deadline, topUpBy)
  }

  /// The slot that stands for no trade.
  static var none: UInt32 { .max }

  /// Whether it has not been delivered, and may still be.
  var isDeliverable: Bool {
    state.isBeforeDelivery || state == .dispute && disputed.isBeforeDelivery
  }

  func party(_ side: Side) -> TradeParty {
    switch side {
    case .buy: buyer
    case .sell: seller
    }
  }
}

/// The trades by their TradeID: all that are open, and those closed last.
///
/// A closed trade stays known until its place is needed, the one first that was closed first.
struct TradeTable: ~Copyable {
  private var trades: Slab<Trade>
  private var index: HashIndex
  private var firstClosed = Trade.none
  private var lastClosed = Trade.none
  private var closedCount: UInt32 = 0
  private let inPlace = InPlace()
  /// Places used so far: 0 ..< count.
  private(set) var count: UInt32 = 0
  var capacity: Int { trades.capacity }
  /// Trades that are not closed.
  var openCount: UInt32 { count - closedCount }

  init(capacity: Int) {
    trades = Slab(capacity: capacity, repeating: Trade())
    index = HashIndex(capacity: capacity)
  }

  subscript(_ slot: UInt32) -> Trade {
    get { trades[slot] }
    @inline(__always) _modify { yield &trades[slot] }
  }

  /// Whether `more` trades fit.
  func hasRoom(for more: UInt32) -> Bool { Int(openCount) + Int(more) <= trades.capacity }

  /// The trade with a number, open or closed not long ago.
  func slot(of tradeID: TradeID) -> UInt32? {
    index.find(hash: hash(tradeID)) { trades[$0].tradeID == tradeID }
  }

  /// Has the place of a trade that is looked up soon fetched from memory; changes nothing. Returns its hash.
  func expect(_ tradeID: TradeID) -> UInt64 {
    let hash = hash(tradeID)
    index.expect(hash: hash)
    return hash
  }

  /// The same of the trade itself, once its place has come; returns its slot, most likely.
  func expectTrade(hash: UInt64) -> UInt32? { index.expect(hash: hash, in: trades) }

  /// The place of the next trade; there is one where there is room for it.
  private var nextSlot: UInt32 { Int(count) < trades.capacity ? count : firstClosed }

  /// A trade begins: nothing is known of it yet but its number.
  mutating func begin(_ tradeID: TradeID) -> UInt32 {
    let slot = freeSlot()
    trades[slot] = Trade()
    trades[slot].tradeID = tradeID
    index.insert(hash: hash(tradeID), slot: slot)
    if nextSlot != Trade.none { trades.expect(nextSlot) }
    return slot
  }

  /// Nothing is left to do for the trade.
  mutating func close(_ slot: UInt32) {
    precondition(trades[slot].state.isFinal, "a trade is closed in a final state")
    trades[slot].next = Trade.none
    if closedCount == 0 {
      firstClosed = slot
    } else {
      trades[lastClosed].next = slot
    }
    lastClosed = slot
    closedCount += 1
  }

  private mutating func freeSlot() -> UInt32 {
    let slot = nextSlot
    if slot == count {
      count += 1
      return slot
    }
    precondition(closedCount > 0, "room was made for the trade")
    firstClosed = trades[slot].next
    closedCount -= 1
    index.remove(hash: hash(trades[slot].tradeID), slot: slot)
    return slot
  }

  private func hash(_ tradeID: TradeID) -> UInt64 { HashIndex.hash(counted: tradeID.rawValue) }
}

extension TradeTable: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&trades)
    index.transfer(by: &transfer)
    transfer.move(&firstClosed)
    transfer.move(&lastClosed)
    transfer.move(&closedCount)
    transfer.move(&count)
  }
}
