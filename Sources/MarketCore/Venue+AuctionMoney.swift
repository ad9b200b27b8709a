import Auctions
import Funds
import Market
import Memory
import Records
import Titles

/// What deposits and bids hold.
///
/// A firm's deposit for a lot and what its bids there hold of its cash count for each other: the more of the two is
/// held. What a bid holds that the same firm outbids counts for the new one, so nobody holds twice to win once.
extension Venue {
  /// CollateralAssignment(AY) with AuctionID(7762).
  mutating func depositAuction(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(DepositAuction.self, of: command, into: &events),
      mayAsk(0x5941, body.reference, into: &events)
    else { return }
    guard cause.session != .venue else {
      return refuse(.unknownSession, into: &events)
    }
    var answer = AuctionAnswered()
    answer.reference = body.reference
    answer.auction = body.auction
    answer.firm = reference[cause.session].firm
    answer.transTypeCode = body.transTypeCode
    do throws(AuctionFailure) {
      guard let lot = auctions.slot(of: body.auction) else {
        throw AuctionFailure(.unknownAuction)
      }
      answer.take(auctions[lot])
      answer.symbol = reference[auctions[lot].instrument].symbol
      answer.amount = try change(body, lot)
    } catch {
      answer.refuse(error)
    }
    tell(&answer, to: cause.session, into: &events)
  }

  /// Puts down a deposit, or gives it back; what is held now.
  private mutating func change(
    _ body: DepositAuction, _ lot: UInt32
  ) throws(AuctionFailure) -> Amount {
    let firm = reference[cause.session].firm
    let present = auctions[lot]
    let known = auctions.deposit(of: firm, for: lot)
    guard let transType = CollAsgnTransType(rawValue: body.transTypeCode) else {
      throw AuctionFailure(.invalidValue)
    }
    let isNew = transType == .new
    if isNew, cause.flags.contains(.possResend), known != nil { return present.deposit }
    do throws(OrderRefusal) { try checkFirm(firm, AccountCode()) } catch {
      throw AuctionFailure(error)
    }
    guard present.state == .announced, now < present.opensAt else {
      throw AuctionFailure(.wrongState, detail: Int64(present.shownState.rawValue))
    }
    guard isNew else { return try release(known) }
    guard known == nil, present.deposit > .zero else { throw AuctionFailure(.depositUnchanged) }
    guard reference[firm].controlGroup != reference[present.firm].controlGroup else {
      throw AuctionFailure(.isInitiator)
    }
    guard body.amount == .zero || body.amount == present.deposit else {
      throw AuctionFailure(.amountDiffers, detail: present.deposit.fen)
    }
    guard auctions.hasRoomForDeposit else { throw AuctionFailure(.tooManyDeposits) }
    guard money.hold(present.deposit, of: firm) else {
      throw AuctionFailure(.insufficientFunds, detail: present.deposit.fen)
    }
    var deposit = AuctionDeposit()
    deposit.lot = lot
    deposit.firm = firm
    deposit.session = cause.session
    deposit.reference = body.reference
    deposit.held = present.deposit
    auctions.add(deposit)
    return present.deposit
  }

  private mutating func release(_ slot: UInt32?) throws(AuctionFailure) -> Amount {
    guard let slot else { throw AuctionFailure(.depositUnchanged) }
    free(slot)
    return .zero
  }

  private mutating func free(_ slot: UInt32) {
    let deposit = auctions.deposit(slot)
    money.release(deposit.held, of: deposit.firm)
    auctions.removeDeposit(slot)
  }

  /// A deposit is given back since its lot is over: who has deposited it is told.
  mutating func giveBack(_ slot: UInt32, into events: inout RecordBuffer) {
    let deposit = auctions.deposit(slot)
    let lot = auctions[deposit.lot]
    free(slot)
    var answer = AuctionAnswered()
    answer.reference = deposit.reference
    answer.symbol = reference[lot.instrument].symbol
    answer.firm = deposit.firm
    answer.transTypeCode = CollAsgnTransType.release.rawValue
    answer.take(lot)
    answer.commandType = CommandType.depositAuction.rawValue
    tell(&answer, to: deposit.session, into: &events)
  }

  /// Guard 9 of a bid: its money or documents, and what is left of the deposit. What its firm's own bids hold that
  /// it outbids is free for it; where it fails all is as before.
  mutating func secure(
    _ command: RawSpan, _ entered: NewOrder, _ order: inout Order, for lot: UInt32
  ) throws(OrderRefusal) {
    let freed = freeOutbid(by: order, for: lot)
    do throws(OrderRefusal) {
      switch order.side {
      case .buy: try holdBid(&order, for: lot)
      case .sell:
        order.documents = try documents(
          NamedDocuments(NewOrder.self, count: entered.documentCount), of: command, for: order)
      }
    } catch {
      holdOutbid(by: order, for: lot, freed)
      throw error
    }
    forgetOutbid(by: order, for: lot)
  }

