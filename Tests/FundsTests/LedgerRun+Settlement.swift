import Funds
import Market
import Testing

/// Trades that end in both ledgers: paid, forfeited, settled, unwound.
extension LedgerRun {
  func legs(price: Int) throws -> SettlementLegs {
    var terms = MoneyTerms()
    terms.tradeFeePerMillion = 1_000
    terms.minimumTradeFee = Amount(fen: 3)
    let legs = SettlementLegs(
      price: Amount(fen: Int64(price)), titleTransferFee: Amount(fen: 11), terms: terms,
      reserveBasisPoints: 7)
    return try #require(legs)
  }

  /// The whole cost becomes due: of the guarantee in CNY, and of cash.
  mutating func apply(_ trade: inout RandomTrade) -> Bool {
    let cost = Int(trade.legs.buyerPays.fen)
    let cash = naive.key(.cash, of: trade.buyer)
    let ofGuarantee = min(trade.parts[.guarantee(0)] ?? 0, cost)
    let mayPay = naive.available(cash) + (trade.parts[.cash] ?? 0) >= cost - ofGuarantee
    let refusal = refusal { (run) throws(GuaranteeRefusal) in
      let postings = try run.ledger.apply(&trade.guarantee, to: Amount(fen: Int64(cost)))
      #expect(postings.count == (ofGuarantee > 0 ? 1 : 0))
    }
    #expect(refusal == (mayPay ? nil : .insufficient))
    guard mayPay else { return false }
    naive.encumber(trade.parts, -1, of: trade.buyer)
    let isMoved = naive.move(
      ofGuarantee, from: naive.key(.guarantee(0), of: trade.buyer), to: cash)
    #expect(isMoved)
    naive.encumber([.cash: cost], 1, of: trade.buyer)
    return true
  }

  mutating func forfeit(_ trade: inout RandomTrade) throws -> Bool {
    try trade.guarantee.declareDefault()
    let refusal = refusal { (run) throws(GuaranteeRefusal) in
      _ = try run.ledger.forfeit(&trade.guarantee, to: run.id(trade.seller))
    }
    #expect(refusal == nil)
    naive.encumber(trade.parts, -1, of: trade.buyer)
    for (source, amount) in naive.cover(
      Int(trade.guarantee.required.fen), from: trade.parts
    ).taken {
      let from = naive.key(source, of: trade.buyer)
      let to = NaiveLedger.Key(kind: "cash", number: trade.seller, currency: from.currency)
      let isMoved = naive.move(amount, from: from, to: to)
      #expect(isMoved)
    }
    return true
  }

  /// What a trade moves, in its order.
  private func moves(of trade: RandomTrade) -> [(Int64, NaiveLedger.Key, NaiveLedger.Key)] {
    func own(_ kind: String) -> NaiveLedger.Key {
      NaiveLedger.Key(kind: kind, number: 0, currency: 0)
    }
    let (buyer, seller) = (naive.key(.cash, of: trade.buyer), naive.key(.cash, of: trade.seller))
    let legs = trade.legs
    return [
      (legs.price.fen, buyer, seller), (legs.titleTransferFee.fen, buyer, own("title fees")),
      (legs.tradeFee.fen, buyer, own("trade fees")),
      (legs.tradeFee.fen, seller, own("trade fees")),
      (legs.reserve.fen, own("trade fees"), own("reserve")),
    ]
  }

  mutating func settle() -> Bool {
    guard let trade = paid.popLast() else { return false }
    var refusal: PostingRefusal?
    do throws(PostingRefusal) {
      try ledger.settle(
        trade.legs, buyer: id(trade.buyer), seller: id(trade.seller),
        secured: trade.legs.buyerPays)
    } catch {
      refusal = error
    }
    let before = naive
    naive.encumber([.cash: Int(trade.legs.buyerPays.fen)], -1, of: trade.buyer)
    let isDone = moves(of: trade).allSatisfy { naive.move(Int($0.0), from: $0.1, to: $0.2) }
    #expect(refusal == (isDone ? nil : .insufficient))
    if isDone {
      settled.append(trade)
    } else {
      naive = before
      paid.insert(trade, at: 0)
    }
    return isDone
  }

  mutating func unwind() -> Bool {
    guard let trade = settled.popLast() else { return false }
    var refusal: PostingRefusal?
    do throws(PostingRefusal) {
      try ledger.unwind(trade.legs, buyer: id(trade.buyer), seller: id(trade.seller))
    } catch {
      refusal = error
    }
    let before = naive
    let isDone = moves(of: trade).reversed().allSatisfy {
      naive.move(Int($0.0), from: $0.2, to: $0.1)
    }
    #expect(refusal == (isDone ? nil : .insufficient))
    if !isDone { naive = before }
    return isDone
  }
}
