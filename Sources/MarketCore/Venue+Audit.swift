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
  /// The accounts of the ledger do not add up.
  case ledger(LedgerFinding)
  /// An order's documents are not one reserved document of its firm for each lot left.
  case reservation(OrderID)
  /// A trade's documents are not settling for its buyer.
  case settlement(TradeID)
  /// Documents are encumbered for which there is no order or trade.
  case encumbered(Int)
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
  /// Best bid and best ask cross in continuous trading.
  case crossed(InstrumentID)
}

extension Venue {
  /// A firm's money account.
  public func account(of firm: FirmID) -> MoneyAccount { money[firm] }

  /// A title document; nil where it was not admitted.
  public func document(_ id: TitleDocID) -> TitleDocument? {
    titles.slot(of: id).map { titles[$0] }
  }

  /// An instrument's phase; nil where it is not defined.
  public func phase(of instrument: InstrumentID) -> TradingPhase? {
    reference.knows(instrument) ? reference[instrument].phase : nil
  }

  /// Recounts lots, money and title documents; nil where everything adds up.
  /// - Complexity: O(orders + documents + trades + (firms + account books) x orders).
  public func audit() -> AuditFinding? {
    var encumbered = 0
    if let finding = auditOrders(&encumbered) ?? auditTrades(&encumbered) { return finding }
    var counted = 0
    for slot in 0..<titles.count where titles[slot].encumbrance != .free { counted += 1 }
    if counted != encumbered { return .encumbered(counted - encumbered) }
    return auditMoney() ?? auditBooks() ?? auditSessions()
      ?? accountBooks.audit(orders).map { .liveOrders($0) }
  }

  private func auditOrders(_ encumbered: inout Int) -> AuditFinding? {
    for slot in orders.slots where orders.isInUse(slot) {
      encumbered += Int(orders[slot].documents.count)
      if let finding = audit(orders[slot]) { return finding }
    }
    return nil
  }

  private func audit(_ order: Order) -> AuditFinding? {
    switch order.side {
    case .buy:
      guard order.documents.count == 0 else { return .reservation(order.orderID) }
    case .sell:
      guard order.documents.count == order.leavesLots else { return .reservation(order.orderID) }
    }
    var slot = order.documents.first
    for _ in 0..<order.documents.count {
      guard titles[slot].encumbrance == .reserved, titles[slot].holder == order.firm,
        titles[slot].instrument == order.instrument
      else { return .reservation(order.orderID) }
      slot = titles.document(behind: slot)
    }
    guard order.bookSlot != Order.none else {
      let isLive = order.list == .atClose
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
      var slot = trade.documents.first
      for _ in 0..<trade.documents.count {
        guard titles[slot].encumbrance == .settling, titles[slot].buyer == trade.buyer,
          titles[slot].holder == trade.seller
        else { return .settlement(trade.tradeID) }
        slot = titles.document(behind: slot)
      }
    }
    return nil
  }

  private func auditMoney() -> AuditFinding? {
    for number in 1..<(reference.firmCount + 1) {
      let firm = FirmID(rawValue: number)
      var held: Int64 = 0
      for slot in orders.slots where orders.isInUse(slot) && orders[slot].firm == firm {
        if orders[slot].side == .buy { held += orders[slot].held.fen }
      }
      var due: Int64 = 0
      for index in 0..<trades.count where trades[index].buyer == firm {
        due += trades[index].secured.fen
      }
      if money[firm].held.fen != held { return .heldMoney(firm) }
      if money[firm].due.fen != due { return .dueMoney(firm) }
    }
    return money.audit().map { .ledger($0) }
  }

  private func auditBooks() -> AuditFinding? {
    for number in 1..<(reference.instrumentCount + 1) {
      let id = InstrumentID(rawValue: number)
      let book = reference[id].book
      var live: UInt32 = 0
      for slot in orders.slots where orders.isInUse(slot) && orders[slot].instrument == id {
        if !orders[slot].status.isFinal { live += 1 }
      }
      if reference[id].liveOrders != live { return .restingCount(id) }
      if reference[id].phase == .open, let bid = bestTick(book, .buy),
        let ask = bestTick(book, .sell), bid >= ask
      {
        return .crossed(id)
      }
    }
    return nil
  }

  private func auditSessions() -> AuditFinding? {
    for number in 1..<(reference.sessionCount + 1) {
      let id = SessionID(rawValue: number)
      var live: UInt32 = 0
      for slot in orders.slots where orders.isInUse(slot) && orders[slot].session == id {
        if !orders[slot].status.isFinal { live += 1 }
      }
      if reference[id].liveOrders != live { return .sessionCount(id) }
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
