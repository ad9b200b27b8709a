import Funds
import Market
import Memory

/// What orders and trades by performance guarantee hold, CashMargin(544)=2 (rule book Art. 9): beside their
/// tables, so that what is paid in full never comes here.
struct Guarantees: ~Copyable {
  /// What each lot of an order holds, by the order's slot.
  var ofOrders: Slab<GuaranteeHold>
  /// By the trade's slot.
  var ofTrades: Slab<Guarantee>
  /// What each lot of the order holds that is being entered or changed.
  var entering = GuaranteeHold()
  /// The next trade that is looked at again after a fixing; nil where all have been.
  var nextToRecheck: UInt32?
  /// FixingRef(7785) of the last fixing, by the place of its currency.
  var fixingReferences = InlineArray<8, Text32>(repeating: Text32())

  init(orders: Int, trades: Int) {
    ofOrders = Slab(capacity: orders, repeating: GuaranteeHold())
    ofTrades = Slab(capacity: trades, repeating: Guarantee(of: .none, required: .zero))
  }
}

extension Guarantees: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&ofOrders)
    transfer.move(&ofTrades)
    transfer.move(&entering)
    transfer.move(&nextToRecheck)
    transfer.move(&fixingReferences)
  }
}
