import Market

/// What backs orders and trades by performance guarantee: market rules 2.7.
///
/// The buyer's guarantee in CNY comes first, then its CNY cash, then its guarantees in foreign money in the
/// order of the currencies, which count at the last fixing less the haircut.
typealias NaiveHold = [NaivePosting.Account: Int64]

/// Foreign money, as the clerk has it written down.
struct NaiveCurrencies {
  /// 1/10,000,000 CNY for a unit; nothing before the first fixing.
  var fixings: [Int64?] = SettlementMarket.firstFixings
  /// 1/100 of a percent.
  var haircuts = SettlementMarket.haircuts
  /// The step that has set a fixing.
  var references = [Int](repeating: 0, count: SettlementMarket.currencies.count)

  /// What an amount is worth in fen with so much more of a haircut, part of a fen down.
  func value(of amount: Int64, in currency: Int, _ addition: Int64) -> Int64 {
    guard currency > 0 else { return amount }
    let part = Int128(10_000 - haircuts[currency] - addition)
    let value = Int128(amount) * Int128(fixings[currency] ?? 0) * part / 100_000_000_000
    return Int64(min(value, Int128(NaiveSettlement.highestBalance)))
  }

  func value(of hold: NaiveHold, _ addition: Int64) -> Int64 {
    hold.reduce(0) { $0 + value(of: $1.value, in: $1.key.currency, addition) }
  }

