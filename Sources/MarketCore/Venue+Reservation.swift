import Funds
import Market
import Memory
import Records
import Titles

/// Guard 9, the last one: a sell takes its documents, a buy holds its money.
extension Venue {
  mutating func reserve(_ command: RawSpan, _ entered: NewOrder, for slot: UInt32)
    throws(OrderRefusal)
  {
    switch orders[slot].side {
    case .buy where orders[slot].isByGuarantee:
      var order = orders[slot]
      try holdMoney(for: &order)
      orders[slot].holdPerLot = order.holdPerLot
    case .buy:
      let perLot = try holdPerLot(
        at: orders[slot].tick, of: orders[slot].instrument, by: .cash)
      orders[slot].holdPerLot = perLot
      try hold(perLot, lots: orders[slot].lots, of: orders[slot].firm)
    case .sell:
      orders[slot].documents = try documents(
        NamedDocuments(NewOrder.self, count: entered.documentCount), of: command,
        for: orders[slot])
    }
  }

  /// Reserves what a message sells: the documents that it names, or the oldest ones; all good at `until` too, where
  /// that comes later.
  @inline(__always)  // no copy of the order (benchmark `venue`)
  mutating func documents<Body: BitwiseCopyable>(
    _ named: NamedDocuments<Body>, of command: RawSpan, for order: Order, until: Instant = .none
  ) throws(OrderRefusal) -> DocumentChain {
    var chain = DocumentChain()
    guard named.count > 0 else {
      try reserveOldest(
        order.lots, of: order.firm, in: order.instrument, to: &chain, until: until)
      return chain
    }
    guard UInt32(named.count) == order.lots else {
      throw OrderRefusal(.documentCountDiffers, detail: Int64(order.lots))
    }
    try reserve(named, of: command, for: order, in: &chain, until: until)
    return chain
  }

  /// Reserves the documents that the client has named, in its order, or none of them. They are good at `until` too,
  /// where that comes later.
  mutating func reserve<Body: BitwiseCopyable>(
    _ named: NamedDocuments<Body>, of command: RawSpan, for order: Order,
    in chain: inout DocumentChain, until: Instant = .none
  ) throws(OrderRefusal) {
    do throws(OrderRefusal) {
      for index in 0..<named.count {
        let id = command.loadDocument(index, behind: Body.self)
        let slot = try checkNamed(id, place: Int64(index) + 1, for: order, at: max(now, until))
        titles.reserve(slot, in: &chain)
      }
    } catch {
      titles.release(&chain)
      throw error
    }
  }

  /// A document that is named to be sold, where it can be.
  @discardableResult
  func checkNamed(
    _ id: TitleDocID, place: Int64, for order: Order, at instant: Instant
  ) throws(OrderRefusal) -> UInt32 {
    guard let slot = titles.slot(of: id) else {
      throw OrderRefusal(.documentUnknown, detail: place)
    }
    if let refusal = titles.refusal(of: slot, for: order.firm, in: order.instrument, at: instant) {
      throw OrderRefusal(refusal.orderReject, detail: place)
    }
    guard sells(titles[slot].warehouse) else {
      throw OrderRefusal(unsold(titles[slot].warehouse))
    }
    return slot
  }

  /// Reserves the oldest free documents, or none where there are not enough.
  ///
  /// Those whose warehouse is halted or not compliant, or that are not good at `until`, are passed over, as many as one
  /// order may have.
  mutating func reserveOldest(
    _ lots: UInt32, of firm: FirmID, in instrument: InstrumentID, to chain: inout DocumentChain,
    until: Instant = .none
  ) throws(OrderRefusal) {
    let kept = chain.count
    var passedOver = DocumentChain()
    var reject = OrderReject.notEnoughDocuments
    let holding = titles.holding(of: firm, in: instrument)
    while chain.count - kept < lots, let holding {
      let most = Int(lots - (chain.count - kept))
      let firsts = firstsSold(of: holding, atMost: most, at: max(now, until))
      titles.reserveFirsts(firsts, of: holding, in: &chain)
      guard firsts < most, let slot = titles.oldestFree(in: holding, at: now) else { break }
      let isGood = until <= now || titles[slot].isValid(at: until)
      if isGood && sells(titles[slot].warehouse) {
        titles.reserve(slot, in: &chain)
      } else if passedOver.count < Limits.documentsPerOrder {
        if passedOver.count == 0 {
          reject = isGood ? unsold(titles[slot].warehouse) : .documentExpired
        }
        titles.reserve(slot, in: &passedOver)
      } else {
        break
      }
    }
    let wereAllSold = passedOver.count == 0
    if !wereAllSold { titles.release(&passedOver) }
    let found = chain.count - kept
    guard found == lots else {
      titles.release(&chain, keepingFirst: kept)
      throw OrderRefusal(reject, detail: wereAllSold ? Int64(found) : 0)
    }
  }