  private mutating func holdBid(
    _ order: inout Order, for lot: UInt32
  ) throws(OrderRefusal) {
    let deposit = auctions.deposit(of: order.firm, for: lot)
    let before = deposit.map { auctions.deposit($0).held } ?? .zero
    money.release(before, of: order.firm)
    do throws(OrderRefusal) {
      try holdMoney(for: &order)
    } catch {
      holdKnown(before, of: order.firm)
      throw error
    }
    guard let deposit else { return }
    let standing =
      auctions[lot].isByBids
      ? auctions[lot].deposit.fen - cashHeld(by: order.firm, for: lot, outbidBy: order)
      : before.fen
    let left = Amount(fen: max(0, standing - order.held.fen))
    guard money.hold(left, of: order.firm) else {
      if order.isByGuarantee {
        money.releaseGuarantee(guarantees.entering, lots: order.lots, of: order.firm)
      } else {
        money.release(order.held, of: order.firm)
      }
      holdKnown(before, of: order.firm)
      throw OrderRefusal(.insufficientFunds, detail: order.held.fen + left.fen)
    }
    auctions.hold(left, of: deposit)
  }

  /// What was free just now is held.
  private mutating func holdKnown(_ amount: Amount, of firm: FirmID) {
    let isHeld = money.hold(amount, of: firm)
    precondition(isHeld, "what was freed just now is held again")
  }

  /// What is held of a deposit follows what its firm's bids hold; false where that is not available.
  mutating func coverDeposit(of firm: FirmID, for lot: UInt32) -> Bool {
    guard let deposit = auctions.deposit(of: firm, for: lot) else { return true }
    let held = auctions.deposit(deposit).held
    let left = max(0, auctions[lot].deposit.fen - cashHeld(by: firm, for: lot, outbidBy: nil))
    if left < held.fen {
      money.release(Amount(fen: held.fen - left), of: firm)
    } else if left > held.fen, !money.hold(Amount(fen: left - held.fen), of: firm) {
      return false
    }
    auctions.hold(Amount(fen: left), of: deposit)
    return true
  }

  /// What a firm's standing bids for a lot hold of its cash, but for those that an order outbids.
  private func cashHeld(by firm: FirmID, for lot: UInt32, outbidBy order: Order?) -> Int64 {
    let end = order.flatMap { firstOutbid(by: $0, for: lot) }
    var held: Int64 = 0
    var slot = auctions.best(of: lot)
    while let bid = slot, bid != end {
      if auctions.bid(bid).firm == firm { held += orders[auctions.bid(bid).tag].heldCash.fen }
      slot = auctions.next(behind: bid)
    }
    return held
  }

  private func firstOutbid(by order: Order, for lot: UInt32) -> UInt32? {
    guard auctions[lot].isByBids else { return nil }
    return auctions.firstOutbid(of: lot, by: order.price, lots: order.lots)
  }

  /// Frees what the firm's own bids hold that an order outbids; the documents of them.
  private mutating func freeOutbid(by order: Order, for lot: UInt32) -> FreedDocuments {
    var freed = FreedDocuments()
    var slot = firstOutbid(by: order, for: lot)
    while let bid = slot {
      let tag = auctions.bid(bid).tag
      if auctions.bid(bid).firm == order.firm {
        freed.append(orders[tag].documents, of: titles)
        releaseReservation(of: tag)
      }
      slot = auctions.next(behind: bid)
    }
    return freed
  }

  /// The order does not come: its firm's bids hold what they held.
  private mutating func holdOutbid(
    by order: Order, for lot: UInt32, _ freed: FreedDocuments
  ) {
    var place = 0
    var slot = firstOutbid(by: order, for: lot)
    while let bid = slot {
      let tag = auctions.bid(bid).tag
      if auctions.bid(bid).firm == order.firm {
        switch orders[tag].side {
        case .buy where orders[tag].isByGuarantee:
          money.holdAgain(guarantees.ofOrders[tag], lots: orders[tag].lots, of: order.firm)
        case .buy: holdKnown(orders[tag].held, of: order.firm)
        case .sell:
          for _ in 0..<orders[tag].lots {
            titles.reserve(freed[place], in: &orders[tag].documents)
            place += 1
          }
          titles.claim(orders[tag].documents, by: tag)
        }
      }
      slot = auctions.next(behind: bid)
    }
  }

  /// The order comes: its firm's bids that it outbids hold nothing any more.
  private mutating func forgetOutbid(by order: Order, for lot: UInt32) {
    var slot = firstOutbid(by: order, for: lot)
    while let bid = slot {
      let tag = auctions.bid(bid).tag
      if auctions.bid(bid).firm == order.firm {
        if orders[tag].isByGuarantee { guarantees.ofOrders[tag] = GuaranteeHold() }
        orders[tag].holdPerLot = .zero
      }
      slot = auctions.next(behind: bid)
    }
  }
}

/// The documents that a firm's bids held which it outbids itself: at most those of a whole lot and of one bid more.
private struct FreedDocuments {
  private var slots = InlineArray<128, UInt32>(repeating: 0)
  private var count = 0

  mutating func append(_ chain: DocumentChain, of titles: borrowing TitleRegister) {
    var slot = chain.first
    for _ in 0..<chain.count {
      slots[count] = slot
      count += 1
      slot = titles.document(behind: slot)
    }
  }

  subscript(place: Int) -> UInt32 { slots.span[place] }
}

extension Order {
  /// What it holds of its firm's cash now.
  fileprivate var heldCash: Amount { side == .buy ? held : .zero }
}
