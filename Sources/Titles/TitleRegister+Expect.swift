public import Market
import Memory

/// What is looked up soon is fetched from memory: nothing changes, and each of these may be left out
/// (benchmark `venue`).
extension TitleRegister {
  /// A document as an order looks at it, and its number.
  public func expect(_ slot: UInt32) {
    documents.expect(slot)
    particulars.expectFront(of: slot)
  }

  /// The first and the last document of a trade, with their numbers.
  public func expectNumbers(of chain: DocumentChain) {
    guard chain.count > 0 else { return }
    expect(chain.first)
    if chain.last != chain.first { expect(chain.last) }
  }

  /// The first and the last document of an order or a trade, with all that a delivery changes.
  public func expectDelivery(of chain: DocumentChain) {
    guard chain.count > 0 else { return }
    expectDelivery(of: chain.first)
    if chain.last != chain.first { expectDelivery(of: chain.last) }
  }

  /// The first and the last document of an order, which are free soon.
  public func expectRelease(of chain: DocumentChain) {
    guard chain.count > 0 else { return }
    documents.expect(chain.first)
    if chain.last != chain.first { documents.expect(chain.last) }
  }

  /// Where they go back to, and the second of them, once the first one has come.
  public func expectPlace(of chain: DocumentChain) {
    guard chain.count > 0 else { return }
    expectTree(of: documents[chain.first].holding)
    if chain.count > 2 { documents.expect(documents[chain.first].next) }
  }

  /// Where a firm's holding is found; returns its hash.
  public func expectHolding(of firm: FirmID, in instrument: InstrumentID) -> UInt64 {
    let hash = hash(firm, instrument)
    byHolder.expect(hash: hash)
    return hash
  }

  /// The holding itself, once its place has come; returns it, most likely.
  public func expectedHolding(hash: UInt64) -> UInt32? {
    byHolder.expect(hash: hash, in: holdings)
  }

  /// Where the documents of a holding begin.
  public func expectTree(of holding: UInt32) {
    trees.expect(holdings[holding].tree.first)
    trees.expect(holdings[holding].tree.root)
  }

  /// The four oldest free documents of a holding.
  public func expectOldest(in holding: UInt32) {
    let first = holdings[holding].tree.first
    guard first != DocumentNode.none else { return }
    for place in 0..<min(4, trees.count(first)) { expect(trees[first, place].document) }
  }

  /// Where a document belongs among its holder's: an entry's SHA-256 takes as long as the memory.
  func expectPlace(of slot: UInt32) {
    trees.expect(entry(of: slot), in: holdings[documents[slot].holding].tree, particulars)
  }

  private func expectDelivery(of slot: UInt32) {
    documents.expect(slot)
    particulars.expect(slot)
  }
}