  /// So many of a holding's oldest documents can be sold that are loose.
  private func firstsSold(of holding: UInt32, atMost most: Int, at instant: Instant) -> Int {
    let most = min(most, titles.looseFirsts(of: holding))
    var firsts = 0
    while firsts < most {
      let slot = titles.document(firsts, of: holding)
      guard titles[slot].isValid(at: instant), sells(titles[slot].warehouse) else { break }
      firsts += 1
    }
    return firsts
  }

  /// Holds the worst permitted cost of every lot, or the guarantee's share of it.
  mutating func holdMoney(for order: inout Order) throws(OrderRefusal) {
    let perLot = try holdPerLot(at: order.tick, of: order.instrument, by: order.cashMargin)
    if order.isByGuarantee { return try holdGuarantee(perLot, for: &order) }
    order.holdPerLot = perLot
    try hold(perLot, lots: order.lots, of: order.firm)
  }

  private mutating func hold(
    _ perLot: Amount, lots: UInt32, of firm: FirmID
  ) throws(OrderRefusal) {
    let hold = Amount(fen: perLot.fen * Int64(lots))
    guard money.hold(hold, of: firm) else {
      throw OrderRefusal(.insufficientFunds, detail: hold.fen)
    }
  }

  /// What each lot of a buy holds; the whole order's worst cost must fit an amount.
  func holdPerLot(
    at tick: Int32, of instrument: InstrumentID, by cashMargin: CashMargin
  ) throws(OrderRefusal) -> Amount {
    guard tick != Order.noTick else { return .zero }
    let instrument = reference[instrument]
    guard let worst = instrument.terms.worstCost(at: instrument.worstPrice(of: tick)),
      !worst.fen.multipliedReportingOverflow(by: Int64(Limits.documentsPerOrder)).overflow,
      let hold = instrument.terms.secured(worst, by: cashMargin)
    else { throw OrderRefusal(.amountOverflow) }
    return hold
  }

  /// Frees what the order still holds.
  mutating func releaseReservation(of slot: UInt32) {
    switch orders[slot].side {
    case .buy where orders[slot].isByGuarantee:
      money.releaseGuarantee(
        guarantees.ofOrders[slot], lots: orders[slot].leavesLots, of: orders[slot].firm)
    case .buy: money.release(orders[slot].held, of: orders[slot].firm)
    case .sell: titles.release(&orders[slot].documents)
    }
  }

  /// Whether what lies at a warehouse is sold now.
  func sells(_ warehouse: UInt32) -> Bool {
    warehouse == 0 || reference.warehouses[warehouse].sells
  }

  /// Why it is not.
  private func unsold(_ warehouse: UInt32) -> OrderReject {
    reference.warehouses[warehouse].isHalted ? .warehouseHalted : .warehouseNotCompliant
  }

  /// Goods that are in no warehouse of ours (a bill of lading) are not its matter.
  func isCompliant(_ warehouse: UInt32) -> Bool {
    warehouse == 0 || reference.warehouses[warehouse].isCompliant
  }
}

/// How many documents stand behind a body of type `Body`.
struct NamedDocuments<Body: BitwiseCopyable> {
  let count: Int
  init(_ type: Body.Type, count: UInt16) {
    precondition(Int(count) <= Limits.documentsPerOrder, "the decoder counts the documents")
    self.count = Int(count)
  }
}

extension TitleRefusal {
  var orderReject: OrderReject {
    switch self {
    case .unknown: .documentUnknown
    case .notHeld: .documentNotHeld
    case .notTransferred: .titleNotTransferred
    case .notActive: .documentNotActive
    case .anotherInstrument: .documentOfAnotherInstrument
    case .notFree: .documentNotFree
    case .expired: .documentExpired
    }
  }
}
