import Market
import Memory

/// A node of a tree of documents: documents in order, or the nodes below.
struct DocumentNode: BitwiseCopyable {
  var count: UInt16 = 0
  /// 0 where its entries are the documents themselves.
  var height: UInt16 = 0

  /// The slot that stands for no node.
  static var none: UInt32 { .max }
  /// Entries that a node has room for, four lines of the cache.
  static var capacity: Int { 16 }
  /// Two neighbours with fewer entries together become one.
  static var fewest: Int { 9 }
}

/// The tree of one holding: where it begins, and the node that has its first documents.
struct DocumentTree: BitwiseCopyable {
  fileprivate(set) var root = DocumentNode.none
  fileprivate(set) var first = DocumentNode.none
}

/// Trees of documents in the order in which they are sold, in nodes of 16 entries with what orders them:
/// a document is found, added and taken out without a look at others (benchmark `venue`).
///
/// All leaves have the same height. Neighbours below a node have 9 entries together at least, so that each
/// level has 3.5 times as many nodes as the one above it or more, and a tree of n documents at most
/// 0.4 n + 1 nodes. Its shape follows from what came and went.
/// - Complexity: all of it O(log documents of the tree).
struct DocumentTrees: ~Copyable {
  private var nodes: Slab<DocumentNode>
  /// Those of node n are 16 n ..< 16 n + its count.
  private var entries: Slab<DocumentEntry>
  private var free: SlotPool
  private let inPlace = InPlace()

  /// Room for `documents` in `trees` at most: 106 bytes a document, and 264 a tree.
  init(documents: Int, trees: Int) {
    let capacity = documents * 2 / 5 + min(documents, trees) + 1
    nodes = Slab(capacity: capacity, repeating: DocumentNode())
    entries = Slab(capacity: DocumentNode.capacity * capacity, repeating: DocumentEntry())
    free = SlotPool(capacity: capacity)
  }

  func count(_ node: UInt32) -> Int { Int(nodes[node].count) }

  func height(_ node: UInt32) -> Int { Int(nodes[node].height) }

  /// Entry `place` of a node.
  subscript(_ node: UInt32, _ place: Int) -> DocumentEntry {
    entries[index(node, place)]
  }

  private func index(_ node: UInt32, _ place: Int) -> UInt32 {
    node &<< 4 &+ UInt32(truncatingIfNeeded: place)
  }

  /// The first document of a tree.
  func first(of tree: DocumentTree) -> UInt32? {
    tree.first == DocumentNode.none ? nil : self[tree.first, 0].document
  }

  /// Asks the processor for a node that is looked at soon; changes nothing.
  func expect(_ node: UInt32) {
    if node == DocumentNode.none { return }
    nodes.expectFront(of: node)
    entries.expect(DocumentNode.capacity, from: index(node, 0))
  }

  /// The same of the node in which a document will stand.
  func expect(
    _ entry: DocumentEntry, in tree: DocumentTree, _ known: borrowing Slab<TitleParticulars>
  ) {
    if tree.root == DocumentNode.none { return }
    var node = tree.root
    for _ in 0..<height(node) { node = self[node, place(of: entry, in: node, known) - 1].child }
    expect(node)
  }

  mutating func add(
    _ entry: DocumentEntry, to tree: inout DocumentTree, _ known: borrowing Slab<TitleParticulars>
  ) {
    guard tree.root != DocumentNode.none else {
      tree.root = take(height: 0)
      tree.first = tree.root
      return put(entry, at: 0, of: tree.root)
    }
    if isFirst(entry, in: tree.first, known) {
      return put(entry, at: place(of: entry, in: tree.first, known), of: tree.first)
    }
    guard let right = add(entry, below: tree.root, isLast: true, known) else { return }
    var left = self[tree.root, 0]
    left.child = tree.root
    tree.root = take(height: nodes[left.child].height + 1)
    put(left, at: 0, of: tree.root)
    put(right, at: 1, of: tree.root)
  }

  mutating func remove(
    _ entry: DocumentEntry, from tree: inout DocumentTree,
    _ known: borrowing Slab<TitleParticulars>
  ) {
    if self[tree.first, 0].document == entry.document, looseFirsts(of: tree) > 0 {
      return removeFirsts(1, of: tree)
    }
    remove(entry, below: tree.root, known)
    if count(tree.root) == 0 {
      free.give(tree.root)
      tree = DocumentTree()
      return
    }
    while height(tree.root) > 0 && count(tree.root) == 1 {
      let root = tree.root
      tree.root = self[root, 0].child
      free.give(root)
    }
    if count(tree.first) == 0 { tree.first = firstLeaf(below: tree.root) }
  }

  /// Whether a document comes to the first ones of a tree and changes nothing else: most often one that an
  /// order gives back.
  private func isFirst(
    _ entry: DocumentEntry, in leaf: UInt32, _ known: borrowing Slab<TitleParticulars>
  ) -> Bool {
    let count = count(leaf)
    return count < DocumentNode.capacity && entry.precedes(self[leaf, count - 1], in: known)
  }

  /// So many of the first documents of a tree may go together, and nothing else changes: most often all that
  /// an order sells, for those that are sold are the first ones (benchmark `venue`).
  func looseFirsts(of tree: DocumentTree) -> Int {
    if tree.root == DocumentNode.none { return 0 }
    if tree.root == tree.first { return count(tree.first) - 1 }
    var node = tree.root
    while height(node) > 1 { node = self[node, 0].child }
    let beside = count(node) > 1 ? count(self[node, 1].child) : 0
    return max(0, count(tree.first) - max(1, DocumentNode.fewest - beside))
  }

