import Memory

/// The documents of one order or one trade, in the order in which they are sold.
///
/// The links stand in the documents themselves; a document is in one chain at most.
public struct DocumentChain: Sendable, BitwiseCopyable {
  /// The first document's slot, where `count` is not zero.
  public internal(set) var first = TitleDocument.none
  var last = TitleDocument.none
  /// Documents in the chain.
  public internal(set) var count: UInt32 = 0
  public init() {}
}

extension TitleRegister {
  /// The document behind `slot` in its chain; meaningless behind the last one.
  public func document(behind slot: UInt32) -> UInt32 { documents[slot].next }

  mutating func append(_ slot: UInt32, to chain: inout DocumentChain) {
    documents[slot].next = TitleDocument.none
    if chain.count == 0 {
      chain.first = slot
    } else {
      documents[chain.last].next = slot
    }
    chain.last = slot
    chain.count += 1
  }

  mutating func removeFirst(of chain: inout DocumentChain) -> UInt32 {
    precondition(chain.count > 0, "an order has a document for each of its lots")
    let slot = chain.first
    chain.first = documents[slot].next
    chain.count -= 1
    documents[slot].next = TitleDocument.none
    if chain.count == 0 { chain = DocumentChain() }
    return slot
  }
}
