import Market
import Memory

/// The last delivery of a document.
struct Delivery: BitwiseCopyable {
  var tradeID = TradeID.none
  var awaitsWeight = false
}

/// In which trade each document was delivered last, and whether its outturn weight is still awaited.
struct DeliveredDocuments: ~Copyable {
  private var deliveries: Slab<Delivery>

  init(capacity: Int) { deliveries = Slab(capacity: capacity, repeating: Delivery()) }

  /// Whether a document was delivered in a trade, and in none since.
  func wasDelivered(_ document: UInt32, in tradeID: TradeID) -> Bool {
    tradeID != .none && deliveries[document].tradeID == tradeID
  }

  /// Has what is known of a document fetched from memory; changes nothing.
  func expect(_ document: UInt32) { deliveries.expectFront(of: document) }

  func awaitsWeight(_ document: UInt32) -> Bool { deliveries[document].awaitsWeight }

  /// The document is delivered in a trade; returns the trade before that still waits for its weight.
  mutating func deliver(_ document: UInt32, in tradeID: TradeID) -> TradeID {
    let before = deliveries[document]
    deliveries[document] = Delivery(tradeID: tradeID, awaitsWeight: true)
    return before.awaitsWeight ? before.tradeID : .none
  }

  /// The document's outturn weight is known.
  mutating func weighed(_ document: UInt32) { deliveries[document].awaitsWeight = false }
}

extension DeliveredDocuments: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&deliveries)
  }
}
