public import Market
public import Memory

/// The price-time order books of one core, over pools that they share.
///
/// Each side of a book is a ladder of levels keyed by tick; each level is a list of orders, oldest
/// first. The best price trades first, within a price the order that has rested longest (rule book:
/// listing and continuous trading). Owner of this state: the matching core's thread.
///
/// Slots and books named by the caller are its own, so wrong ones are trapped; what a counterparty
/// can bring about (a book without room, a fill too many) is an answer.
public struct OrderBooks: ~Copyable {
  /// A free slot is linked to the next free one through its own record, so that freeing touches no
  /// other memory; the last one freed is taken first.
  var orders: Slab<OrderNode>
  private var firstFree: UInt32 = 0
  var ladder: Ladder
  /// What it has room for.
  public let limits: BookLimits
  private let inPlace = InPlace()
  /// Books added so far.
  public private(set) var bookCount = 0
  /// Orders resting in all books.
  public private(set) var orderCount = 0

  /// Allocates and touches all memory that the books will ever use.
  public init(limits: BookLimits) {
    limits.check()
    self.limits = limits
    orders = Slab(capacity: limits.orders, repeating: OrderNode())
    for slot in 1..<UInt32(limits.orders) { orders[slot - 1].next = slot }
    ladder = Ladder(limits: limits)
  }

  /// The bytes of all that it has allocated, which is all that it ever will.
  public var byteCount: Int { orders.byteCount + ladder.byteCount }

  /// Orders that there is room for.
  public var orderCapacity: Int { orders.capacity }
  /// Pages of levels in use, and how many there is room for.
  public var pagesUsed: Int { ladder.freePages.inUse }
  public var pageCapacity: Int { ladder.freePages.capacity }

  /// Adds an empty book; nil where there are as many as the limits allow.
  public mutating func addBook() -> BookIndex? {
    guard bookCount < limits.books else { return nil }
    bookCount += 1
    return BookIndex(rawValue: UInt32(bookCount - 1))
  }

  /// Whether an order could rest there now.
  ///
  /// What is true before a match is true after it, since a match only frees room: ask before
  /// matching an order whose remainder is to rest.
  #if !DEBUG
  @_noLocks
  #endif
  public func canRest(_ book: BookIndex, _ side: Side, tick: Int32) -> Bool {
    let index = sideIndex(book, side)
    guard firstFree != OrderNode.none else { return false }
    return ladder.canOpen(LadderKey(tick: tick, on: index), on: index)
  }

  /// Puts an order behind all others of its price. Nil, and nothing changed, where `canRest` is
  /// false. It does not look at the other side: match first.
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func rest(_ order: RestingOrder) -> OrderSlot? {
    let side = sideIndex(order.book, order.side)
    precondition(
      order.lots > 0 && order.lots <= BookLimits.lotsPerOrder, "an order rests with lots")
    let slot = firstFree
    guard slot != OrderNode.none,
      let level = ladder.open(LadderKey(tick: order.tick, on: side), on: side)
    else { return nil }
    firstFree = orders[slot].next
    orderCount &+= 1
    let terms = order.isPlain ? NodeTerms() : NodeTerms(order)
    link(
      OrderNode(
        tag: order.tag, lots: order.lots &- terms.hidden, level: level, owner: order.owner,
        terms: terms), in: slot)
    return OrderSlot(rawValue: slot)
  }

  /// Takes an order out of its book and frees its slot. Returns the lots that were left of it, and
  /// what its level shows without it.
  @discardableResult
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func cancel(_ slot: OrderSlot) -> (lots: UInt32, level: LevelTotals) {
    let order = liveOrder(slot)
    unlink(order)
    let level = ladder.levels[order.level.rawValue]
    if level.isEmpty { ladder.close(order.level) }
    freeSlot(slot.rawValue)
    return (order.leaves, level.totals)
  }

  /// Cuts an order by `lots`, fewer than it has; it keeps its place. Lots that do not show go first:
  /// nil where what shows is as it was.
  @discardableResult
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func reduce(_ slot: OrderSlot, by lots: UInt32) -> BookChange? {
    let order = liveOrder(slot)
    precondition(lots > 0 && lots < order.leaves, "a reduced order keeps a lot at least")
    let hidden = min(lots, order.terms.hidden)
    if hidden > 0 {
      orders[slot.rawValue].terms = order.terms.hiding(order.terms.hidden - hidden)
      hide(-Int(hidden), at: order.level)
    }
    guard hidden < lots else { return nil }
    orders[slot.rawValue].lots = order.lots &- (lots &- hidden)
    ladder.levels[order.level.rawValue].totals.remove(lots: UInt64(lots &- hidden), orders: 0)
    return shown(slot)
  }

  func liveOrder(_ slot: OrderSlot) -> OrderNode {
    let order = orders[slot.rawValue]
    precondition(order.level != LevelRef.none, "the slot holds an order")
    return order
  }

  func sideIndex(_ book: BookIndex, _ side: Side) -> SideIndex {
    precondition(Int(book.rawValue) < bookCount, "the book was added")
    return SideIndex(book, side)
  }

  mutating func freeSlot(_ slot: UInt32) {
    orders[slot].level = LevelRef.none
    orders[slot].next = firstFree
    firstFree = slot
    orderCount &-= 1
  }
}

extension OrderBooks: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&orders)
    transfer.move(&firstFree)
    ladder.transfer(by: &transfer)
    transfer.move(&bookCount)
    transfer.move(&orderCount)
  }
}
