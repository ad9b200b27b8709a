import Memory

extension PageDirectory {
  /// Puts page `number` in slot `page` below the side's root, which rises as far as needed.
  mutating func add(_ page: UInt32, number: UInt32, below side: inout BookSide) {
    precondition(hasRoom, "room was made for the page")
    raise(&side, toCover: number)
    var shift = side.rootShift
    var node = side.root
    while shift > 0 {
      let digit = (number &>> shift) & 63
      var child = children[node &<< 6 | digit]
      if child == PageDirectory.noChild {
        child = takeNode()
        link(child, at: digit, of: node)
      }
      node = child
      shift &-= 6
    }
    link(page, at: number & 63, of: node)
  }

  /// Takes page `number` out and frees the nodes that it alone kept.
  mutating func remove(_ number: UInt32, below side: inout BookSide) {
    let keptUntil = lastShared(number, below: side)
    guard let keptUntil else {
      freePath(from: side.root, shift: side.rootShift, to: number)
      side.root = BookSide.noNode
      side.height = 0
      return
    }
    let digit = (number &>> keptUntil.shift) & 63
    if keptUntil.shift > 0 {
      let below = children[keptUntil.node &<< 6 | digit]
      freePath(from: below, shift: keptUntil.shift &- 6, to: number)
    }
    unlink(digit, of: keptUntil.node)
    lower(&side)
  }

  /// The lowest node on the way to `number` that also leads to other pages.
  private func lastShared(
    _ number: UInt32, below side: borrowing BookSide
  ) -> (node: UInt32, shift: UInt32)? {
    var shift = side.rootShift
    var node = side.root
    var shared: (node: UInt32, shift: UInt32)?
    while true {
      if words[node].nonzeroBitCount > 1 { shared = (node, shift) }
      if shift == 0 { return shared }
      node = children[node &<< 6 | (number &>> shift) & 63]
      shift &-= 6
    }
  }

  /// Frees `node` and what is below it on the way to `number`; each has that one child only.
  private mutating func freePath(from node: UInt32, shift: UInt32, to number: UInt32) {
    var shift = shift
    var node = node
    while true {
      let digit = (number &>> shift) & 63
      let child = children[node &<< 6 | digit]
      unlink(digit, of: node)
      precondition(words[node] == 0, "a node is freed empty")
      free.give(node)
      if shift == 0 { return }
      node = child
      shift &-= 6
    }
  }

  /// Puts nodes above the root until it covers `number`.
  private mutating func raise(_ side: inout BookSide, toCover number: UInt32) {
    if side.root == BookSide.noNode {
      side.root = takeNode()
      side.height = BookSide.heightMin
      side.prefix = number &>> (side.rootShift &+ 6)
    }
    while !side.covers(number) {
      let node = takeNode()
      link(side.root, at: side.prefix & 63, of: node)
      side.root = node
      side.height &+= 1
      side.prefix &>>= 6
    }
  }

  /// Takes away the root while it has a single child that is a node.
  private mutating func lower(_ side: inout BookSide) {
    while side.height > BookSide.heightMin, words[side.root].nonzeroBitCount == 1 {
      let node = side.root
      let digit = UInt32(words[node].trailingZeroBitCount)
      side.root = children[node &<< 6 | digit]
      side.height &-= 1
      side.prefix = side.prefix &<< 6 | digit
      unlink(digit, of: node)
      free.give(node)
    }
  }

  private mutating func takeNode() -> UInt32 {
    guard let node = free.take() else { preconditionFailure("room was made for the node") }
    return node
  }

  private mutating func link(_ child: UInt32, at digit: UInt32, of node: UInt32) {
    precondition(words[node] &>> UInt64(digit) & 1 == 0, "a child has its place to itself")
    children[node &<< 6 | digit] = child
    words[node] |= 1 &<< UInt64(digit)
  }

  private mutating func unlink(_ digit: UInt32, of node: UInt32) {
    precondition(words[node] &>> UInt64(digit) & 1 == 1, "a child leaves the place where it is")
    children[node &<< 6 | digit] = PageDirectory.noChild
    words[node] &= ~(1 &<< UInt64(digit))
  }
}
