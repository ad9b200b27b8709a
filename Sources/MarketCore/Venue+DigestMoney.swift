import Funds
import Market
import Memory

/// The part of the digest that is about money.
extension Venue {
  func mixMoney(into digest: inout Digest) {
    for place in 0..<money.currencies.count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      digest.mix(money.currencies[currency].code)
      digest.mix(money.currencies[currency].haircutBasisPoints)
      digest.mix(money.currencies[currency].fixing?.tenMillionths ?? 0)
      money.forEachAccount(in: currency) { account, sums in
        digest.mix(account.kind.rawValue)
        digest.mix(account.number)
        digest.mix(sums.balance.fen)
        digest.mix(sums.held.fen)
        digest.mix(sums.due.fen)
      }
    }
  }

  func mix(_ hold: GuaranteeHold, into digest: inout Digest) {
    digest.mix(hold.cash.fen)
    for place in 0..<money.currencies.count {
      digest.mix(hold[CurrencyIndex(rawValue: UInt8(place))].fen)
    }
  }

  func mixGuarantee(of slot: UInt32, into digest: inout Digest) {
    let guarantee = guarantees.ofTrades[slot]
    digest.mix(guarantee.required.fen)
    digest.mix(guarantee.state.rawValue)
    digest.mix(guarantee.topUpBy.nanoseconds)
    digest.mix(trades[slot].isCalled)
    mix(guarantee.held, into: &digest)
  }
}
