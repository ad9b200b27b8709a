import Market
import Memory

/// A firm's documents of one instrument: the tree of those that are free, first in first out.
///
/// The tree is a treap whose links stand in the documents: ordered by `precedes`,
/// heap-ordered by a keyed hash of the slot, so that its shape is the same on every replay and
/// nobody outside can make it deep. Its first node is known, and each node knows the one above it, since
/// orders take the oldest documents and cancels give them back (benchmark `venue`).
/// - Complexity: to take one out O(1), to add one O(log free documents of the holding), of the older ones
///   O(log of those that precede it), all expected.
struct Holding: BitwiseCopyable {
  var firm = FirmID.none
  var instrument = InstrumentID.none
  var root = TitleDocument.none
  /// The first one of the tree, which orders take first.
  var first = TitleDocument.none
  /// Documents in the tree.
  var freeCount: UInt32 = 0
}

/// A link of the tree: a child of `node`, or the root where `node` is none.
private struct Link {
  var node: UInt32
  var isRight: Bool
}

extension TitleRegister {
  mutating func list(_ slot: UInt32) {
    precondition(!documents[slot].isListed, "a document is listed once")
    let holding = documents[slot].holding
    let (root, first) = (holdings[holding].root, holdings[holding].first)
    let isFirst = first == TitleDocument.none || precedes(slot, first)
    add(slot, in: holding, fromFirst: isFirst || precedes(slot, root))
    if isFirst { holdings[holding].first = slot }
    documents[slot].isListed = true
    holdings[holding].freeCount += 1
  }

  mutating func unlist(_ slot: UInt32) {
    precondition(documents[slot].isListed, "a free document is listed")
    let holding = documents[slot].holding
    let above = documents[slot].above
    if slot == holdings[holding].first { holdings[holding].first = second(in: slot) }
    let isRight = above != TitleDocument.none && documents[above].right == slot
    merge(
      documents[slot].left, documents[slot].right, at: Link(node: above, isRight: isRight),
      in: holding)
    documents[slot].left = TitleDocument.none
    documents[slot].right = TitleDocument.none
    documents[slot].above = TitleDocument.none
    documents[slot].isListed = false
    holdings[holding].freeCount -= 1
    expectSecondOldest(in: holding)
  }

  /// The oldest listed document of a holding.
  func oldest(in holding: UInt32) -> UInt32? {
    let first = holdings[holding].first
    return first == TitleDocument.none ? nil : first
  }

  /// What follows the first document of a tree: the first one to its right, else what it hangs from.
  private func second(in first: UInt32) -> UInt32 {
    var cursor = documents[first].right
    guard cursor != TitleDocument.none else { return documents[first].above }
    while documents[cursor].left != TitleDocument.none { cursor = documents[cursor].left }
    return cursor
  }

  /// First in, first out: by the time it was stored, then by its number.
  func precedes(_ a: UInt32, _ b: UInt32) -> Bool {
    let (mine, theirs) = (documents[a].storedFrom, documents[b].storedFrom)
    if mine != theirs { return mine < theirs }
    for index in 0..<4 {
      let mine = particulars[a].id.text[word: index].byteSwapped
      let theirs = particulars[b].id.text[word: index].byteSwapped
      if mine != theirs { return mine < theirs }
    }
    return false
  }

  private func rank(_ slot: UInt32) -> UInt64 {
    seed.hash(UInt64(slot)) & ~0xffff_ffff | UInt64(slot)
  }

  /// Hangs a document into the tree: down from the root, or, where it may stand near the first one, up
  /// from that to what it precedes and has a higher rank, and down from there.
  private mutating func add(_ slot: UInt32, in holding: UInt32, fromFirst: Bool) {
    let rank = rank(slot)
    var link = Link(node: TitleDocument.none, isRight: false)
    var cursor = holdings[holding].root
    if fromFirst {
      var top = holdings[holding].first
      while top != TitleDocument.none, precedes(top, slot) || self.rank(top) < rank {
        top = documents[top].above
      }
      link.node = top
      if top != TitleDocument.none { cursor = documents[top].left }
    }
    while cursor != TitleDocument.none && self.rank(cursor) > rank {
      link = Link(node: cursor, isRight: precedes(cursor, slot))
      cursor = link.isRight ? documents[cursor].right : documents[cursor].left
    }
    set(link, to: slot, in: holding)
    split(cursor, around: slot, in: holding)
  }

  private mutating func set(_ link: Link, to slot: UInt32, in holding: UInt32) {
    if slot != TitleDocument.none { documents[slot].above = link.node }
    if link.node == TitleDocument.none {
      holdings[holding].root = slot
    } else if link.isRight {
      documents[link.node].right = slot
    } else {
      documents[link.node].left = slot
    }
  }

  /// Hangs what precedes `slot` below `tree` to its left, the rest to its right.
  private mutating func split(_ tree: UInt32, around slot: UInt32, in holding: UInt32) {
    var before = Link(node: slot, isRight: false)
    var after = Link(node: slot, isRight: true)
    var cursor = tree
    while cursor != TitleDocument.none {
      if precedes(cursor, slot) {
        set(before, to: cursor, in: holding)
        before = Link(node: cursor, isRight: true)
        cursor = documents[cursor].right
      } else {
        set(after, to: cursor, in: holding)
        after = Link(node: cursor, isRight: false)
        cursor = documents[cursor].left
      }
    }
    set(before, to: TitleDocument.none, in: holding)
    set(after, to: TitleDocument.none, in: holding)
  }

  /// Hangs two trees at `link`, everything in `left` preceding everything in `right`.
  private mutating func merge(
    _ left: UInt32, _ right: UInt32, at link: Link, in holding: UInt32
  ) {
    var (left, right, link) = (left, right, link)
    while left != TitleDocument.none && right != TitleDocument.none {
      if rank(left) > rank(right) {
        set(link, to: left, in: holding)
        link = Link(node: left, isRight: true)
        left = documents[left].right
      } else {
        set(link, to: right, in: holding)
        link = Link(node: right, isRight: false)
        right = documents[right].left
      }
    }
    set(link, to: left == TitleDocument.none ? right : left, in: holding)
  }
}