  /// The fewest cents, at most `most`, that are worth enough; nil where all of them are not.
  func fewest(worth required: Int64, in currency: Int, _ addition: Int64, most: Int64) -> Int64? {
    guard value(of: most, in: currency, addition) >= required else { return nil }
    var (low, high) = (Int64(0), most)
    while low < high {
      let middle = (low + high) / 2
      if value(of: middle, in: currency, addition) >= required {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}

extension NaiveSettlement {
  static var highestBalance: Int64 { .max / 16 }

  /// Where a firm's guarantees come from, in their order.
  private func sources(of firm: Int) -> [NaivePosting.Account] {
    [.guarantee(firm, 0), .cash(firm)]
      + (1..<SettlementMarket.currencies.count).map { .guarantee(firm, $0) }
  }

  /// What of an offer covers so many fen, no cent more than needed, and what is missing.
  func cover(_ required: Int64, of firm: Int, from offer: NaiveHold, _ addition: Int64)
    -> (taken: NaiveHold, missing: Int64)
  {
    var taken: NaiveHold = [:]
    var missing = required
    for source in sources(of: firm) where missing > 0 {
      let currency = source.currency
      guard currency == 0 || currencies.fixings[currency] != nil else { continue }
      let there = offer[source, default: 0]
      if let fewest = currencies.fewest(worth: missing, in: currency, addition, most: there) {
        taken[source] = fewest
        missing = 0
      } else {
        taken[source] = there
        missing -= currencies.value(of: there, in: currency, addition)
      }
    }
    return (taken.filter { $0.value > 0 }, missing)
  }

  /// What a firm has free; each of several lots its equal share.
  func free(of firm: Int, sharedBy lots: Int = 1) -> NaiveHold {
    var free: NaiveHold = [:]
    for source in sources(of: firm) { free[source] = available(source) / Int64(lots) }
    return free
  }

  /// What each lot of an order by guarantee holds; nil where it is not there.
  func guarantee(for terms: DealOrder, each required: Int64) -> NaiveHold? {
    let isStored = market.instruments[terms.instrument].namesWarehouse
    let addition = isStored && warehouseGrade > UInt8(ascii: "A") ? Self.belowGradeA : 0
    let cover = cover(
      required, of: terms.firm, from: free(of: terms.firm, sharedBy: terms.lots), addition)
    return cover.missing == 0 ? cover.taken : nil
  }

  /// What a haircut has on top where goods lie at a warehouse below grade A.
  private static var belowGradeA: Int64 { 500 }

  /// Binds so many times a hold: an order's where it is no trade's; frees it where that is negative.
  mutating func bind(_ hold: NaiveHold, times: Int = 1, forTrade: Bool) {
    for (account, amount) in hold {
      let sum = amount * Int64(times)
      switch account.kind {
      case 1 where forTrade: due[account.number] += sum
      case 1: held[account.number] += sum
      default: bound[account, default: 0] += sum
      }
    }
  }

  /// An order's lots become a trade: what covers that exactly is kept.
  mutating func settleGuarantee(_ trade: inout NaiveTrade, of perLot: NaiveHold) {
    bind(perLot, times: -trade.lots, forTrade: false)
    let isBelowA =
      warehouseGrade > UInt8(ascii: "A")
      && trade.documents.contains { legal($0).warehouse != 0 }
    trade.haircutAddition = isBelowA ? Self.belowGradeA : 0
    trade.required = secured(trade.buyerPays, trade.instrument, byGuarantee: true)
    let offer = perLot.mapValues { $0 * Int64(trade.lots) }
    let kept = cover(trade.required, of: trade.buyer, from: offer, trade.haircutAddition).taken
    bind(kept, forTrade: true)
    trade.hold = kept
  }

  /// Looks at a guarantee by the fixings of now.
  mutating func judgeGuarantee(of number: Int) {
    let trade = self[number]
    guard let hold = trade.hold else { return object("trade \(number) has no guarantee") }
    let (needed, missing) = cover(
      trade.required, of: trade.buyer, from: hold, trade.haircutAddition)
    if missing > 0 {
      call(number)
      tellCollateral(of: number, .marginDeficiency, missing)
      payBalances(of: trade.buyer)
      return
    }
    endCall(of: number)
    guard needed != hold else { return }
    let freed = hold.map { ($0.key, $0.value - needed[$0.key, default: 0]) }
    let excess = currencies.value(
      of: NaiveHold(uniqueKeysWithValues: freed), trade.haircutAddition)
    bind(hold, times: -1, forTrade: true)
    bind(needed, forTrade: true)
    self[number].hold = needed
    if excess > 0 { tellCollateral(of: number, .marginExcess, excess) }
  }

  /// A call that stands keeps its time.
  private mutating func call(_ number: Int) {
    guard !calls.contains(number) else { return }
    calls.append(number)
    let seconds = market.instruments[self[number].instrument].topUp
    self[number].topUpBy = seconds == 0 ? NaiveTrade.never : now + seconds * 1_000_000_000
  }

  mutating func endCall(of number: Int) {
    calls.removeAll { $0 == number }
    self[number].topUpBy = NaiveTrade.never
  }

  /// Takes what is missing of the buyer's free money; false where it is not there.
  mutating func topUp(_ number: Int) -> Bool {
    let trade = self[number]
    guard let hold = trade.hold else { return false }
    let short = cover(trade.required, of: trade.buyer, from: hold, trade.haircutAddition).missing
    let more = cover(short, of: trade.buyer, from: free(of: trade.buyer), trade.haircutAddition)
    guard more.missing == 0 else { return false }
    bind(more.taken, forTrade: true)
    self[number].hold = hold.merging(more.taken, uniquingKeysWith: +)
    endCall(of: number)
    tellCollateral(of: number, nil, 0)
    return true
  }

  /// The next trade is looked at after a fixing.
  mutating func recheckNext(_ number: Int, _ effort: inout NaiveEffort) {
    effort.looks -= 1
    nextToRecheck = number < trades.count ? number + 1 : nil
    guard self[number].state == .balanceDue, let hold = self[number].hold,
      hold.keys.contains(where: { $0.currency > 0 })
    else { return }
    effort.orders -= 1
    judgeGuarantee(of: number)
  }

  /// The buyer and its bank are told.
  private mutating func tellCollateral(of number: Int, _ reason: CollAsgnReason?, _ fen: Int64) {
    let trade = self[number]
    lastInstruction += 1
    var told = NaiveCollateral(number: lastInstruction, reason: reason, amount: fen)
    told.value = currencies.value(of: trade.hold ?? [:], trade.haircutAddition)
    let foreign = (trade.hold ?? [:]).keys.map(\.currency).filter { $0 > 0 }
    if foreign.count == 1 {
      told.haircut = currencies.haircuts[foreign[0]] + trade.haircutAddition
      told.reference = currencies.references[foreign[0]]
    }
    for session in [trade.buyer, SettlementMarket.bank(of: trade.buyer)] {
      lines.append(.collateral(told, trade, to: session))
    }
  }

  /// The buyer pays the rest: its guarantee in CNY and its cash; false where that is not enough.
  mutating func pay(_ number: Int) -> Bool {
    let trade = self[number]
    let cost = max(0, trade.buyerPays)
    guard let hold = trade.hold else { return false }
    bind(hold, times: -1, forTrade: true)
    let posting = NaivePosting(
      reason: 10, fen: min(cost, hold[.guarantee(trade.buyer, 0), default: 0]),
      from: .guarantee(trade.buyer, 0), into: .cash(trade.buyer))
    guard cost - posting.fen <= available(trade.buyer), post([posting]) == nil else {
      bind(hold, forTrade: true)
      return false
    }
    due[trade.buyer] += cost
    self[number].secured = cost
    self[number].hold = nil
    tell([posting], trade: number)
    change(number, to: .funded, .paid)
    return true
  }

  /// What a guarantee gives to the seller, in its currencies; nil where the seller's accounts can't take it.
  mutating func forfeitGuarantee(of number: Int, _ hold: NaiveHold) -> [NaivePosting]? {
    let trade = self[number]
    let kept = cover(
      trade.required, of: trade.buyer, from: hold, trade.haircutAddition
    ).taken
    bind(hold, times: -1, forTrade: true)
    let parts =
      [.cash(trade.buyer)]
      + SettlementMarket.currencies.indices.map {
        NaivePosting.Account.guarantee(trade.buyer, $0)
      }
    let postings = parts.map {
      NaivePosting(
        reason: 11, fen: kept[$0, default: 0], from: $0,
        into: .cash(trade.seller, in: $0.currency))
    }
    guard post(postings) == nil else {
      bind(hold, forTrade: true)
      return nil
    }
    self[number].difference = min(
      currencies.value(of: hold, trade.haircutAddition), trade.required)
    self[number].hold = nil
    return postings
  }
}

/// What is told of a guarantee.
struct NaiveCollateral {
  var number: Int
  var reason: CollAsgnReason?
  var amount: Int64
  var value: Int64 = 0
  var haircut: Int64 = 0
  var reference = 0
}
