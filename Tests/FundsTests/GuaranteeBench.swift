import Funds
import Market
import Testing

/// A ledger with a buyer and a seller, and dollars at 7.1050 with a haircut of 5 percent.
struct GuaranteeBench: ~Copyable {
  var ledger: Ledger
  let usd: CurrencyIndex
  let buyer: FirmID
  let seller = FirmID(rawValue: 2)

  /// With money free in the guarantee in CNY, in cash and in dollars.
  init(free: [Int64] = [0, 0, 0]) throws {
    let code = try #require(Currency.code("USD"))
    let buyer = FirmID(rawValue: 1)
    var ledger = Ledger(firms: 2, warehouses: 1)
    let usd = try ledger.addCurrency(code, haircutBasisPoints: 500)
    try ledger.fix(usd, at: Fixing(tenMillionths: 71_050_000))
    for (place, fen) in free.enumerated() where fen > 0 {
      let account = place == 1 ? LedgerAccount.cash(buyer) : .guarantee(buyer)
      try ledger.post(
        Posting(
          .paidIn, Amount(fen: fen), from: .bank, to: account, in: place == 2 ? usd : .cny))
    }
    self.buyer = buyer
    self.usd = usd
    self.ledger = ledger
  }

  /// A fixing of the dollar in 1/10,000 CNY.
  mutating func fix(_ rate: Int64) throws {
    try ledger.fix(usd, at: Fixing(tenMillionths: rate * 1_000))
  }

  /// What is held in the guarantee in CNY, in cash and in dollars.
  var held: [Int64?] {
    [
      ledger[.guarantee(buyer), in: .cny]?.held.fen, ledger[buyer].held.fen,
      ledger[.guarantee(buyer), in: usd]?.held.fen,
    ]
  }

  mutating func pay(_ fen: Int64, _ account: LedgerAccount, _ currency: CurrencyIndex = .cny)
    throws
  {
    try ledger.post(Posting(.paidIn, Amount(fen: fen), from: .bank, to: account, in: currency))
  }

  /// What each of some lots holds for a requirement.
  mutating func hold(_ fen: Int64, lots: UInt32) -> GuaranteeHold? {
    ledger.holdGuarantee(GuaranteeDemand(of: buyer, perLot: Amount(fen: fen), lots: lots))
  }

  /// A guarantee that dollars cover to the cent, but for what `cash` covers of it.
  mutating func usdGuarantee(of fen: Int64, cash: Int64 = 0) throws -> Guarantee {
    let currencies = ledger.currencies
    let need = try #require(currencies.need(for: Amount(fen: fen - cash), in: usd))
    try pay(need.fen, .guarantee(buyer), usd)
    var guarantee = Guarantee(of: buyer, required: Amount(fen: fen))
    try ledger.cover(&guarantee)
    return guarantee
  }

  func recheck(_ guarantee: inout Guarantee, _ deadline: Int64) -> GuaranteeJudgement? {
    ledger.recheck(&guarantee, topUpBy: Instant(nanoseconds: deadline))
  }

  /// Gives the seller as many dollars as an account may have.
  mutating func fillSeller() throws {
    try pay(Ledger.highestBalance.fen, .cash(seller), usd)
  }

  /// A guarantee that has come to a state.
  mutating func guarantee(in state: GuaranteeState) throws -> Guarantee {
    try pay(1_000, .cash(buyer))
    var guarantee = Guarantee(of: buyer, required: Amount(fen: 1_000_000))
    if state == .required { return guarantee }
    guarantee = try usdGuarantee(of: 1_000_000, cash: 1_000)
    switch state {
    case .required, .held: break
    case .topUpDue:
      try fix(70_000)
      let judgement = recheck(&guarantee, 1)
      #expect(judgement == .short(Amount(fen: 14_761)))
    case .defaulted: try guarantee.declareDefault()
    case .applied:
      try pay(1_000, .cash(buyer))
      _ = try ledger.apply(&guarantee, to: Amount(fen: 2_000))
    case .released: try ledger.release(&guarantee)
    case .forfeited:
      try guarantee.declareDefault()
      _ = try ledger.forfeit(&guarantee, to: seller)
    }
    return guarantee
  }

  /// Does an action for which there is money enough.
  mutating func perform(_ action: GuaranteeAction, _ guarantee: inout Guarantee)
    -> GuaranteeRefusal?
  {
    do throws(GuaranteeRefusal) {
      switch action {
      case .fallShort, .recover: _ = recheck(&guarantee, 1)
      case .cover: try ledger.cover(&guarantee)
      case .releaseExcess: try ledger.releaseExcess(of: &guarantee)
      case .declareDefault: try guarantee.declareDefault()
      case .apply: _ = try ledger.apply(&guarantee, to: Amount(fen: 1_000))
      case .release: try ledger.release(&guarantee)
      case .forfeit: _ = try ledger.forfeit(&guarantee, to: seller)
      }
      return nil
    } catch {
      return error
    }
  }
}
