import Market

/// Orders and their trades.
extension NaiveSettlement {
  mutating func take(_ deal: ToldDeal, of order: DealOrder?) {
    switch deal {
    case .accepted(let number, let documents): accept(number, documents, order)
    case .rejected(let reason): judge(reason, order)
    case .canceled(let number): cancel(number)
    case .ended(let number): if hasMet(number, order) { end(order: number) }
    case .matched(let match): make(match)
    }
  }

  private mutating func accept(_ number: Int, _ reserved: [Int], _ terms: DealOrder?) {
    guard let terms else { return object("an order of nobody") }
    if let reason = refusal(of: terms) { object("taken in spite of \(reason)") }
    var order = DealtOrder(terms: terms, lots: terms.lots)
    switch terms.side {
    case .buy where terms.byGuarantee:
      order.guarantee = guarantee(for: terms, each: worstCost(terms)) ?? [:]
      bind(order.guarantee, times: terms.lots, forTrade: false)
    case .buy:
      order.heldPerLot = worstCost(terms)
      held[terms.firm] += order.heldPerLot * Int64(terms.lots)
    case .sell:
      order.documents = chosen(by: terms)
      if order.documents != reserved {
        object("reserved \(reserved), not \(order.documents)")
      }
      for document in order.documents { documents[document - 1].claim = .order(number) }
    }
    orders[number] = order
  }

  /// Whether an order would have sold documents whose time is over to the one that has come; others end
  /// with their documents, behind all that comes before.
  private func hasMet(_ number: Int, _ terms: DealOrder?) -> Bool {
    guard let terms, let met = orders[number], terms.side == .buy,
      terms.instrument == met.terms.instrument, terms.price >= met.terms.price,
      let taker = orders.values.first(where: {
        $0.terms.firm == terms.firm && $0.terms.name == terms.name
      })
    else { return false }
    return taker.leaves > 0 && met.documents.contains { !isInTime(legal($0)) }
  }

  private mutating func judge(_ reason: OrderReject, _ terms: DealOrder?) {
    if reason == .wouldTradeWithItself { return }
    guard let terms, refusal(of: terms) == reason else {
      return object("refused by \(reason)")
    }
  }

  private func refusal(of terms: DealOrder) -> OrderReject? {
    switch terms.side {
    case .buy where terms.byGuarantee:
      guarantee(for: terms, each: worstCost(terms)) == nil ? .insufficientFunds : nil
    case .buy:
      worstCost(terms) * Int64(terms.lots) > available(terms.firm) ? .insufficientFunds : nil
    case .sell where terms.named.isEmpty:
      if oldestFree(terms).count == terms.lots {
        nil
      } else if warehouseGrade == UInt8(ascii: "D"),
        freeStored(terms).contains(where: { legal($0).warehouse != 0 })
      {
        .warehouseNotCompliant
      } else {
        .notEnoughDocuments
      }
    case .sell: refusal(ofNamed: terms)
    }
  }

  private func chosen(by terms: DealOrder) -> [Int] {
    terms.named.isEmpty ? oldestFree(terms) : terms.named
  }

  /// Why the documents that an order names can't be sold; the first that can't is the answer.
  private func refusal(ofNamed terms: DealOrder) -> OrderReject? {
    guard terms.named.count == terms.lots else { return .documentCountDiffers }
    var taken: Set<Int> = []
    for number in terms.named {
      guard documents.indices.contains(number - 1) else { return .documentUnknown }
      let (document, legal) = (documents[number - 1], legal(number))
      if Int(legal.holder.rawValue) != terms.firm {
        if case .trade(let trade) = document.claim, self[trade].buyer == terms.firm {
          return .titleNotTransferred
        }
        return .documentNotHeld
      }
      if legal.status == .expired { return .documentExpired }
      if legal.status != .active { return .documentNotActive }
      if document.instrument != terms.instrument { return .documentOfAnotherInstrument }
      if document.claim != .free || !taken.insert(number).inserted { return .documentNotFree }
      if !isInTime(legal) { return .documentExpired }
      if legal.warehouse != 0 && warehouseGrade == UInt8(ascii: "D") {
        return .warehouseNotCompliant
      }
    }
    return nil
  }

