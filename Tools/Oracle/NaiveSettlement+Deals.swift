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

  mutating func accept(_ number: Int, _ reserved: [Int], _ terms: DealOrder?) {
    guard let terms else { return object("an order of nobody") }
    if let reason = refusal(of: terms) { object("taken in spite of \(reason)") }
    var order = DealtOrder(terms: terms, lots: terms.lots, benchmark: benchmark)
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

  /// Why an order is not taken: because of its price, or of what is behind it.
  private func refusal(of terms: DealOrder) -> OrderReject? {
    if terms.saysOtherKind { return .qualifierNotOffered }
    guard market.instruments[terms.instrument].hasPremiums else { return means(of: terms) }
    if benchmark == nil { return .benchmarkMissing }
    let isOutside =
      abs(terms.price) * 10_000 > SettlementMarket.referencePrice * SettlementMarket.bandBasisPoints
    return isOutside ? .priceOutsideBand : means(of: terms)
  }

  /// Why its documents can't be sold, or its money is not there.
  func means(of terms: DealOrder) -> OrderReject? {
    switch terms.side {
    case .buy where terms.byGuarantee:
      guarantee(for: terms, each: worstCost(terms)) == nil ? .insufficientFunds : nil
    case .buy:
      worstCost(terms) * Int64(terms.lots) > available(terms.firm) ? .insufficientFunds : nil
    case .sell where terms.named.isEmpty:
      oldestFree(terms).count == terms.lots ? nil : refusal(ofOldest: terms)
    case .sell: refusal(ofNamed: terms)
    }
  }

  /// The first document that is passed over says why there are too few.
  private func refusal(ofOldest terms: DealOrder) -> OrderReject {
    let passedOver = freeStored(terms).first { !isGood($0, for: terms) }
    guard let passedOver else { return .notEnoughDocuments }
    return isInTime(legal(passedOver), for: terms) ? .warehouseNotCompliant : .documentExpired
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
      if !isInTime(legal, for: terms) { return .documentExpired }
      if legal.warehouse != 0 && warehouseGrade == UInt8(ascii: "D") {
        return .warehouseNotCompliant
      }
    }
    return nil
  }

  private func isInTime(_ legal: NaiveTitles.Document) -> Bool {
    legal.until == .none || legal.until.nanoseconds >= now
  }

  /// Whether it may be sold until the day of delivery begins.
  private func isInTime(_ legal: NaiveTitles.Document, for terms: DealOrder) -> Bool {
    let isLong = legal.until == .none || legal.until.nanoseconds >= day(of: terms) ?? now
    return isInTime(legal) && isLong
  }

  private func isGood(_ number: Int, for terms: DealOrder) -> Bool {
    let legal = self.legal(number)
    return isInTime(legal, for: terms)
      && (legal.warehouse == 0 || warehouseGrade < UInt8(ascii: "D"))
  }

  /// As many as it has lots, those stored first.
  func oldestFree(_ terms: DealOrder) -> [Int] {
    Array(freeStored(terms).filter { isGood($0, for: terms) }.prefix(terms.lots))
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
    let price = highestPrice(of: terms) + SettlementMarket.highestPremium
    let amount = quotientUp(price * heaviest, 1_000_000_000)
    let fee = max(
      quotientUp(amount * SettlementMarket.feePerMillion, 1_000_000), SettlementMarket.minimumFee)
    let titleFee = quotientUp(SettlementMarket.titleFeePerUnit * heaviest, 10_000_000)
    return secured(amount + fee + titleFee, terms.instrument, byGuarantee: terms.byGuarantee)
  }

  /// What a lot may cost without its document's premium, whatever the benchmark does.
  private func highestPrice(of terms: DealOrder) -> Int64 {
    guard market.instruments[terms.instrument].hasPremiums else { return terms.price }
    let above = SettlementMarket.referencePrice * SettlementMarket.benchmarkBasisPoints / 10_000
    return terms.price + SettlementMarket.referencePrice + above
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
  mutating func make(_ match: MatchedDeal) {
    guard match.trade == trades.count + 1, let buy = orders[match.buy],
      let sell = orders[match.sell], min(buy.leaves, sell.leaves) >= match.lots,
      (sell.terms.price...max(sell.terms.price, buy.terms.price)).contains(
        match.price - base(of: buy.terms.instrument)),
      buy.terms.instrument == sell.terms.instrument
    else { return object("orders \(match.buy) and \(match.sell) can't trade so") }
    let sold = Array(sell.documents.prefix(match.lots))
    if sell.documents.contains(where: { !isInTime(legal($0)) }) {
      object("order \(match.sell) sells what may not be sold any more")
    }
    if sold != match.documents { object("sold \(match.documents), not \(sold)") }
    var trade = NaiveTrade(match, buy.terms, sell.terms, at: now)
    if let day = day(of: buy.terms), day > now { trade.settles = day }
    if trade.settles != match.settles { object("it is delivered at \(match.settles)") }
    price(&trade, sold)
    note(trade, buy, sell)
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

  /// What is added to an order's price.
  private func base(of instrument: Int) -> Int64 {
    market.instruments[instrument].hasPremiums ? benchmark ?? 0 : 0
  }

  private mutating func note(_ trade: NaiveTrade, _ buy: DealtOrder, _ sell: DealtOrder) {
    if trade.settles != NaiveTrade.never { features.insert(.deferred) }
    guard market.instruments[trade.instrument].hasPremiums else { return }
    features.insert(trade.byGuarantee ? .premiumByGuarantee : .premium)
    if [buy.benchmark, sell.benchmark] != [benchmark, benchmark] {
      features.insert(.benchmarkMovedBeforeMatch)
    }
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
