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

  /// Where they go back to, once they have come.
  public func expectPlace(of chain: DocumentChain) {
    guard chain.count > 0 else { return }
    let holding = documents[chain.first].holding
    if let first = oldest(in: holding) { documents.expect(first) }
    if holdings[holding].root != TitleDocument.none { documents.expect(holdings[holding].root) }
  }

  /// Where a firm's holding is found.
  public func expectHolding(of firm: FirmID, in instrument: InstrumentID) {
    byHolder.expect(hash: hash(firm, instrument))
  }

  /// The holding itself, once its place has come; returns it, most likely.
  public func expectedHolding(of firm: FirmID, in instrument: InstrumentID) -> UInt32? {
    guard let holding = byHolder.likely(hash: hash(firm, instrument)) else { return nil }
    holdings.expect(holding)
    return holding
  }

  /// The oldest free document of a holding.
  public func expectOldest(in holding: UInt32) {
    if let first = oldest(in: holding) { expect(first) }
  }

  /// The one behind it, most likely.
  public func expectSecondOldest(in holding: UInt32) {
    guard let first = oldest(in: holding), let second = likely(behind: first) else { return }
    expect(second)
  }

  /// The one behind that.
  public func expectThirdOldest(in holding: UInt32) {
    guard let first = oldest(in: holding), let second = likely(behind: first),
      let third = likely(behind: second)
    else { return }
    expect(third)
  }

  /// What follows a document of a tree, most likely.
  private func likely(behind slot: UInt32) -> UInt32? {
    let right = documents[slot].right
    let behind = right == TitleDocument.none ? documents[slot].above : right
    return behind == TitleDocument.none ? nil : behind
  }

  private func expectDelivery(of slot: UInt32) {
    documents.expect(slot)
    particulars.expect(slot)
  }
}
