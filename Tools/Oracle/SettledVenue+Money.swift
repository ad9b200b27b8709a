import Funds
import Market
import MarketCore
import Records

/// Collateral, fixings and the risk reserve.
extension SettledVenue {
  mutating func defineCurrencies() {
    for place in 1..<SettlementMarket.currencies.count {
      setHaircut(of: place, SettlementMarket.haircuts[place])
      guard let fixing = SettlementMarket.firstFixings[place] else { continue }
      var body = SetFixing()
      body.currency = SettlementMarket.currencies[place]
      body.tenMillionths = fixing
      send(.setFixing, body)
    }
  }

  private mutating func setHaircut(of place: Int, _ basisPoints: Int64) {
    var body = DefineCurrency()
    body.currency = SettlementMarket.currencies[place]
    body.haircutBasisPoints = UInt32(basisPoints)
    send(.defineCurrency, body)
  }

  mutating func deal(_ action: MoneyAction, _ named: NamedThings) {
    switch action {
    case .assign(let terms):
      var body = AssignCollateral()
      body.reference = SettlementNames.reference(named.number)
      body.firm = SettlementNames.firm(terms.firm)
      body.amount = Amount(fen: named.available)
      body.currency = SettlementMarket.code(of: terms.currency)
      body.transTypeCode = UInt8(terms.type)
      body.accountKind = UInt8(terms.kind)
      driven.send(
        .assignCollateral, body, session: terms.session,
        flags: terms.isResent ? .possResend : [])
    case .fix(let terms):
      var body = SetFixing()
      body.reference = SettlementNames.reference(named.number)
      body.currency = SettlementMarket.code(of: terms.currency)
      body.tenMillionths = terms.tenMillionths
      body.request = terms.session == 0 ? UInt32(named.number) : 0
      send(.setFixing, body, session: terms.session)
    case .benchmark(let isKnown, let tenMillionths):
      var body = SetFixing()
      body.reference = SettlementNames.reference(named.number)
      body.benchmark =
        isKnown
        ? SettlementNames.benchmark : BenchmarkRef(SettlementNames.text("OTHER", 1)) ?? .none
      body.tenMillionths = tenMillionths
      body.request = UInt32(named.number)
      send(.setFixing, body)
    case .haircut(let currency, let basisPoints): setHaircut(of: currency, basisPoints)
    case .useReserve(_, let fen):
      var body = UseReserve()
      body.tradeID = TradeID(rawValue: UInt64(named.trade))
      body.amount = Amount(fen: fen)
      body.request = UInt32(named.number)
      send(.useReserve, body)
    }
  }

  /// Balance and what is held of a dealer's guarantees, in each currency.
  func guarantees(of dealer: Int) -> [Int64] {
    let account = LedgerAccount(.guarantee, number: UInt32(dealer))
    return SettlementMarket.currencies.flatMap { currency in
      let money = driven.venue.account(account, in: currency)
      return [money?.balance.fen ?? 0, money?.held.fen ?? 0]
    }
  }
}
