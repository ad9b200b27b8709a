import Funds
import Market

/// Commands and events about money.
extension RecordFields {
  mutating func add(_ body: DefineCurrency) {
    currency("currency", body.currency)
    percent("haircutPercent", basisPoints: body.haircutBasisPoints)
  }

  mutating func add(_ body: SetFixing) {
    currency("currency", body.currency)
    text("benchmark", body.benchmark.text)
    fixing("fixing", body.tenMillionths)
    text("reference", body.reference)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: FixingChanged) {
    currency("currency", body.currency)
    text("benchmark", body.benchmark.text)
    fixing("fixing", body.tenMillionths)
    text("reference", body.reference)
    number("request", body.request)
  }

  mutating func add(_ body: CollateralTold) {
    number("number", body.number.rawValue)
    number("tradeID", body.tradeID.rawValue)
    word(
      "reason", CollAsgnReason(rawValue: body.reasonCode).map { "\($0)" } ?? "\(body.reasonCode)")
    code("status", body.statusCode, CollStatus.self)
    amount("required", body.required)
    amount("value", body.value)
    amount("amount", body.amount)
    instant("deadline", body.deadline)
    instant("matchedAt", body.matchedAt)
    number("orderID", body.orderID.rawValue)
    text("clOrdID", body.clOrdID.text)
    text("account", body.account.text)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("firm", body.firm.rawValue)
    percent("haircutAddition", basisPoints: body.haircutAddition)
    percent("haircutPercent", basisPoints: body.haircutBasisPoints)
    text("reference", body.reference)
  }

  mutating func add(_ body: UseReserve) {
    number("tradeID", body.tradeID.rawValue)
    amount("amount", body.amount)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: InquireCollateral) {
    text("inquiryID", body.inquiryID)
    text("party", body.party.text)
  }

  mutating func add(_ body: CollateralInquired) {
    text("inquiryID", body.inquiryID)
    text("party", body.party.text)
    code("refusal", body.refusalCode, PositionRefusal.self)
  }

  mutating func add(_ body: CollateralListed) {
    text("inquiryID", body.inquiryID)
    number("firm", body.firm.rawValue)
    currency("currency", body.currency)
    code("accountKind", body.accountKind, LedgerAccountKind.self)
    number("tradeID", body.tradeID.rawValue)
    code("status", body.statusCode, CollStatus.self)
    amount("balance", body.balance)
    amount("available", body.available)
    amount("value", body.value)
    fixing("fixing", body.tenMillionths)
    text("reference", body.reference)
    percent("haircutPercent", basisPoints: body.haircutBasisPoints)
    instant("deadline", body.deadline)
    number("orderID", body.orderID.rawValue)
    text("clOrdID", body.clOrdID.text)
    text("account", body.account.text)
    text("symbol", body.symbol.text)
    flag("isLast", body.isLast)
    number("execID", body.execID.rawValue)
  }

  mutating func add(_ body: AssignCollateral) {
    text("reference", body.reference)
    text("firm", body.firm.text)
    addAssignment(body.transTypeCode, body.reasonCode, body.accountKind)
    amount("amount", body.amount)
    currency("currency", body.currency)
  }

  mutating func add(_ body: CollateralAnswered) {
    text("reference", body.reference)
    number("firm", body.firm.rawValue)
    addAssignment(body.transTypeCode, body.reasonCode, body.accountKind)
    code("refusal", body.refusalCode, CollateralRefusal.self)
    amount("amount", body.amount)
    amount("available", body.available)
    currency("currency", body.currency)
    percent("haircutPercent", basisPoints: body.haircutBasisPoints)
    text("fixingReference", body.fixingReference)
    number("execID", body.execID.rawValue)
  }

  mutating func add(_ body: ClearNet) {
    number("day", body.day)
    number("rounds", body.rounds)
    number("paySeconds", body.paySeconds)
    number("cureSeconds", body.cureSeconds)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: NetPublished) {
    number("run", body.run)
    number("round", body.round)
    number("instruction", body.instruction.rawValue)
    number("member", body.member.rawValue)
    amount("net", body.net)
    amount("toPay", body.toPay)
    number("sides", body.sides)
    instant("deadline", body.deadline)
    instant("begunAt", body.begunAt)
  }

  mutating func add(_ body: NetRunChanged) {
    number("run", body.run)
    code("state", body.stateCode, NetRunState.self)
    number("round", body.round)
    number("tradeCount", body.tradeCount)
    number("payerCount", body.payerCount)
    instant("deadline", body.deadline)
    instant("begunAt", body.begunAt)
    number("request", body.request)
  }

  private mutating func addAssignment(_ type: UInt8, _ reason: UInt8, _ account: UInt8) {
    word("transType", CollAsgnTransType(rawValue: type).map { "\($0)" } ?? "\(type)")
    word("reason", CollAsgnReason(rawValue: reason).map { "\($0)" } ?? "\(reason)")
    code("accountKind", account, LedgerAccountKind.self)
  }

  /// What a unit of a currency is worth in CNY.
  private mutating func fixing(_ name: String, _ tenMillionths: Int64) {
    decimal(name, tenMillionths, scale: SetFixing.scale)
  }
}
