import Funds
import Market
import Testing

/// Orders and trades by guarantee in both ledgers.
extension LedgerRun {
  mutating func hold() -> Bool {
    let (firm, perLot, lots) = (firm(), random.below(9_000), 1 + random.below(4))
    let hold = ledger.holdGuarantee(demand(firm, perLot, lots))
    let (parts, missing) = naive.cover(perLot, from: naive.free(of: firm, sharedBy: lots))
    #expect((hold == nil) == (missing > 0))
    guard let hold, missing == 0 else { return false }
    naive.encumber(parts, lots, of: firm)
    expect(hold, is: parts)
    orders.append(RandomOrder(firm: firm, perLot: perLot, lots: lots, hold: hold, parts: parts))
    return true
  }

  mutating func withOrder(_ name: String) throws -> Bool {
    guard !orders.isEmpty else { return false }
    let place = random.below(orders.count)
    var order = orders[place]
    let lots = 1 + random.below(order.lots)
    let isDone: Bool
    switch name {
    case "exchange": isDone = exchange(&order)
    case "fill": isDone = try fill(&order, lots)
    default: isDone = release(&order, lots)
    }
    orders[place] = order
    if order.lots == 0 { orders.remove(at: place) }
    return isDone
  }

  private mutating func release(_ order: inout RandomOrder, _ lots: Int) -> Bool {
    ledger.releaseGuarantee(order.hold, lots: UInt32(lots), of: id(order.firm))
    naive.encumber(order.parts, -lots, of: order.firm)
    order.lots -= lots
    return true
  }

  private mutating func exchange(_ order: inout RandomOrder) -> Bool {
    let (perLot, lots) = (random.below(9_000), 1 + random.below(4))
    let hold = ledger.exchangeGuarantee(
      order.hold, lots: UInt32(order.lots), for: demand(order.firm, perLot, lots))
    naive.encumber(order.parts, -order.lots, of: order.firm)
    let (parts, missing) = naive.cover(perLot, from: naive.free(of: order.firm, sharedBy: lots))
    #expect((hold == nil) == (missing > 0))
    guard let hold, missing == 0 else {
      naive.encumber(order.parts, order.lots, of: order.firm)
      return false
    }
    naive.encumber(parts, lots, of: order.firm)
    expect(hold, is: parts)
    order = RandomOrder(firm: order.firm, perLot: perLot, lots: lots, hold: hold, parts: parts)
    return true
  }

  /// The trade needs no more than its lots were covered for.
  private mutating func fill(_ order: inout RandomOrder, _ lots: Int) throws -> Bool {
    let most = order.perLot * lots
    let required = random.below(2) == 0 ? most : random.below(most + 1)
    let guarantee = ledger.settleGuarantee(
      order.hold, lots: UInt32(lots), required: Amount(fen: Int64(required)), of: id(order.firm))
    let share = order.parts.mapValues { $0 * lots }
    naive.encumber(share, -1, of: order.firm)
    let (taken, _) = naive.cover(required, from: share)
    naive.encumber(taken, 1, of: order.firm)
    expect(guarantee.held, is: taken)
    #expect(guarantee.state == .held)
    let seller = 1 + (order.firm + random.below(Self.firms - 1)) % Self.firms
    trades.append(
      RandomTrade(
        buyer: order.firm, seller: seller, legs: try legs(price: required * 2),
        guarantee: guarantee, parts: taken))
    order.lots -= lots
    return true
  }

  mutating func withTrade(_ name: String) throws -> Bool {
    guard !trades.isEmpty else { return false }
    // A trade that is short is rare.
    let short = trades.firstIndex { naive.value($0.parts) < Int($0.guarantee.required.fen) }
    let place = name == "cover" ? short ?? 0 : random.below(trades.count)
    var trade = trades[place]
    let isDone: Bool
    switch name {
    case "recheck": isDone = recheck(&trade)
    case "cover": isDone = cover(&trade)
    case "release excess": isDone = releaseExcess(&trade)
    case "apply": isDone = apply(&trade)
    case "free": isDone = free(&trade)
    default: isDone = try forfeit(&trade)
    }
    trades[place] = trade
    switch trade.guarantee.state {
    case .required, .held, .topUpDue, .defaulted: break
    case .applied, .released, .forfeited:
      trades.remove(at: place)
      #expect(trade.guarantee.held == GuaranteeHold())
      if trade.guarantee.state == .applied { paid.append(trade) }
    }
    return isDone
  }

