public import Market

/// What a trade moves at delivery versus payment, computed once from its price and its terms.
///
/// Every amount is rounded where it arises, half a fen up: the price for each document, a fee for the
/// trade and the side. So what is added up gross and what is netted agree to the fen. Source: market
/// rules 2.2; Art. 28.
public struct SettlementLegs: Equatable, Sendable, BitwiseCopyable {
  /// From buyer to seller; negative where the seller pays, at a price below zero.
  public let price: Amount
  /// From the buyer to the venue.
  public let titleTransferFee: Amount
  /// Of each side to the venue.
  public let tradeFee: Amount
  /// Of both trading fees into the market risk reserve.
  public let reserve: Amount

  /// The legs of a trade whose documents cost `price`; nil where an amount leaves Int64.
  ///
  /// The reserve gets `reserveBasisPoints` of the price, half a fen up, and no more than the fees are.
  public init?(
    price: Amount, titleTransferFee: Amount, terms: MoneyTerms, reserveBasisPoints: UInt32
  ) {
    guard let tradeFee = terms.tradeFee(of: price), titleTransferFee.fen >= 0 else { return nil }
    let fees = 2 * Int128(tradeFee.fen)
    let mostPaid = Int128(price.fen.magnitude) + fees + Int128(titleTransferFee.fen)
    guard mostPaid <= Int128(Int64.max) else { return nil }
    let turnover = Int64(price.fen.magnitude)
    let accrued = quotient(
      Int128(turnover, times: Int64(reserveBasisPoints)) + 5_000, by: 10_000)
    self.price = price
    self.titleTransferFee = titleTransferFee
    self.tradeFee = tradeFee
    reserve = Amount(fen: Int64(min(accrued, fees)))
  }

  /// Nothing moves.
  public static var none: SettlementLegs { SettlementLegs() }

  private init() {
    price = .zero
    titleTransferFee = .zero
    tradeFee = .zero
    reserve = .zero
  }

  /// What the buyer pays beside the price.
  public var buyerFees: Amount { Amount(fen: titleTransferFee.fen + tradeFee.fen) }
  /// What leaves the buyer; negative where it gets more than the fees are.
  public var buyerPays: Amount { Amount(fen: price.fen + titleTransferFee.fen + tradeFee.fen) }
  /// What the seller gets; negative where it pays.
  public var sellerGets: Amount { Amount(fen: price.fen - tradeFee.fen) }
  /// What stays at the venue.
  public var fees: Amount { Amount(fen: titleTransferFee.fen + 2 * tradeFee.fen) }

  /// How many postings there are at most.
  public static var steps: Int { 5 }

  /// The postings between two firms, the price first: the seller pays its fee of what it gets. Nil where a
  /// step, 0 ..< 5, moves nothing.
  public func posting(at step: Int, buyer: FirmID, seller: FirmID) -> Posting? {
    let posting: Posting
    switch step {
    case 0:
      let (payer, payee) = price >= .zero ? (buyer, seller) : (seller, buyer)
      let amount = Amount(fen: Int64(price.fen.magnitude))
      posting = Posting(.price, amount, from: .cash(payer), to: .cash(payee))
    case 1:
      posting = Posting(.titleTransferFee, titleTransferFee, from: .cash(buyer), to: .titleFees)
    case 2: posting = Posting(.tradeFee, tradeFee, from: .cash(buyer), to: .tradeFees)
    case 3: posting = Posting(.tradeFee, tradeFee, from: .cash(seller), to: .tradeFees)
    default: posting = Posting(.reserveAccrual, reserve, from: .tradeFees, to: .riskReserve)
    }
    return posting.amount == .zero ? nil : posting
  }
}

extension Posting {
  /// What the weight at delivery changes of a trade's price, as it was paid and as it is; nil where
  /// nothing changes, or the difference leaves Int64.
  public static func weightDifference(
    from paid: Amount, to price: Amount, buyer: FirmID, seller: FirmID
  ) -> Posting? {
    let (difference, overflow) = price.fen.subtractingReportingOverflow(paid.fen)
    guard !overflow, difference != 0, difference != .min else { return nil }
    let (payer, payee) = difference > 0 ? (buyer, seller) : (seller, buyer)
    let amount = Amount(fen: abs(difference))
    return Posting(.weightDifference, amount, from: .cash(payer), to: .cash(payee))
  }
}

/// Delivery versus payment: the money side, as a whole or not at all.
extension Ledger {
  /// Pays for a trade out of what is due for it, `secured`; what is left of that is free.
  ///
  /// Refused, with nothing done, where a side can't pay: the seller a fee above the price.
  public mutating func settle(
    _ legs: SettlementLegs, buyer: FirmID, seller: FirmID, secured: Amount
  ) throws(PostingRefusal) {
    guard buyer != seller || legs.price == .zero else { throw .notPermitted }
    guard let buyerCash = cashPlace(of: buyer), let sellerCash = cashPlace(of: seller) else {
      throw .unknownAccount
    }
    unfund(secured, of: buyer)
    var step = 0
    do throws(PostingRefusal) {
      // The postings of the legs, whose accounts are looked up once (benchmark venue).
      if legs.price >= .zero {
        try move(legs.price.fen, from: buyerCash, to: sellerCash)
      } else {
        try move(-legs.price.fen, from: sellerCash, to: buyerCash)
      }
      step = 1
      try move(legs.titleTransferFee.fen, from: buyerCash, to: layout.titleFees)
      step = 2
      try move(legs.tradeFee.fen, from: buyerCash, to: layout.tradeFees)
      step = 3
      try move(legs.tradeFee.fen, from: sellerCash, to: layout.tradeFees)
      step = 4
      try move(legs.reserve.fen, from: layout.tradeFees, to: layout.riskReserve)
    } catch {
      for done in 0..<step {
        let posting = legs.posting(at: step - 1 - done, buyer: buyer, seller: seller)
        if let posting { takeBack(posting) }
      }
      let isFunded = fund(secured, of: buyer)
      precondition(isFunded, "what was freed just now is available")
      throw error
    }
  }

  /// Takes back exactly what `settle` has posted, the last of it first.
  ///
  /// Refused, with nothing done, where somebody has not got it any more.
  public mutating func unwind(_ legs: SettlementLegs, buyer: FirmID, seller: FirmID)
    throws(PostingRefusal)
  {
    var step = SettlementLegs.steps
    do throws(PostingRefusal) {
      while step > 0 {
        let posting = legs.posting(at: step - 1, buyer: buyer, seller: seller)
        if let posting { try post(posting.reversed) }
        step -= 1
      }
    } catch {
      for undone in step..<SettlementLegs.steps {
        let posting = legs.posting(at: undone, buyer: buyer, seller: seller)
        if let posting { takeBack(posting.reversed) }
      }
      throw error
    }
  }
}
