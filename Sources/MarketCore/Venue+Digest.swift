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
    mixMassStatuses(into: &digest)
    mixPositionRequests(into: &digest)
    mixUserRequests(into: &digest)
    mixSurveillance(into: &digest)
    return digest.value
  }

  private func mixReference(into digest: inout Digest) {
    for number in 1..<(reference.firmCount + 1) {
      let firm = reference.firms[number]
      digest.mix(firm.code.text)
      digest.mix(firm.controlGroup)
      digest.mix(firm.state.rawValue)
      digest.mix(firm.isOperator)
      digest.mix(firm.isStopped)
      digest.mix(firm.clearingMember.rawValue)
    }
    for number in 1..<(reference.warehouseCount + 1) {
      digest.mix(reference.warehouses[number].code.text)
      digest.mix(reference.warehouses[number].grade)
      digest.mix(reference.warehouses[number].isBonded)
      digest.mix(reference.warehouses[number].isHalted)
      digest.mix(reference.warehouses[number].situation?.rawValue ?? 0)
      digest.mix(stored[number].fen)
    }
  }

  private func mixInstruments(into digest: inout Digest) {
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      digest.mix(instrument.symbol.text)
      digest.mix(instrument.terms.documentUnit.thousandths)
      digest.mix(instrument.terms.highestPremium.tenThousandths)
      digest.mix(instrument.terms.titleTransferFeePerUnit.fen)
      digest.mix(instrument.terms.minimumTradeFee.fen)
      digest.mix(instrument.terms.tradeFeePerMillion)
      digest.mix(instrument.terms.toleranceBasisPoints)
      digest.mix(instrument.terms.guaranteeBasisPoints)
      digest.mix(instrument.tick.tenThousandths)
      digest.mix(instrument.minInterval.nanos)
      digest.mix(instrument.minInterval.days)
      digest.mix(instrument.tradingDay)
      digest.mix(instrument.marginNanos)
      digest.mix(instrument.leastPart.thousandths)
      digest.mix(Int64(instrument.band.lowest))
      digest.mix(Int64(instrument.band.highest))
      digest.mix(instrument.dynamicBasisPoints)
      digest.mix(instrument.interruptionNanos)
      digest.mix(UInt64(instrument.maxLots))
      digest.mix(instrument.phase.rawValue)
      digest.mix(instrument.halts.rawValue)
      digest.mix(instrument.situation?.rawValue ?? 0)
      digest.mix(instrument.calendarPhase.rawValue)
      digest.mix(instrument.bookMode?.rawValue ?? 0)
      digest.mix(Int64(instrument.referenceTick))
      digest.mix(Int64(instrument.lastTick ?? .min))
      digest.mix(Int64(instrument.election.lowest))
      digest.mix(Int64(instrument.election.highest))
      digest.mix(instrument.election.isDue)
      digest.mix(instrument.mdSeq)
      mix(instrument.progress, into: &digest)
      for book in [instrument.book, instrument.stopBook] {
        mixBook(book, .buy, into: &digest)
        mixBook(book, .sell, into: &digest)
      }
    }
  }

  private func mix(_ progress: PhaseProgress, into digest: inout Digest) {
    digest.mix(progress.entering?.phase.rawValue ?? 0)
    digest.mix(progress.waiting.close?.rawValue ?? 0)
    digest.mix(progress.waiting.last?.phase.rawValue ?? 0)
    digest.mix(progress.ending.bits)
    digest.mix(progress.isEnteringAtClose)
    switch progress.sweep {
    case .none: digest.mix(UInt8(0))
    case .prices: digest.mix(UInt8(1))
    case .stopLimits(let slot): digest.mix(slot)
    }
    if let work = progress.work {
      digest.mix(work.rawValue + 1)
      digest.mix(progress.fencesBefore)
    }
    switch progress.uncross {
    case .none: digest.mix(UInt8(0))
    case .due:
      digest.mix(UInt8(1))
      digest.mix(priceSearch?.search.lookedAt ?? 0)
    case .priced(let price):
      digest.mix(Int64(price.tick))
      digest.mix(price.lots)
    }
  }

  /// The OrderIDs of one side in their priority.
  private func mixBook(_ book: BookIndex, _ side: Side, into digest: inout Digest) {
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
      digest.mix(trade.awaitedWeights)
      digest.mix(trade.mode?.rawValue ?? 0)
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
