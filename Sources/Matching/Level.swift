/// A resting order in the book's memory, linked to its neighbours of the same level. 32 bytes, so
/// that two share a cache line and none straddles one.
///
/// ```
///  0 tag       u32  the caller's number
///  4 lots      u32  what shows of what is left
///  8 previous  u32  next older order of the level
/// 12 next      u32  next younger order of the level
/// 16 level     u32  LevelRef; none in a free slot
/// 20 owner     u32
/// 24 terms     u64  NodeTerms
/// ```
struct OrderNode: BitwiseCopyable {
  var tag: UInt32 = 0
  var lots: UInt32 = 0
  var previous = OrderNode.none
  var next = OrderNode.none
  var level = LevelRef.none
  var owner: UInt32 = 0
  var terms = NodeTerms()

  /// What is left, shown or not: LeavesQty(151).
  var leaves: UInt32 { lots &+ terms.hidden }

  /// No order.
  static var none: UInt32 { .max }
}

/// What a resting order asks for beyond its lots, in one word, so that most orders are known for
/// plain by one comparison.
///
/// ```
/// bits  0...31  lots that do not show
/// bits 32...47  MaxFloor(111) in lots; zero where nothing is hidden
/// bit  48       all or none
/// ```
struct NodeTerms: BitwiseCopyable {
  private var word: UInt64 = 0

  init() {}

  /// An order of which no more than `maxFloor` lots show at a time; zero shows all.
  init(hidden: UInt32, maxFloor: UInt32, isAllOrNone: Bool) {
    if isAllOrNone { word = NodeTerms.allOrNone }
    if hidden > 0 { word |= UInt64(maxFloor) &<< 32 | UInt64(hidden) }
  }

  /// Whether the order is its lots and nothing else.
  var isPlain: Bool { word == 0 }
  var hidden: UInt32 { UInt32(truncatingIfNeeded: word) }
  var maxFloor: UInt32 { UInt32(truncatingIfNeeded: word &>> 32) & 0xffff }
  var isAllOrNone: Bool { word & NodeTerms.allOrNone != 0 }

  /// The same order with `hidden` lots that do not show.
  func hiding(_ hidden: UInt32) -> NodeTerms {
    NodeTerms(hidden: hidden, maxFloor: maxFloor, isAllOrNone: isAllOrNone)
  }

  private static var allOrNone: UInt64 { 1 << 48 }
}

/// The orders of one side at one tick, oldest first. 16 bytes.
struct Level: BitwiseCopyable {
  var head = OrderNode.none
  var tail = OrderNode.none
  var totals = LevelTotals()

  var isEmpty: Bool { head == OrderNode.none }
}

/// Lots and orders of a level in one word: lots in the upper 40 bits, orders in the lower 24.
///
/// Neither overflows: a pool has fewer than 2^24 orders of fewer than 2^16 lots.
public struct LevelTotals: Hashable, Sendable, BitwiseCopyable {
  private var word: UInt64 = 0

  /// Nothing at all.
  public init() {}

  /// MDEntrySize(271) in lots: what shows.
  public var lots: UInt64 { word >> 24 }
  /// NumberOfOrders(346).
  public var orders: UInt32 { UInt32(truncatingIfNeeded: word & 0xff_ffff) }

  mutating func add(lots: UInt32, orders: UInt32) {
    word &+= UInt64(lots) &<< 24 | UInt64(orders)
  }

  mutating func remove(lots: UInt64, orders: UInt32) {
    let part = lots &<< 24 | UInt64(orders)
    precondition(part <= word, "a level holds what leaves it")
    word &-= part
  }
}

/// Which level: its page's slot and its place in the page.
struct LevelRef: Equatable, BitwiseCopyable {
  var rawValue: UInt32
  init(page: UInt32, place: UInt32) { rawValue = page &<< 4 | place }
  private init(rawValue: UInt32) { self.rawValue = rawValue }
  static var none: LevelRef { LevelRef(rawValue: .max) }
  var page: UInt32 { rawValue &>> 4 }
  var place: UInt32 { rawValue & 15 }
}

/// 16 neighbouring levels of one side; their `Level`s stand in a slab of their own. 12 bytes.
struct LevelPage: BitwiseCopyable {
  /// Where on the ladder: the upper bits of its levels' keys.
  var number: UInt32 = 0
  /// The side of the book that it belongs to.
  var side = SideIndex(rawValue: 0)
  /// Bit n: level n holds orders.
  var occupied: UInt32 = 0
}
