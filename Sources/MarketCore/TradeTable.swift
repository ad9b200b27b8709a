import Market
import Memory
import Titles

/// The states of a trade: market rules 2.2.
enum TradeState: UInt8, BitwiseCopyable {
  case matched = 1
}

/// A trade that waits for delivery versus payment.
struct Trade: BitwiseCopyable {
  var tradeID = TradeID.none
  var lastPx = Price.zero
  /// Sum over its documents, rounded for each.
  var amount = Amount.zero
  var buyerFees = Amount.zero
  var sellerFees = Amount.zero
  /// The buyer's money that secures it.
  var secured = Amount.zero
  var matchedAt = Instant.none
  var buyOrderID = OrderID.none
  var sellOrderID = OrderID.none
  var documents = DocumentChain()
  var instrument = InstrumentID.none
  var buyer = FirmID.none
  var seller = FirmID.none
  var cashMargin = CashMargin.cash
  var state = TradeState.matched
}

/// The trades, in the order of their TradeID.
struct TradeTable: ~Copyable {
  private var trades: Slab<Trade>
  private(set) var count: UInt32 = 0
  var capacity: Int { trades.capacity }

  init(capacity: Int) { trades = Slab(capacity: capacity, repeating: Trade()) }

  subscript(_ slot: UInt32) -> Trade { trades[slot] }

  /// Whether `more` trades fit.
  func hasRoom(for more: UInt32) -> Bool { Int(count) + Int(more) <= trades.capacity }

  mutating func append(_ trade: Trade) {
    precondition(trade.documents.count > 0, "a trade has a document for each lot")
    trades[count] = trade
    count += 1
  }
}