  /// Takes out the first documents of a tree, no more than are loose.
  mutating func removeFirsts(_ firsts: Int, of tree: DocumentTree) {
    if firsts > 0 { erase(firsts, at: 0, of: tree.first) }
  }

  private func firstLeaf(below root: UInt32) -> UInt32 {
    var node = root
    while height(node) > 0 { node = self[node, 0].child }
    return node
  }
}

extension DocumentTrees {
  /// How many entries of a node do not come behind `entry`; above others the first one always, for it
  /// stands for all that come before the second.
  private func place(
    of entry: DocumentEntry, in node: UInt32, _ known: borrowing Slab<TitleParticulars>
  ) -> Int {
    let end = index(node, count(node))
    // Most come first or last.
    if !entry.precedes(entries[end &- 1], in: known) { return count(node) }
    var cursor = index(node, height(node) > 0 ? 1 : 0)
    while cursor < end, !entry.precedes(entries[cursor], in: known) { cursor &+= 1 }
    return Int(cursor &- index(node, 0))
  }

  /// Adds a document below a node, which may be the last one of its height; returns the node's new
  /// neighbour where it had no room.
  private mutating func add(
    _ entry: DocumentEntry, below node: UInt32, isLast: Bool,
    _ known: borrowing Slab<TitleParticulars>
  ) -> DocumentEntry? {
    let place = place(of: entry, in: node, known)
    let isLast = isLast && place == count(node)
    if height(node) == 0 { return insert(entry, at: place, of: node, isLast: isLast) }
    let child = self[node, place - 1].child
    guard let right = add(entry, below: child, isLast: isLast, known) else { return nil }
    return insert(right, at: place, of: node, isLast: isLast)
  }

  /// Inserts into a node. One that is full gives its second half to a new neighbour, or nothing where the
  /// entry comes behind all others: documents most often come in the order in which they are sold.
  private mutating func insert(
    _ entry: DocumentEntry, at place: Int, of node: UInt32, isLast: Bool
  ) -> DocumentEntry? {
    guard count(node) == DocumentNode.capacity else {
      put(entry, at: place, of: node)
      return nil
    }
    let right = take(height: nodes[node].height)
    let kept = isLast ? DocumentNode.capacity : DocumentNode.capacity / 2
    move(from: kept, of: node, to: right)
    if place < kept {
      put(entry, at: place, of: node)
    } else {
      put(entry, at: place - kept, of: right)
    }
    var neighbour = self[right, 0]
    neighbour.child = right
    return neighbour
  }

  private mutating func remove(
    _ entry: DocumentEntry, below node: UInt32, _ known: borrowing Slab<TitleParticulars>
  ) {
    let place = place(of: entry, in: node, known) - 1
    guard height(node) > 0 else {
      precondition(
        place >= 0 && self[node, place].document == entry.document, "the tree has the document")
      return erase(at: place, of: node)
    }
    let child = self[node, place].child
    remove(entry, below: child, known)
    guard count(child) < DocumentNode.fewest else { return }
    if count(child) == 0 {
      erase(at: place, of: node)
      free.give(child)
    } else if !mergeIfFew(place, of: node) && place > 0 {
      _ = mergeIfFew(place - 1, of: node)
    }
  }

  /// Makes one of two neighbours below a node where they have few entries.
  private mutating func mergeIfFew(_ place: Int, of node: UInt32) -> Bool {
    guard place + 1 < count(node) else { return false }
    let left = self[node, place].child
    let neighbour = self[node, place + 1]
    let joint = count(left)
    guard joint + count(neighbour.child) < DocumentNode.fewest else { return false }
    move(from: 0, of: neighbour.child, to: left)
    if height(left) > 0 {
      // What stood first in its node, and so for all before the second, stands behind others now.
      entries[index(left, joint)].storedFrom = neighbour.storedFrom
      entries[index(left, joint)].document = neighbour.document
    }
    erase(at: place + 1, of: node)
    free.give(neighbour.child)
    return true
  }
}

extension DocumentTrees {
  /// Puts an entry into a node that has room for it.
  private mutating func put(_ entry: DocumentEntry, at place: Int, of node: UInt32) {
    let count = count(node)
    precondition(count < DocumentNode.capacity && place <= count, "a node has room")
    let start = index(node, place)
    entries.copy(count - place, from: start, to: start + 1)
    entries[start] = entry
    nodes[node].count += 1
  }

  /// Takes so many entries out of a node, from `place` on.
  private mutating func erase(_ erased: Int = 1, at place: Int, of node: UInt32) {
    nodes[node].count -= UInt16(erased)
    let start = index(node, place)
    entries.copy(count(node) - place, from: start + UInt32(erased), to: start)
  }

  /// Moves the entries of a node from `place` on to the end of another one.
  private mutating func move(from place: Int, of node: UInt32, to other: UInt32) {
    let moved = count(node) - place
    precondition(count(other) + moved <= DocumentNode.capacity, "the other node has room")
    entries.copy(moved, from: index(node, place), to: index(other, count(other)))
    nodes[other].count += UInt16(moved)
    nodes[node].count -= UInt16(moved)
  }

  private mutating func take(height: UInt16) -> UInt32 {
    guard let node = free.take() else {
      preconditionFailure("there are nodes for all documents")
    }
    nodes[node] = DocumentNode(height: height)
    return node
  }
}

extension DocumentTrees: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&nodes)
    transfer.move(&entries)
    free.transfer(by: &transfer)
  }
}