  private mutating func recheck(_ trade: inout RandomTrade) -> Bool {
    let judgement = ledger.recheck(&trade.guarantee, topUpBy: Instant(nanoseconds: 1))
    let (taken, missing) = naive.cover(Int(trade.guarantee.required.fen), from: trade.parts)
    let excess = trade.parts.merging(taken, uniquingKeysWith: -).filter { $0.value > 0 }
    let expected: GuaranteeJudgement =
      if missing > 0 {
        .short(Amount(fen: Int64(missing)))
      } else if excess.isEmpty {
        .covered
      } else {
        .excess(Amount(fen: Int64(naive.value(excess))))
      }
    #expect(judgement == expected)
    #expect(trade.guarantee.state == (missing > 0 ? .topUpDue : .held))
    return true
  }

  private mutating func cover(_ trade: inout RandomTrade) -> Bool {
    _ = recheck(&trade)
    guard trade.guarantee.state == .topUpDue else { return false }
    payInMost(of: trade)
    let refusal = refusal { (run) throws(GuaranteeRefusal) in
      try run.ledger.cover(&trade.guarantee)
    }
    let missing = naive.cover(Int(trade.guarantee.required.fen), from: trade.parts).missing
    let (more, left) = naive.cover(missing, from: naive.free(of: trade.buyer))
    #expect(refusal == (left > 0 ? .insufficient : nil))
    guard left == 0 else { return false }
    naive.encumber(more, 1, of: trade.buyer)
    trade.parts = NaiveLedger.sum(trade.parts, more)
    expect(trade.guarantee.held, is: trade.parts)
    return true
  }

  /// Pays in what a trade is short, or a fen less.
  private mutating func payInMost(of trade: RandomTrade) {
    let missing = naive.cover(Int(trade.guarantee.required.fen), from: trade.parts).missing
    let amount = missing - random.below(2)
    guard amount > 0 else { return }
    let isMoved = move(
      amount, .paidIn, NaiveLedger.Key(kind: "bank", number: 0, currency: 0),
      naive.key(.guarantee(0), of: trade.buyer))
    #expect(isMoved)
  }

  private mutating func releaseExcess(_ trade: inout RandomTrade) -> Bool {
    guard trade.guarantee.state == .held else { return false }
    let refusal = refusal { (run) throws(GuaranteeRefusal) in
      try run.ledger.releaseExcess(of: &trade.guarantee)
    }
    #expect(refusal == nil)
    naive.encumber(trade.parts, -1, of: trade.buyer)
    trade.parts = naive.cover(Int(trade.guarantee.required.fen), from: trade.parts).taken
    naive.encumber(trade.parts, 1, of: trade.buyer)
    return true
  }

  private mutating func free(_ trade: inout RandomTrade) -> Bool {
    let refusal = refusal { (run) throws(GuaranteeRefusal) in
      try run.ledger.release(&trade.guarantee)
    }
    #expect(refusal == nil)
    naive.encumber(trade.parts, -1, of: trade.buyer)
    return true
  }

  func demand(_ firm: Int, _ perLot: Int, _ lots: Int) -> GuaranteeDemand {
    GuaranteeDemand(of: id(firm), perLot: Amount(fen: Int64(perLot)), lots: UInt32(lots))
  }

  func id(_ firm: Int) -> FirmID { FirmID(rawValue: UInt32(firm)) }

  func expect(_ hold: GuaranteeHold, is parts: NaiveLedger.Parts) {
    for source in NaiveLedger.sources {
      let amount =
        switch source {
        case .guarantee(let currency): hold[CurrencyIndex(rawValue: UInt8(currency))]
        case .cash: hold.cash
        }
      #expect(Int(amount.fen) == parts[source] ?? 0)
    }
  }

  mutating func refusal(_ change: (inout LedgerRun) throws(GuaranteeRefusal) -> Void)
    -> GuaranteeRefusal?
  {
    do throws(GuaranteeRefusal) {
      try change(&self)
      return nil
    } catch {
      return error
    }
  }
}
