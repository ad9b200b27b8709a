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
      digest.mix(guarantees.fixingReferences[place])
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

  func mixNetting(into digest: inout Digest) {
    digest.mix(netting.number)
    digest.mix(netting.lastDay)
    digest.mix(netting.stage.rawValue)
    guard netting.stage != .idle else { return }
    digest.mix(netting.cursor)
    digest.mix(UInt32(netting.round))
    digest.mix(UInt32(netting.rounds))
    digest.mix(netting.payNanos)
    digest.mix(netting.cureNanos)
    digest.mix(netting.begunAt.nanoseconds)
    digest.mix(netting.deadline.nanoseconds)
    digest.mix(netting.lastTrade.rawValue)
    digest.mix(netting.isSettled)
    digest.mix(netting.next?.day ?? 0)
    digest.mix(netting.next?.paySeconds ?? 0)
    digest.mix(netting.next?.cureSeconds ?? 0)
    digest.mix(UInt32(netting.next?.rounds ?? 0))
    for place in 0..<netting.run.memberCount { mixMember(place, into: &digest) }
    for slot in 0..<trades.count { digest.mix(netting.holds(slot)) }
  }

  private func mixMember(_ place: UInt32, into digest: inout Digest) {
    let position = netting.run.member(at: place)
    let member = netting.members[place]
    digest.mix(position.member.rawValue)
    digest.mix(position.net.fen)
    digest.mix(member.instruction.rawValue)
    digest.mix(member.previous.rawValue)
    digest.mix(member.toPay.fen)
    digest.mix(member.before.fen)
    digest.mix(member.answer?.rawValue ?? 0)
    digest.mix(netting.firms[position.member.rawValue].hasFailed)
  }
}
