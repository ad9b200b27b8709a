import Funds
import Market
import Memory
import Records
import Titles

/// Delivery versus payment, and what comes behind it: the one place where title and money change hands.
extension Venue {
  /// The registry has moved the title, on clearing's word: documents go to the buyer, money to the seller.
  /// The registry names the documents with the versions that it has, or none. Refused, with nothing done,
  /// where a document can't go or is not of that version, or a seller can't pay a fee above the price.
  mutating func deliver(
    _ slot: UInt32, named parts: Span<TitlePart>, into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    try pay(slot)
    var request = TitleRequest()
    request.action = .transfer
    request.actor = .registry
    request.consents = [.warehouseSigns, .fundsSettled]
    let outcome = titles.transfer(
      &trades[slot].documents, request, parts: parts, at: now, into: &titleChanges)
    if case .refused(let refusal, let part) = outcome {
      takeBack(slot)
      throw NoticeFailure(refusal, part: part)
    }
    for place in 0..<titleChanges.count { delivered.expect(titleChanges[place].slot) }
    recordTitles(of: trades[slot].tradeID, into: &events)
    tellPostings(of: slot, into: &events)
    trades[slot].secured = .zero
    trades[slot].awaitedWeights = trades[slot].lots
    trades[slot].earliestResale = earliestResale(of: slot)
    change(slot, to: .dvpDone, .titleTransferred, tellsParties: true, into: &events)
    notifyWarehouses(of: slot, into: &events)
    noteDelivery(in: slot, into: &events)
    if terms(of: slot).weightNanos == 0 { finishWeights(of: slot, .none, into: &events) }
  }

  /// The money side, as a whole or not at all.
  private mutating func pay(_ slot: UInt32) throws(NoticeFailure) {
    do throws(PostingRefusal) {
      try money.settle(
        trades[slot].legs, buyer: trades[slot].buyer.firm, seller: trades[slot].seller.firm,
        secured: trades[slot].secured)
    } catch {
      throw NoticeFailure(.wrongState)
    }
  }

  /// Takes back what was paid for a trade just now: the title does not go.
  private mutating func takeBack(_ slot: UInt32) {
    let buyer = trades[slot].buyer.firm
    do throws(PostingRefusal) {
      try money.unwind(trades[slot].legs, buyer: buyer, seller: trades[slot].seller.firm)
    } catch {
      preconditionFailure("what was posted just now is there")
    }
    let isFunded = money.fund(trades[slot].secured, of: buyer)
    precondition(isFunded, "what was due before is available again")
  }

  /// When the buyer may sell what it has bought: at once, or when the minimum interval is over (Art. 11);
  /// none where that counts trading days, whose times are the calendar's.
  private func earliestResale(of slot: UInt32) -> Instant {
    let interval = reference[trades[slot].instrument].minInterval
    guard interval.days == 0 else { return .none }
    return max(now, trades[slot].matchedAt.adding(nanoseconds: interval.nanos))
  }

  /// The weights are final: the trade is invoiced and closed.
  mutating func finishWeights(
    of slot: UInt32, _ reason: TradeReason, into events: inout RecordBuffer
  ) {
    change(slot, to: .weightFinal, reason, into: &events)
    change(slot, to: .invoiced, .none, tellsParties: true, into: &events)
    change(slot, to: .closed, .none, into: &events)
  }

  /// The outturn weight of a delivered document: the difference is paid at the contract's price, within the
  /// tolerance; beyond it the operator decides.
  mutating func weigh(
    _ document: UInt32, _ netWeight: Quantity, _ slot: UInt32, into events: inout RecordBuffer
  ) {
    let trade = trades[slot]
    delivered.weighed(document)
    trades[slot].awaitedWeights -= 1
    guard reference[trade.instrument].terms.permits(netWeight) else {
      return dispute(slot, .weightOutsideTolerance, into: &events)
    }
    let price = Price(
      tenThousandths: trade.lastPx.tenThousandths + titles[document].premium.tenThousandths)
    guard let paid = Amount(price, times: titles[document].netWeight),
      let owed = Amount(price, times: netWeight)
    else { preconditionFailure("a hold covers the heaviest document") }
    let posting = Posting.weightDifference(
      from: paid, to: owed, buyer: trade.buyer.firm, seller: trade.seller.firm)
    if let posting {
      do throws(PostingRefusal) {
        try money.post(posting)
      } catch {
        return dispute(slot, .weightUnpaid, into: &events)
      }
      trades[slot].difference.fen += owed.fen - paid.fen
      tell(posting, of: trade.tradeID, into: &events)
    }
    if trades[slot].awaitedWeights == 0 { finishWeights(of: slot, .weighed, into: &events) }
  }

  /// The documents of a trade have been delivered in it. One that was not weighed in the trade before is
  /// taken there at the weight that it says: who delivers it on has accepted it.
  private mutating func noteDelivery(in slot: UInt32, into events: inout RecordBuffer) {
    for place in 0..<titleChanges.count {
      let document = titleChanges[place].slot
      let before = delivered.deliver(document, in: trades[slot].tradeID)
      guard before != .none, let earlier = trades.slot(of: before),
        trades[earlier].state == .dvpDone
      else { continue }
      trades[earlier].awaitedWeights -= 1
      if trades[earlier].awaitedWeights == 0 {
        finishWeights(of: earlier, .weighed, into: &events)
      }
    }
  }
}
