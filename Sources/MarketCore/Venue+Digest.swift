import Funds
import Market
import Matching
import Memory
import Titles

extension Venue {
  /// A digest of the whole state, the same for every venue that has applied the same commands.
  /// - Complexity: O(state).
  public func digest() -> UInt64 {
    var digest = Digest()
    digest.mix(now.nanoseconds)
    digest.mix(numbers.lastOrderID)
    digest.mix(numbers.lastExecID)
    digest.mix(numbers.lastTradeID)
    digest.mix(numbers.term)
    digest.mix(isCatchingUp)
    digest.mix(isStopped)
    digest.mix(findings)
    digest.mix(newsCount)
    mixReference(into: &digest)
    mixMoney(into: &digest)
    mixSessions(into: &digest)
    mixOperator(into: &digest)
    mixInstruments(into: &digest)
    mixTitles(into: &digest)
    mixOrders(into: &digest)
    mixTrades(into: &digest)
    mixNetting(into: &digest)
    mixTimers(into: &digest)
    mixFences(into: &digest)
    mixNegotiation(into: &digest)
    mixParameters(into: &digest)
    mixMassStatuses(into: &digest)
    mixPositionRequests(into: &digest)
    mixSubscriptions(into: &digest)
    mixTradeRequests(into: &digest)
    mixUserRequests(into: &digest)
    mixSurveillance(into: &digest)
    mixEntitlements(into: &digest)
    return digest.value
  }

  func mixBook(_ book: BookIndex, _ side: Side, into digest: inout Digest) {
    var level = books.bestLevel(book, side)
    while let current = level {
      var place = books.firstOrder(book, side, at: current.tick)
      while let slot = place {
        digest.mix(orders[books.order(slot).tag].orderID.rawValue)
        digest.mix(UInt64(books.shownLots(slot)))
        place = books.order(behind: slot)
      }
      level = books.level(book, side, behind: current.tick)
    }
  }

  private func mixOrders(into digest: inout Digest) {
    for slot in orders.slots where orders.isInUse(slot) {
      let order = orders[slot]
      digest.mix(order.orderID.rawValue)
      digest.mix(order.clOrdID.text)
      digest.mix(order.account.text)
      digest.mix(order.price.tenThousandths)
      digest.mix(order.orderQty.thousandths)
      digest.mix(order.holdPerLot.fen)
      if order.isByGuarantee && order.leavesLots > 0 {
        mix(guarantees.ofOrders[slot], into: &digest)
      }
      digest.mix(order.filledTicks)
      digest.mix(order.finishedAt.nanoseconds)
      digest.mix(order.session.rawValue)
      digest.mix(order.lots)
      digest.mix(order.filledLots)
      digest.mix(order.status.rawValue)
      digest.mix(order.timeInForce.rawValue)
      digest.mix(order.expireTime.nanoseconds)
      digest.mix(order.stopPx.tenThousandths)
      digest.mix(order.isTriggered)
      digest.mix(order.isProgramTrade)
      digest.mix(UInt64(order.minLots) << 16 | UInt64(order.floorLots))
      digest.mix(order.execInst.rawValue)
      digest.mix(order.selfMatch.rawValue)
      digest.mix(UInt64(order.auction) << 8 | UInt64(order.mode?.rawValue ?? 0))
      var document = order.documents.first
      for _ in 0..<order.documents.count {
        digest.mix(document)
        document = titles.document(behind: document)
      }
    }
  }

  private func mixTrades(into digest: inout Digest) {
    for index in 0..<trades.count {
      let trade = trades[index]
      digest.mix(trade.tradeID.rawValue)
      digest.mix(trade.buyer.orderID.rawValue)
      digest.mix(trade.seller.orderID.rawValue)
      digest.mix(trade.buyer.hasAffirmed)
      digest.mix(trade.seller.hasAffirmed)
      digest.mix(trade.legs.price.fen)
      digest.mix(trade.legs.buyerPays.fen)
      digest.mix(trade.legs.sellerGets.fen)
      digest.mix(trade.secured.fen)
      digest.mix(trade.difference.fen)
      digest.mix(trade.state.rawValue)
      digest.mix(trade.disputed.rawValue)
      digest.mix(trade.deadline.nanoseconds)
      digest.mix(trade.earliestResale.nanoseconds)
      digest.mix(trade.settlDate.nanoseconds)
      digest.mix(trade.awaitedWeights)
      digest.mix(trade.mode?.rawValue ?? 0)
      digest.mix(UInt32(trade.ruleVersion) << 16 | UInt32(trade.guaranteeBasisPoints))
      mix(trade.fundsLeg, into: &digest)
      mix(trade.titleLeg, into: &digest)
      if isGuaranteed(index) { mixGuarantee(of: index, into: &digest) }
    }
    digest.mix(guarantees.nextToRecheck ?? Trade.none)
    for index in 0..<fillTimes.count {
      mix(fillTimes[index].lastBuy, into: &digest)
      mix(fillTimes[index].lastSell, into: &digest)
    }
  }

  private func mix(_ moment: TradingMoment, into digest: inout Digest) {
    digest.mix(moment.time.nanoseconds)
    digest.mix(moment.day)
  }

  private func mix(_ leg: SettlementLeg, into digest: inout Digest) {
    digest.mix(leg.instruction.rawValue)
    digest.mix(leg.answer?.rawValue ?? 0)
  }

  private func mixFences(into digest: inout Digest) {
    digest.mix(fences.count)
    digest.mix(fences.setCount)
    digest.mix(tellsFirst)
    for place in 0..<fences.count { mix(fences[place], into: &digest) }
  }

  private func mix(_ fence: Fence, into digest: inout Digest) {
    digest.mix(fence.number)
    digest.mix(fence.lastOrderID.rawValue)
    digest.mix((fence.firm ?? .none).rawValue)
    digest.mix((fence.instrument ?? .none).rawValue)
    digest.mix((fence.account ?? AccountCode()).text)
    digest.mix(fence.side?.rawValue ?? 0)
    digest.mix((fence.session ?? .venue).rawValue)
    digest.mix(fence.setBy.rawValue)
    digest.mix(fence.cause.rawValue)
    digest.mix(fence.fillTimes ?? Order.none)
    digest.mix(fence.keepsGoodTill)
  }

  private func mixMassStatuses(into digest: inout Digest) {
    digest.mix(massStatuses.count)
    for place in 0..<massStatuses.count {
      let request = massStatuses[place]
      mix(request.scope, into: &digest)
      digest.mix(request.massStatusReqID)
      digest.mix(request.total)
      digest.mix(request.told)
      digest.mix(request.finished.orderID.rawValue)
    }
  }

  private func mixTimers(into digest: inout Digest) {
    for index in 0..<timers.count {
      digest.mix(timers[index].at.nanoseconds)
      digest.mix(timers[index].number)
      digest.mix(timers[index].instrument.rawValue)
      digest.mix(timers[index].phase.rawValue)
      digest.mix(timers[index].isOfDeals)
    }
    for index in 0..<interruptions.count {
      digest.mix(interruptions[index].until.nanoseconds)
      digest.mix(interruptions[index].instrument.rawValue)
    }
    for index in 0..<graces.count {
      digest.mix(graces[index].until.nanoseconds)
      digest.mix(graces[index].session.rawValue)
    }
  }
}
