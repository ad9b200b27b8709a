import Funds
import Market
import Memory
import Records

/// What secures a firm's trades and orders: its accounts, and the calls that stand.
extension Venue {
  /// CollateralInquiry(BB): about the sender's own firm; clearing and the supervisor ask about any. Calls and
  /// accounts are told as they are when their turn comes. Changes nothing.
  mutating func inquireCollateral(_ command: RawSpan, into events: inout RecordBuffer) {
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    guard let body = body(InquireCollateral.self, of: command, into: &events) else { return }
    var request = PositionRequest()
    request.subject = .collateral
    request.posReqID = body.inquiryID
    request.session = cause.session
    request.party = body.party.text.isEmpty ? ownCode : body.party
    var refusal = nameFirm(of: &request)
    if refusal == .none { refusal = roomForRequest }
    var told = CollateralInquired()
    told.inquiryID = body.inquiryID
    told.party = request.party
    told.refusalCode = refusal.rawValue
    events.append(eventHead(.collateralInquired, for: cause.session), body: told)
    if refusal == .none { positionRequests.append(request) }
  }

  private var ownCode: CompID {
    let firm = reference[cause.session].firm
    return firm == .none ? CompID() : reference[firm].code
  }

  /// Looks at a trade, or tells an account: CNY cash last, so that there is a last report.
  mutating func workOnInquiry(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    budget.looks -= 1
    let slot = positionRequests.nextDocument
    if slot < trades.count {
      positionRequests.nextDocument += 1
      guard trades[slot].isCalled, trades[slot].buyer.firm == positionRequests.first.firm else {
        return
      }
      budget.orders -= 1
      return listCall(of: slot, into: &events)
    }
    let place = positionRequests.nextInstrument
    positionRequests.nextInstrument += 1
    budget.orders -= 1
    listAccount(2 * UInt32(money.currencies.count) - 1 - place, into: &events)
  }

  private mutating func listCall(of slot: UInt32, into events: inout RecordBuffer) {
    let trade = trades[slot]
    let guarantee = guarantees.ofTrades[slot]
    let value = money.currencies.value(of: guarantee.held, addition: guarantee.haircutAddition)
    var body = listed()
    body.tradeID = trade.tradeID
    body.balance = value
    body.available = Amount(fen: max(0, guarantee.required.fen - value.fen))
    body.value = guarantee.required
    body.deadline = trade.topUpBy
    body.orderID = trade.buyer.orderID
    body.clOrdID = trade.buyer.clOrdID
    body.account = trade.buyer.account
    body.symbol = reference[trade.instrument].symbol
    body.statusCode = CollStatus.partiallyAssigned.rawValue
    if let currency = guarantee.held.foreignCurrency {
      body.haircutBasisPoints =
        money.currencies[currency].haircutBasisPoints + guarantee.haircutAddition
      body.reference = guarantees.fixingReferences[Int(currency.rawValue)]
    }
    events.append(eventHead(.collateralListed, for: positionRequests.first.session), body: body)
  }

  /// Accounts by currency, each the guarantee before the cash; those that are empty are left out, but the last.
  private mutating func listAccount(_ place: UInt32, into events: inout RecordBuffer) {
    let isLast = place == 0
    let kind: LedgerAccountKind = place % 2 == 0 ? .cash : .guarantee
    let currency = CurrencyIndex(rawValue: UInt8(place / 2))
    let request = positionRequests.first
    guard let sums = money[LedgerAccount(kind, number: request.firm.rawValue), in: currency] else {
      preconditionFailure("a known firm has accounts in each currency")
    }
    if sums.balance > .zero || isLast {
      var body = listed()
      body.balance = sums.balance
      body.available = sums.available
      body.accountKind = kind.rawValue
      body.isLast = isLast ? 1 : 0
      body.statusCode = CollStatus(sums).rawValue
      addTerms(of: currency, kind, to: &body)
      events.append(eventHead(.collateralListed, for: request.session), body: body)
    }
    if isLast { positionRequests.removeFirst() }
  }

  /// What an account counts as a guarantee; foreign cash counts nothing.
  private func addTerms(
    of currency: CurrencyIndex, _ kind: LedgerAccountKind, to body: inout CollateralListed
  ) {
    let terms = money.currencies[currency]
    body.currency = terms.code
    guard currency != .cny else {
      body.value = body.balance
      return
    }
    body.tenMillionths = terms.fixing?.tenMillionths ?? 0
    body.reference = guarantees.fixingReferences[Int(currency.rawValue)]
    body.haircutBasisPoints = terms.haircutBasisPoints
    if kind == .guarantee { body.value = money.currencies.value(of: body.balance, in: currency) }
  }

  private mutating func listed() -> CollateralListed {
    var body = CollateralListed()
    body.inquiryID = positionRequests.first.posReqID
    body.execID = numbers.nextExecID()
    body.firm = positionRequests.first.firm
    body.tierCode = tier(of: positionRequests.first.session, to: body.firm).rawValue
    return body
  }
}

extension CollStatus {
  /// How much of what stands on an account is bound.
  fileprivate init(_ sums: MoneyAccount) {
    if sums.available == sums.balance {
      self = .unassigned
    } else {
      self = sums.available > .zero ? .partiallyAssigned : .assigned
    }
  }
}