  private func isInTime(_ legal: NaiveTitles.Document) -> Bool {
    legal.until == .none || legal.until.nanoseconds >= now
  }

  /// As many as it has lots, those stored first.
  private func oldestFree(_ terms: DealOrder) -> [Int] {
    let goods = freeStored(terms).filter {
      legal($0).warehouse == 0 || warehouseGrade < UInt8(ascii: "D")
    }
    return Array(goods.prefix(terms.lots))
  }

  private func freeStored(_ terms: DealOrder) -> [Int] {
    documents.filter { document in
      let legal = legal(document.number)
      return Int(legal.holder.rawValue) == terms.firm && document.instrument == terms.instrument
        && document.claim == .free && legal.status == .active && isInTime(legal)
    }
    .sorted { ($0.storedFrom, $0.number) < ($1.storedFrom, $1.number) }.map(\.number)
  }

  /// What a lot may cost at most with the heaviest document, the highest premium and all fees, part of
  /// a fen up; or the guarantee's share of that.
  private func worstCost(_ terms: DealOrder) -> Int64 {
    let heaviest =
      SettlementMarket.unit * (10_000 + SettlementMarket.toleranceBasisPoints)
    let price = terms.price + SettlementMarket.highestPremium
    let amount = quotientUp(price * heaviest, 1_000_000_000)
    let fee = max(
      quotientUp(amount * SettlementMarket.feePerMillion, 1_000_000), SettlementMarket.minimumFee)
    let titleFee = quotientUp(SettlementMarket.titleFeePerUnit * heaviest, 10_000_000)
    return secured(amount + fee + titleFee, terms.instrument, byGuarantee: terms.byGuarantee)
  }

  /// What secures a cost.
  func secured(_ fen: Int64, _ instrument: Int, byGuarantee: Bool) -> Int64 {
    let share = market.instruments[instrument].guaranteeBasisPoints
    return byGuarantee ? quotientUp(fen * share, 10_000) : fen
  }

  private func quotientUp(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    (dividend + divisor - 1) / divisor
  }

  private mutating func cancel(_ number: Int) {
    guard let order = orders[number], !order.status.isFinal else {
      return object("order \(number) is cancelled that is not live")
    }
    held[order.terms.firm] -= order.heldPerLot * Int64(order.leaves)
    bind(order.guarantee, times: -order.leaves, forTrade: false)
    for document in order.documents { documents[document - 1].claim = .free }
    orders[number]?.documents = []
    orders[number]?.status = .canceled
  }

  /// Two orders have met: documents settle, the hold becomes exact, the trade begins.
  private mutating func make(_ match: MatchedDeal) {
    guard match.trade == trades.count + 1, let buy = orders[match.buy],
      let sell = orders[match.sell], min(buy.leaves, sell.leaves) >= match.lots,
      buy.terms.price >= match.price, sell.terms.price <= match.price,
      buy.terms.instrument == sell.terms.instrument
    else { return object("orders \(match.buy) and \(match.sell) can't trade so") }
    let sold = Array(sell.documents.prefix(match.lots))
    if sell.documents.contains(where: { !isInTime(legal($0)) }) {
      object("order \(match.sell) sells what may not be sold any more")
    }
    if sold != match.documents { object("sold \(match.documents), not \(sold)") }
    var trade = NaiveTrade(match, buy.terms, sell.terms, at: now)
    price(&trade, sold)
    orders[match.sell]?.documents.removeFirst(match.lots)
    for document in sold { documents[document - 1].claim = .trade(match.trade) }
    if trade.byGuarantee {
      settleGuarantee(&trade, of: buy.guarantee)
    } else {
      trade.secured = trade.buyerPays
      held[trade.buyer] -= buy.heldPerLot * Int64(match.lots)
      due[trade.buyer] += trade.secured
    }
    fill(match.buy, match.lots)
    fill(match.sell, match.lots)
    trades.append(trade)
    begin(match.trade)
    if self[match.trade].state.rawValue != match.state { object("it begins in \(match.state)") }
  }

