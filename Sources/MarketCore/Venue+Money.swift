import Funds
import Market
import Memory
import Records

/// Money and what it is worth: currencies, fixings, and what comes in or leaves by the definition.
extension Venue {
  mutating func performMoney(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    switch type {
    case .defineCurrency: try define(load(DefineCurrency.self, command))
    case .setFixing: try setFixing(load(SetFixing.self, command), into: &events)
    default: try credit(load(CreditFunds.self, command), into: &events)
    }
  }

  private mutating func define(_ body: DefineCurrency) throws(DefinitionRefusal) {
    do throws(CurrencyRefusal) {
      try money.addCurrency(body.currency, haircutBasisPoints: body.haircutBasisPoints)
    } catch {
      let reason: CommandRefusal = error == .full ? .limitReached : .invalidValue
      throw DefinitionRefusal(reason, Int64(error.rawValue))
    }
    recheckGuarantees()
  }

  /// Sets a fixing: by the definition or the operator's hand, or by clearing, which is told what has come of it.
  private mutating func setFixing(_ body: SetFixing, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    guard cause.session != .venue else { return try fix(body, into: &events) }
    guard reference.knows(cause.session) else {
      throw DefinitionRefusal(.unknownSession, Int64(cause.session.rawValue))
    }
    do throws(NoticeFailure) {
      guard reference[cause.session].role == .clearing else { throw NoticeFailure(.notAddressed) }
      do throws(DefinitionRefusal) { try fix(body, into: &events) } catch {
        throw NoticeFailure(error.reason == .unknownCurrency ? .unknownCurrency : .invalidValue)
      }
    } catch {
      var refused = NoticeRefused()
      refused.reference = body.reference
      refuse(refused, error, into: &events)
    }
  }

  private mutating func fix(_ body: SetFixing, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    guard body.benchmark == .none else { return try publish(body, into: &events) }
    guard let currency = money.currencies.index(of: body.currency) else {
      throw DefinitionRefusal(.unknownCurrency, Int64(body.currency), request: body.request)
    }
    do throws(CurrencyRefusal) {
      try money.fix(currency, at: Fixing(tenMillionths: body.tenMillionths))
    } catch {
      throw DefinitionRefusal(.invalidValue, Int64(error.rawValue), request: body.request)
    }
    guarantees.fixingReferences[Int(currency.rawValue)] = body.reference
    events.append(eventHead(.fixingChanged, for: cause.session), body: FixingChanged(body))
    recheckGuarantees()
  }

  /// The value of a benchmark from now on: trades of premiums over it are made at that. It is a tick of each
  /// instrument that has such premiums, and lies in the band by which their orders hold money.
  private mutating func publish(_ body: SetFixing, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    let (value, rest) = body.tenMillionths.quotientAndRemainder(dividingBy: 1_000)
    let price = Price(tenThousandths: value)
    var count = 0
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      guard instrument.benchmark.name == body.benchmark else { continue }
      guard rest == 0, let tick = instrument.exactTick(of: price),
        tick >= instrument.benchmark.lowest, tick <= instrument.benchmark.highest
      else {
        throw DefinitionRefusal(.invalidValue, body.tenMillionths, request: body.request)
      }
      count += 1
    }
    guard count > 0, body.currency == 0 else {
      throw DefinitionRefusal(.unknownBenchmark, 0, request: body.request)
    }
    for number in 1..<(reference.instrumentCount + 1)
    where reference.instruments[number].benchmark.name == body.benchmark {
      guard let tick = reference.instruments[number].exactTick(of: price) else { continue }
      reference.instruments[number].benchmark.tick = tick
      reference.instruments[number].benchmark.isKnown = true
    }
    events.append(eventHead(.fixingChanged, for: cause.session), body: FixingChanged(body))
  }

  /// All guarantees with foreign money are looked at again, in steps of work.
  private mutating func recheckGuarantees() {
    guarantees.nextToRecheck = trades.count > 0 ? 0 : nil
  }

  private mutating func credit(_ body: CreditFunds, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    let account = try account(of: body)
    guard let currency = money.currencies.index(of: body.currency) else {
      throw DefinitionRefusal(.unknownCurrency, Int64(body.currency))
    }
    if body.amount == .zero { return }
    guard body.amount.fen > .min else {
      throw DefinitionRefusal(.invalidValue, body.amount.fen)
    }
    let isPaidIn = body.amount > .zero
    let posting = Posting(
      isPaidIn ? .paidIn : .paidOut, Amount(fen: abs(body.amount.fen)),
      from: isPaidIn ? .bank : account, to: isPaidIn ? account : .bank, in: currency)
    do throws(PostingRefusal) {
      try money.post(posting)
    } catch {
      throw refusal(error, of: account, in: currency)
    }
    tell(posting, of: .none, into: &events)
    if body.firm != .none { payBalances(of: body.firm) }
  }

  /// Which account money comes to, or leaves.
  private func account(of body: CreditFunds) throws(DefinitionRefusal) -> LedgerAccount {
    let code = body.accountKind == 0 ? LedgerAccountKind.cash.rawValue : body.accountKind
    guard let kind = LedgerAccountKind(rawValue: code) else {
      throw DefinitionRefusal(.invalidValue, Int64(code))
    }
    switch kind {
    case .cash, .guarantee, .member:
      guard reference.knows(body.firm) else {
        throw DefinitionRefusal(.unknownFirm, Int64(body.firm.rawValue))
      }
      return LedgerAccount(kind, number: body.firm.rawValue)
    case .deposit:
      guard reference.knowsWarehouse(body.warehouse) else {
        throw DefinitionRefusal(.unknownWarehouse, Int64(body.warehouse))
      }
      return .deposit(body.warehouse)
    case .riskReserve: return .riskReserve
    case .tradeFees, .titleFees, .clearing, .bank, .registryFees:
      throw DefinitionRefusal(.invalidValue, Int64(code))
    }
  }

  private func refusal(
    _ refusal: PostingRefusal, of account: LedgerAccount, in currency: CurrencyIndex
  ) -> DefinitionRefusal {
    switch refusal {
    case .overflow: return DefinitionRefusal(.amountOverflow, Ledger.highestBalance.fen)
    case .insufficient:
      let available = money[account, in: currency]?.available ?? .zero
      return DefinitionRefusal(.insufficientFunds, available.fen)
    case .invalidAmount, .unknownCurrency, .unknownAccount, .notPermitted:
      return DefinitionRefusal(.invalidValue, Int64(refusal.rawValue))
    }
  }
}

extension FixingChanged {
  init(_ body: SetFixing) {
    self.init()
    reference = body.reference
    tenMillionths = body.tenMillionths
    currency = body.currency
    request = body.request
    benchmark = body.benchmark
  }
}
