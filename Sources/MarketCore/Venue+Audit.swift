public import Funds
public import Market
import Matching
import Memory
public import Titles

/// What a full recount of a venue has found wrong.
public enum AuditFinding: Equatable, Sendable {
  /// The sum of what live buys hold is not what the firm's account says.
  case heldMoney(FirmID)
  /// The sum of what trades are secured by is not what the firm's account says.
  case dueMoney(FirmID)
  /// The sum of what live buys and trades hold of a firm's guarantees is not what its account says.
  case heldGuarantee(FirmID, CurrencyIndex)
  /// A buyer is called to top up a guarantee that is not short, or not called in order.
  case call(TradeID)
  /// Not as many calls of a firm are listed as there are.
  case calls(FirmID)
  /// The trades of the net run are not as many as it counts, or its nets do not add up to nothing.
  case netRun
  /// The accounts of the ledger do not add up.
  case ledger(LedgerFinding)
  /// An order's documents are not one reserved document of its firm for each lot left.
  case reservation(OrderID)
  /// A trade's documents are not settling for its buyer, or it is closed and has some.
  case settlement(TradeID)
  /// A trade's deadline is not among those that run, or a state has one that has no end.
  case deadline(TradeID)
  /// Documents are encumbered for which there is no order or trade.
  case encumbered(Int)
  /// The title documents do not add up among themselves.
  case titles(TitleFinding)
  /// Book and order disagree on what rests.
  case resting(OrderID)
  /// As many orders rest in the books, or wait, as the instruments do not count.
  case restingCount(InstrumentID)
  /// As many orders of a session rest in the books, or wait, as it does not count.
  case sessionCount(SessionID)
  /// An order stands outside the price band, and nothing is about to cancel it.
  case outsideBand(OrderID)
  /// A firm's live orders are not what is counted and listed of them.
  case liveOrders(FirmID)
  /// The lots, bids and deposits of auctions do not add up with the orders behind them.
  case auction(UInt32)
  /// Best bid and best ask cross in continuous trading, where no firm has ever passed by another.
  case crossed(InstrumentID)
}

extension Venue {
  /// A firm's money account.
  public func account(of firm: FirmID) -> MoneyAccount { money[firm] }

  /// An account of the ledger in a currency, as three ASCII bytes; nil where there is none.
  public func account(_ account: LedgerAccount, in currency: UInt32) -> MoneyAccount? {
    money.currencies.index(of: currency).flatMap { money[account, in: $0] }
  }

  /// A title document; nil where it was not admitted.
  public func document(_ id: TitleDocID) -> TitleDocument? {
    titles.slot(of: id).map { titles[$0] }
  }

  /// An instrument's phase; nil where it is not defined.
  public func phase(of instrument: InstrumentID) -> TradingPhase? {
    reference.knows(instrument) ? reference[instrument].phase : nil
  }

  /// Recounts lots, money and title documents; nil where everything adds up.
  /// - Complexity: O(orders + documents + firms x trades + (firms + sessions + account books) x live orders).
  public func audit() -> AuditFinding? {
    var encumbered = 0
    if let finding = auditOrders(&encumbered) ?? auditTrades(&encumbered) { return finding }
    var counted = 0
    for slot in 0..<titles.count where titles[slot].encumbrance != .free { counted += 1 }
    if counted != encumbered { return .encumbered(counted - encumbered) }
    if let finding = titles.audit() { return .titles(finding) }
    let live = orders.live
    let auctioned = live.filter { orders[$0].isOfAuction }
    let others = live.filter { !orders[$0].isOfAuction }
    return auditMoney(live) ?? auditBooks(others) ?? auditSessions(others)
      ?? auditAuctions(auctioned)
      ?? accountBooks.audit(others, of: orders).map { .liveOrders($0) }
  }

  private func auditOrders(_ encumbered: inout Int) -> AuditFinding? {
    for slot in orders.slots where orders.isInUse(slot) {
      encumbered += Int(orders[slot].documents.count)
      if let finding = audit(slot) { return finding }
    }
    return nil
  }

