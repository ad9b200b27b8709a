import Funds
import Market
import Memory
import Titles

/// Orders and trades by performance guarantee: what they hold, and what becomes of that (market rules 2.7).
extension Venue {
  /// Holds the guarantee's share of each lot's worst cost: of the guarantee in CNY, of CNY cash, of foreign
  /// guarantees in the order of their definition.
  mutating func holdGuarantee(_ perLot: Amount, for order: inout Order) throws(OrderRefusal) {
    guard let hold = money.holdGuarantee(demand(perLot, of: order)) else {
      throw insufficient(perLot, for: order)
    }
    guarantees.entering = hold
    order.holdPerLot = hold.cash
  }

  /// Holds what the changed order needs in place of what it holds, or leaves that as it is.
  mutating func exchangeGuarantee(of slot: UInt32, for changed: inout Order) throws(OrderRefusal) {
    let perLot = try holdPerLot(
      at: changed.tick, of: changed.instrument, by: changed.cashMargin)
    let hold = money.exchangeGuarantee(
      guarantees.ofOrders[slot], lots: orders[slot].leavesLots, for: demand(perLot, of: changed))
    guard let hold else { throw insufficient(perLot, for: changed) }
    guarantees.ofOrders[slot] = hold
    changed.holdPerLot = hold.cash
  }

  private func insufficient(_ perLot: Amount, for order: Order) -> OrderRefusal {
    OrderRefusal(.insufficientFunds, detail: perLot.fen * Int64(order.leavesLots))
  }

  private func demand(_ perLot: Amount, of order: Order) -> GuaranteeDemand {
    var demand = GuaranteeDemand(of: order.firm, perLot: perLot, lots: order.leavesLots)
    demand.haircutAddition = haircutAddition(at: reference[order.instrument].warehouse)
    return demand
  }

  /// Turns what these lots of a buy hold into the guarantee of their trade.
  mutating func settleGuarantee(
    of buy: UInt32, lots: UInt32, required: Amount, in trade: UInt32
  ) {
    guarantees.ofTrades[trade] = money.settleGuarantee(
      guarantees.ofOrders[buy], lots: lots, required: required, of: trades[trade].buyer.firm,
      haircutAddition: haircutAddition(of: trades[trade].documents))
  }

  /// What the haircut of foreign money has on top: the goods lie at a warehouse below grade A (market rules 2.10).
  private func haircutAddition(at warehouse: UInt32) -> UInt32 {
    warehouse != 0 && reference.warehouses[warehouse].grade > UInt8(ascii: "A")
      ? CurrencyTable.haircutBelowGradeA : 0
  }

  private func haircutAddition(of documents: DocumentChain) -> UInt32 {
    var addition: UInt32 = 0
    var document = documents.first
    for _ in 0..<documents.count {
      addition = max(addition, haircutAddition(at: titles[document].warehouse))
      document = titles.document(behind: document)
    }
    return addition
  }

  /// Whether a guarantee is what secures a trade now.
  func isGuaranteed(_ slot: UInt32) -> Bool {
    trades[slot].cashMargin == .performanceGuarantee
      && guarantees.ofTrades[slot].permits(.release)
  }

  /// Frees what secures a trade: it ends without the buyer's fault.
  mutating func freeSecurity(of slot: UInt32) {
    guard isGuaranteed(slot) else {
      return money.unfund(trades[slot].secured, of: trades[slot].buyer.firm)
    }
    do throws(GuaranteeRefusal) {
      try money.release(&guarantees.ofTrades[slot])
    } catch {
      preconditionFailure("the guarantee may be released")
    }
  }

  /// Gives the guarantee of a trade to the seller, in the currencies in which it is held; the rest is the
  /// buyer's. Nil, and nothing done, where an account of the seller's can't take it.
  mutating func forfeitGuarantee(of slot: UInt32) -> Postings? {
    var guarantee = guarantees.ofTrades[slot]
    let worth = money.currencies.value(
      of: guarantee.held, addition: guarantee.haircutAddition)
    do throws(GuaranteeRefusal) {
      try guarantee.declareDefault()
      let postings = try money.forfeit(&guarantee, to: trades[slot].seller.firm)
      trades[slot].difference = min(worth, guarantee.required)
      guarantees.ofTrades[slot] = guarantee
      return postings
    } catch {
      return nil
    }
  }
}
