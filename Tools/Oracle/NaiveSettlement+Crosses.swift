import Market

/// Deals that the broker brings (rule book Art. 49(6)): both sides are judged at once, and trade or are refused
/// together.
extension NaiveSettlement {
  mutating func take(_ cross: DealCross, _ all: [ToldDeal]) {
    // What ends behind it does so by itself.
    let told = all.filter { if case .ended = $0 { false } else { true } }
    if let refusals = refusals(of: cross) {
      let refused = refusals.map { ToldDeal.rejected($0) }
      if told != refused { object("\(told), not \(refused)") }
      return
    }
    guard case .matched(let match) = told.first, told.count == 1 else {
      return object("\(told), not a trade")
    }
    var atOnce = cross.sell
    atOnce.settles = nil
    if cross.sell.named.isEmpty, oldestFree(atOnce) != oldestFree(cross.sell) {
      features.insert(.documentPassedOver)
    }
    if let day = day(of: cross.buy), day <= now { features.insert(.dayHasBegun) }
    accept(match.sell, match.documents, cross.sell)
    accept(match.buy, [], cross.buy)
    make(match)
  }

  /// When the day of a deal's delivery begins; nil of orders, and where it is delivered at once.
  func day(of terms: DealOrder) -> Int64? { terms.settles.map { begin + $0 } }

  /// What the buyer and the seller are told; nil where they trade.
  private func refusals(of cross: DealCross) -> [OrderReject]? {
    if let reason = commonRefusal(of: cross) { return [reason, reason] }
    if let reason = means(of: cross.sell) { return [.otherSideRefused, reason] }
    return means(of: cross.buy).map { [$0, .otherSideRefused] }
  }

  /// Why neither side can deal so.
  private func commonRefusal(of cross: DealCross) -> OrderReject? {
    let terms = market.instruments[cross.buy.instrument]
    guard let days = terms.deliveryDays else { return .modeNotOffered }
    let dayNanos: Int64 = 86_400_000_000_000
    if let day = day(of: cross.buy), day + dayNanos <= now || day > now + days * dayNanos {
      return .settlDateNotOffered
    }
    if cross.buy.byGuarantee && terms.guaranteeBasisPoints == 0 { return .qualifierNotOffered }
    return cross.buy.firm == cross.sell.firm ? .wouldTradeWithItself : nil
  }
}

/// What becomes of trades of premiums, and of those that are delivered on another day.
public enum SettlementFeature: CaseIterable, Sendable {
  case premium, premiumByGuarantee, benchmarkMovedBeforeMatch
  case deferred, dayHasBegun, documentPassedOver, signedBeforeItsDay, signedOnItsDay
  case undoneBeforeItsDay, disputedOverItsDay, dayHasCome, dayBeforeNetRun, restDueOnItsDay
}
