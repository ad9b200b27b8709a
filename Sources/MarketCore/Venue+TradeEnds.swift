import Funds
import Market
import Memory
import Records
import Titles

/// The side exits of a trade: undone, defaulted, disputed.
extension Venue {
  /// The trade ends before delivery without the buyer's fault: documents and money are free again.
  mutating func undo(
    _ slot: UInt32, _ state: TradeState, _ reason: TradeReason, into events: inout RecordBuffer
  ) {
    freeSecurity(of: slot)
    end(slot, state, reason, into: &events)
  }

  /// The buyer has not paid: what a guarantee of the trade is goes to the seller, the rest of its money and
  /// the documents are free. Where an account of the seller's can't take it, the trade stands in dispute.
  mutating func forfeit(_ slot: UInt32, _ reason: TradeReason, into events: inout RecordBuffer) {
    let postings = isGuaranteed(slot) ? forfeitGuarantee(of: slot) : forfeitCash(of: slot)
    guard let postings else {
      if trades[slot].state != .dispute { dispute(slot, .accountFull, into: &events) }
      return
    }
    tell(postings, of: trades[slot].tradeID, into: &events)
    end(slot, .buyerDefault, reason, into: &events)
  }

  /// Gives the seller as much of a full payment as a guarantee would be. Nil, and nothing done, where its
  /// account can't take it.
  private mutating func forfeitCash(of slot: UInt32) -> Postings? {
    let trade = trades[slot]
    let guarantee = reference[trade.instrument].terms.secured(
      trade.legs.buyerPays, by: .performanceGuarantee)
    let forfeited = min(guarantee ?? .zero, trade.secured)
    var postings = Postings()
    postings.append(
      Posting(
        .forfeiture, forfeited, from: .cash(trade.buyer.firm), to: .cash(trade.seller.firm)))
    money.unfund(trade.secured, of: trade.buyer.firm)
    do throws(PostingRefusal) {
      try money.post(postings)
    } catch {
      let isFunded = money.fund(trade.secured, of: trade.buyer.firm)
      precondition(isFunded, "what was freed just now is available")
      return nil
    }
    trades[slot].difference = forfeited
    return postings
  }

  private mutating func end(
    _ slot: UInt32, _ state: TradeState, _ reason: TradeReason, into events: inout RecordBuffer
  ) {
    trades[slot].secured = .zero
    takeBackFunds(of: slot, into: &events)
    titles.unwind(&trades[slot].documents)
    change(slot, to: state, reason, tellsParties: true, into: &events)
    reportCancel(of: slot, into: &events)
  }

  /// Both legs stand still until the operator decides.
  mutating func dispute(_ slot: UInt32, _ reason: TradeReason, into events: inout RecordBuffer) {
    trades[slot].disputed = trades[slot].state
    change(slot, to: .dispute, reason, tellsParties: true, into: &events)
  }

  /// The operator decides about a trade.
  mutating func controlTrade(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(ControlTrade.self, of: command, into: &events) else { return }
    guard let action = TradeControl(rawValue: body.actionCode) else {
      return refuse(
        .invalidValue, detail: Int64(body.actionCode), request: body.request, into: &events)
    }
    guard let slot = trades.slot(of: body.tradeID) else {
      return refuse(.unknownTrade, request: body.request, into: &events)
    }
    request = body.request
    if !control(slot, action, into: &events) {
      refuse(
        .wrongTradeState, detail: Int64(trades[slot].state.rawValue), request: body.request,
        into: &events)
    }
    request = 0
  }

  /// False, and nothing done, where the trade's state does not let it.
  private mutating func control(
    _ slot: UInt32, _ action: TradeControl, into events: inout RecordBuffer
  ) -> Bool {
    let trade = trades[slot]
    let isDisputed = trade.state == .dispute
    if netting.holds(slot) && action.endsTrade { return false }
    switch action {
    case .bust where trade.isDeliverable: undo(slot, .bust, .operatorDecision, into: &events)
    case .declareSellerDefault where isDisputed && trade.isDeliverable:
      undo(slot, .sellerDefault, .operatorDecision, into: &events)
    case .declareBuyerDefault where isDisputed && trade.isDeliverable:
      forfeit(slot, .operatorDecision, into: &events)
      return trades[slot].state != .dispute
    case .dispute where trade.state.isBeforeDelivery || trade.state == .dvpDone:
      dispute(slot, .operatorDecision, into: &events)
    case .resume where isDisputed:
      change(slot, to: trade.disputed, .operatorDecision, tellsParties: true, into: &events)
    case .settle where isDisputed && trade.disputed == .dvpDone:
      finishWeights(of: slot, .operatorDecision, into: &events)
    case .bust, .dispute, .resume, .settle, .declareBuyerDefault, .declareSellerDefault:
      return false
    }
    return true
  }

  func hasFrozenDocument(_ slot: UInt32) -> Bool {
    var document = trades[slot].documents.first
    for _ in 0..<trades[slot].documents.count {
      if titles[document].status == .frozen { return true }
      document = titles.document(behind: document)
    }
    return false
  }
}

extension TradeControl {
  /// Whether a trade is at its end by it: not while the nets of a run rest on it.
  fileprivate var endsTrade: Bool {
    switch self {
    case .bust, .declareBuyerDefault, .declareSellerDefault: true
    case .dispute, .resume, .settle: false
    }
  }
}
