import Memory

/// Finds pages by their number: a tree of 64-way nodes per side, as high as its pages lie apart.
///
/// Each node has a word that says which of its 64 children exist, so that the best page and the
/// next one behind are found by counting zeros. A side whose orders stand within 65,536 ticks has a
/// root and below it a node for each 1,024 ticks that hold orders.
struct PageDirectory: ~Copyable {
  /// Bit n: child n exists.
  var words: Slab<UInt64>
  /// Child n of node k at 64 k + n: nodes, or pages in the lowest nodes; `noChild` where none.
  var children: Slab<UInt32>
  var free: SlotPool
  private let inPlace = InPlace()

  init(capacity: Int) {
    words = Slab(capacity: capacity, repeating: 0)
    children = Slab(capacity: capacity * 64, repeating: PageDirectory.noChild)
    free = SlotPool(capacity: capacity)
  }

  var byteCount: Int { words.byteCount + children.byteCount + free.byteCount }

  static var noChild: UInt32 { .max }

  /// Whether a page can be added anywhere.
  var hasRoom: Bool { free.capacity - free.inUse >= BookLimits.nodesPerRest }

  /// The slot of page `number`, if it exists.
  /// - Complexity: one step per node from the root, at most 5.
  @inline(__always)  // benchmark `book`: else the directory's handles are copied for each call
  func page(_ number: UInt32, below side: borrowing BookSide) -> UInt32? {
    guard side.root != BookSide.noNode, side.covers(number) else { return nil }
    var shift = side.rootShift
    var node = side.root
    while true {
      let child = children[node &<< 6 | (number &>> shift) & 63]
      guard child != PageDirectory.noChild else { return nil }
      if shift == 0 { return child }
      node = child
      shift &-= 6
    }
  }

  /// The slot of the best page; the side is not empty.
  func bestPage(below side: borrowing BookSide) -> UInt32 {
    first(below: side.root, shift: side.rootShift)
  }

  /// The slot of the first page whose number is greater than `number`.
  func page(behind number: UInt32, below side: borrowing BookSide) -> UInt32? {
    guard side.root != BookSide.noNode else { return nil }
    let wanted = number &+ 1
    let top = wanted &>> (side.rootShift &+ 6)
    if top < side.prefix { return bestPage(below: side) }
    return top == side.prefix ? page(from: wanted, below: side) : nil
  }

  /// The first page from `wanted` on: goes down towards it and keeps the nearest branch behind.
  private func page(from wanted: UInt32, below side: borrowing BookSide) -> UInt32? {
    var shift = side.rootShift
    var node = side.root
    var branch: (child: UInt32, shift: UInt32)?
    while true {
      let digit = (wanted &>> shift) & 63
      let behind = words[node] & (~1 &<< UInt64(digit))
      if behind != 0 { branch = (node &<< 6 | UInt32(behind.trailingZeroBitCount), shift) }
      let child = children[node &<< 6 | digit]
      guard child != PageDirectory.noChild else { break }
      if shift == 0 { return child }
      node = child
      shift &-= 6
    }
    guard let branch else { return nil }
    let child = children[branch.child]
    return branch.shift == 0 ? child : first(below: child, shift: branch.shift &- 6)
  }

  private func first(below node: UInt32, shift: UInt32) -> UInt32 {
    var node = node
    var shift = shift
    while true {
      let child = children[node &<< 6 | UInt32(words[node].trailingZeroBitCount) & 63]
      if shift == 0 { return child }
      node = child
      shift &-= 6
    }
  }
}

extension PageDirectory: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&words)
    transfer.move(&children)
    free.transfer(by: &transfer)
  }
}