  private func audit(_ slot: UInt32) -> AuditFinding? {
    let order = orders[slot]
    switch order.side {
    case .buy:
      guard order.documents.count == 0 else { return .reservation(order.orderID) }
    case .sell:
      guard order.documents.count == order.leavesLots else { return .reservation(order.orderID) }
    }
    guard titles.holds(order.documents, as: .reserved, for: slot),
      areHeld(order.documents, by: order.firm, in: order.instrument)
    else { return .reservation(order.orderID) }
    guard order.bookSlot != Order.none else {
      let isLive = order.list == .atClose || isAuctioned(slot)
      return order.status.isFinal != isLive ? nil : .resting(order.orderID)
    }
    let lots = books.lots(OrderSlot(rawValue: order.bookSlot))
    if lots != order.leavesLots { return .resting(order.orderID) }
    let instrument = reference[order.instrument]
    return instrument.progress.isSweeping || instrument.band.contains(place(of: order).limitTick)
      ? nil : .outsideBand(order.orderID)
  }

  private func auditTrades(_ encumbered: inout Int) -> AuditFinding? {
    for index in 0..<trades.count {
      let trade = trades[index]
      encumbered += Int(trade.documents.count)
      guard trade.documents.count == (trade.isDeliverable ? trade.lots : 0),
        titles.holds(trade.documents, as: .settling, for: index),
        areHeld(trade.documents, by: trade.seller.firm, in: trade.instrument)
      else { return .settlement(trade.tradeID) }
      guard hasItsDeadline(index) else { return .deadline(trade.tradeID) }
    }
    return nil
  }

  /// Whether all documents of a chain are of one holder and one instrument.
  private func areHeld(
    _ chain: DocumentChain, by firm: FirmID, in instrument: InstrumentID
  ) -> Bool {
    var slot = chain.first
    for _ in 0..<chain.count {
      guard titles.holder(of: slot) == firm, titles.instrument(of: slot) == instrument else {
        return false
      }
      slot = titles.document(behind: slot)
    }
    return true
  }

  private func hasItsDeadline(_ slot: UInt32) -> Bool {
    let trade = trades[slot]
    guard trade.endsAt != .none else { return trade.deadlinePlace == Trade.none }
    return trade.deadlinePlace < deadlines.count && deadlines[trade.deadlinePlace].slot == slot
      && deadlines[trade.deadlinePlace].at == trade.endsAt
  }

  private func auditBooks(_ live: [UInt32]) -> AuditFinding? {
    for number in 1..<(reference.instrumentCount + 1) {
      let id = InstrumentID(rawValue: number)
      let book = reference[id].book
      var count: UInt32 = 0
      for slot in live where orders[slot].instrument == id { count += 1 }
      if reference[id].liveOrders != count { return .restingCount(id) }
      if reference[id].phase == .open, !mayBeCrossed(reference[id]), let bid = bestTick(book, .buy),
        let ask = bestTick(book, .sell), bid >= ask
      {
        return .crossed(id)
      }
    }
    return nil
  }

  /// Whether orders of firms that do not deal may stand across from each other, or have done so.
  private func mayBeCrossed(_ instrument: Instrument) -> Bool {
    counterparties.wereUsed && instrument.bookMode == .listing
  }

  private func auditSessions(_ live: [UInt32]) -> AuditFinding? {
    for number in 1..<(reference.sessionCount + 1) {
      let id = SessionID(rawValue: number)
      var count: UInt32 = 0
      for slot in live where orders[slot].session == id { count += 1 }
      if reference[id].liveOrders != count { return .sessionCount(id) }
    }
    return nil
  }

  /// The best price of orders that trade in parts: all-or-none orders may stand across it.
  private func bestTick(_ book: BookIndex, _ side: Side) -> Int32? {
    var level = books.bestLevel(book, side)
    while let current = level {
      var place = books.firstOrder(book, side, at: current.tick)
      while let slot = place {
        if !books.order(slot).isAllOrNone { return current.tick }
        place = books.order(behind: slot)
      }
      level = books.level(book, side, behind: current.tick)
    }
    return nil
  }
}