  private mutating func fill(_ number: Int, _ lots: Int) {
    guard var order = orders[number] else { return }
    order.filled += lots
    order.status = order.filled == order.lots ? .filled : .partiallyFilled
    orders[number] = order
  }

  /// Amounts are rounded for each document, fees for each side.
  private func price(_ trade: inout NaiveTrade, _ sold: [Int]) {
    trade.documents = sold
    for number in sold {
      let document = documents[number - 1]
      let weight = legal(number).weight
      trade.gross += document.amount(at: trade.price, weight: weight)
      trade.titleFee += (SettlementMarket.titleFeePerUnit * weight + 500) / 1_000
      trade.weight += weight
    }
    let fee = (trade.gross * SettlementMarket.feePerMillion + 500_000) / 1_000_000
    trade.fee = max(fee, SettlementMarket.minimumFee)
    let accrued = (trade.gross * SettlementMarket.reserveBasisPoints + 5_000) / 10_000
    trade.reserve = min(accrued, 2 * trade.fee)
  }
}

/// A trade.
struct NaiveTrade {
  /// What an institution was asked, and its answer.
  struct Leg {
    var instruction = 0
    var answer: InstructionResult?
  }
  let number: Int
  let instrument: Int
  let buyer: Int
  let seller: Int
  let buyOrder: Int
  let sellOrder: Int
  let price: Int64
  let lots: Int
  let matchedAt: Int64
  let byGuarantee: Bool
  var documents: [Int] = []
  var weight: Int64 = 0
  var gross: Int64 = 0
  var fee: Int64 = 0
  var titleFee: Int64 = 0
  var reserve: Int64 = 0
  var secured: Int64 = 0
  /// What it holds as a guarantee until its price is paid; what that must cover, and how much more of a
  /// haircut foreign money has.
  var hold: NaiveHold?
  var required: Int64 = 0
  var haircutAddition: Int64 = 0
  /// Until when what its guarantee is short of must be there.
  var topUpBy = NaiveTrade.never
  var difference: Int64 = 0
  var state = TradeState.matched
  var disputed = TradeState.matched
  var deadline = NaiveTrade.never
  var resale = NaiveTrade.never
  var funds = Leg()
  var title = Leg()
  var affirmed: Set<Int> = []
  /// Documents whose outturn weight is awaited.
  var awaited = 0

  static let never = Instant.none.nanoseconds

  init(_ match: MatchedDeal, _ buy: DealOrder, _ sell: DealOrder, at now: Int64) {
    number = match.trade
    instrument = buy.instrument
    buyer = buy.firm
    seller = sell.firm
    buyOrder = match.buy
    sellOrder = match.sell
    price = match.price
    lots = match.lots
    matchedAt = now
    byGuarantee = buy.byGuarantee
  }

  var buyerPays: Int64 { gross + fee + titleFee }

  /// When its state ends, or a call to its buyer; nil where neither does by itself.
  var end: Int64? { [deadline, topUpBy].filter { $0 != NaiveTrade.never }.min() }

  /// Whether it can still be undone.
  var isDeliverable: Bool {
    state.isBeforeDelivery || state == .dispute && disputed.isBeforeDelivery
  }

  var facts: TradeFacts {
    TradeFacts(
      trade: number, instrument: instrument, buyer: buyer, seller: seller, price: price,
      lots: Int64(lots), weight: weight, gross: gross, buyerFees: fee + titleFee,
      sellerFees: fee, deadline: deadline, documents: documents)
  }
}
