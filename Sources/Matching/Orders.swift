public import Market

/// A book's place among the books of its core, from 0.
public struct BookIndex: Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A resting order's place, valid until the order is filled or cancelled; then it is used again.
public struct OrderSlot: Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An order as it comes to the book, before it trades.
public struct IncomingOrder: Sendable, BitwiseCopyable {
  public var book: BookIndex
  public var side: Side
  /// The worst tick it trades at; Int32.max for a market buy, Int32.min for a market sell.
  public var limitTick: Int32
  public var lots: UInt32
  /// Who must not trade with itself: equal numbers are one owner.
  public var owner: UInt32
  /// What happens where it meets an order of its own owner.
  public var selfMatch = SelfMatchInstruction.cancelNewest

  public init(book: BookIndex, side: Side, limitTick: Int32, lots: UInt32, owner: UInt32) {
    self.book = book
    self.side = side
    self.limitTick = limitTick
    self.lots = lots
    self.owner = owner
  }
}

/// An order as it rests.
public struct RestingOrder: Hashable, Sendable, BitwiseCopyable {
  public var book: BookIndex
  public var side: Side
  /// Price(44) in ticks of its instrument.
  public var tick: Int32
  /// LeavesQty(151) in lots, 1 ... BookLimits.lotsPerOrder.
  public var lots: UInt32
  public var owner: UInt32
  /// The caller's own number of the order, returned in its fills.
  public var tag: UInt32
  /// MaxFloor(111) in lots: no more show at a time; zero shows all.
  public var maxFloor: UInt16 = 0
  /// ExecInst(18) G: it trades with an incoming order that takes all of it, or not at all.
  public var isAllOrNone = false

  public init(incoming: IncomingOrder, lots: UInt32, tag: UInt32) {
    book = incoming.book
    side = incoming.side
    tick = incoming.limitTick
    self.lots = lots
    owner = incoming.owner
    self.tag = tag
  }
}

extension RestingOrder {
  /// Whether it is its lots and nothing else.
  @inline(__always)  // benchmark `book`: asked of every resting order
  var isPlain: Bool { maxFloor == 0 && !isAllOrNone }
}

extension NodeTerms {
  /// What an order asks for that comes to rest: the first part of it shows.
  init(_ order: RestingOrder) {
    let shown = order.maxFloor == 0 ? order.lots : min(order.lots, UInt32(order.maxFloor))
    self.init(
      hidden: order.lots - shown, maxFloor: UInt32(order.maxFloor),
      isAllOrNone: order.isAllOrNone)
  }
}
