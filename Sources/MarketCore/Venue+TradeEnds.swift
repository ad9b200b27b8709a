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
    var terms = reference[trade.instrument].terms
    terms.guaranteeBasisPoints = UInt32(trade.guaranteeBasisPoints)
    let guarantee = terms.secured(trade.legs.buyerPays, by: .performanceGuarantee)
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

  /// What the operator's decision about a trade would do; or why it is refused.
  func judge(_ body: ControlTrade) throws(DefinitionRefusal) -> ActionPreview {
    guard let action = TradeControl(rawValue: body.actionCode) else {
      throw DefinitionRefusal(.invalidValue, Int64(body.actionCode))
    }
    guard let slot = trades.slot(of: body.tradeID) else {
      throw DefinitionRefusal(.unknownTrade, 0)
    }
    guard allows(action, on: slot) else { throw wrongState(of: slot) }
    var preview = ActionPreview()
    preview.documents = trades[slot].documents.count
    preview.amount = trades[slot].legs.price
    return preview
  }

  private func wrongState(of slot: UInt32) -> DefinitionRefusal {
    DefinitionRefusal(.wrongTradeState, Int64(trades[slot].state.rawValue))
  }

  /// The operator decides about a trade.
  mutating func perform(_ body: ControlTrade, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    guard let action = TradeControl(rawValue: body.actionCode),
      let slot = trades.slot(of: body.tradeID)
    else { preconditionFailure("what is judged is known") }
    request = body.request
    defer { request = 0 }
    switch action {
    case .bust: undo(slot, .bust, .operatorDecision, into: &events)
    case .declareSellerDefault: undo(slot, .sellerDefault, .operatorDecision, into: &events)
    case .declareBuyerDefault:
      forfeit(slot, .operatorDecision, into: &events)
      if trades[slot].state == .dispute { throw wrongState(of: slot) }
    case .dispute: dispute(slot, .operatorDecision, into: &events)
    case .resume:
      let before = trades[slot].disputed
      change(slot, to: before, .operatorDecision, tellsParties: true, into: &events)
    case .settle: finishWeights(of: slot, .operatorDecision, into: &events)
    }
  }

  /// Whether the trade's state lets it.
  private func allows(_ action: TradeControl, on slot: UInt32) -> Bool {
    let trade = trades[slot]
    let isDisputed = trade.state == .dispute
    if netting.holds(slot) && action.endsTrade { return false }
    switch action {
    case .bust: return trade.isDeliverable
    case .declareSellerDefault, .declareBuyerDefault: return isDisputed && trade.isDeliverable
    case .dispute: return trade.state.isBeforeDelivery || trade.state == .dvpDone
    case .resume: return isDisputed
    case .settle: return isDisputed && trade.disputed == .dvpDone
    }
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
