import FIX44
import Funds
import Market

/// Reference data and phases.
extension RecordFields {
  mutating func add(_ body: DefineFirm) {
    number("firm", body.firm.rawValue)
    text("code", body.code.text)
    number("controlGroup", body.controlGroup)
    choice("state", body.state, ["admitted", "suspended", "exited"])
    choice("origin", body.origin, ["domestic", "foreign"])
    flag("operator", body.isOperator)
    number("clearingMember", body.clearingMember.rawValue)
    number("broker", body.broker.rawValue)
  }

  mutating func add(_ body: DefineCounterparties) {
    number("firm", body.firm.rawValue)
    flag("limited", body.isLimited)
  }

  mutating func add(_ body: DefineSession) {
    number("number", body.session.rawValue)
    text("compID", body.compID.text)
    text("subID", body.subID.text)
    number("firm", body.firm.rawValue)
    code("role", body.roleCode, SessionRole.self)
    choice("state", body.state, ["enabled", "disabled"])
    number("throttleLimit", body.throttleLimit)
    number("throttleWindow", body.throttleWindow)
  }

  mutating func add(_ body: DefineInstrument) {
    number("instrument", body.instrument.rawValue)
    text("symbol", body.symbol.text)
    number("warehouse", body.warehouse)
    quantity("documentUnit", body.documentUnit)
    price("tick", body.tick)
    price("referencePrice", body.referencePrice)
    percent("bandPercent", basisPoints: body.bandBasisPoints)
    percent("negotiatedBandPercent", basisPoints: body.negotiatedBandBasisPoints)
    percent("guaranteePercent", basisPoints: body.guaranteeBasisPoints)
    percent("tolerancePercent", basisPoints: body.toleranceBasisPoints)
    number("tradeFeePerMillion", body.tradeFeePerMillion)
    amount("minimumTradeFee", body.minimumTradeFee)
    amount("titleTransferFeePerUnit", body.titleTransferFeePerUnit)
    price("highestPremium", body.highestPremium)
    number("minIntervalSeconds", body.minIntervalSeconds)
    number("minIntervalDays", body.minIntervalDays)
    number("minRemainingDays", body.minRemainingDays)
    quantity("minDeliveryUnit", body.minDeliveryUnit)
    number("answerSeconds", body.answerSeconds)
    addModes(of: body)
    number("quoteSeconds", body.quoteSeconds)
    number("quoteRounds", body.quoteRounds)
    names(
      "modes", body.modes,
      ["listing", "continuous", "negotiated", "auctionAscending", "auctionDescending"])
    code("docType", body.docType, CodeSet.TitleDocType.self)
    code("bookMode", body.bookModeCode, TradingMode.self)
    number("maxLots", body.maxLots)
    names("calls", body.calls.rawValue, ["opening", "closing"])
    percent("dynamicBandPercent", basisPoints: body.dynamicBandBasisPoints)
    number("interruptionSeconds", body.interruptionSeconds)
    code("clearing", body.clearingModeCode, ClearingMode.self)
    code("signingFlow", body.signingFlowCode, SigningFlow.self)
    number("signSeconds", body.signSeconds)
    number("balanceSeconds", body.balanceSeconds)
    number("fundsSeconds", body.fundsSeconds)
    number("titleSeconds", body.titleSeconds)
    number("weightSeconds", body.weightSeconds)
    percent("riskReservePercent", basisPoints: UInt32(body.reserveBasisPoints))
    number("topUpSeconds", body.topUpSeconds)
  }

  private mutating func addModes(of body: DefineInstrument) {
    number("deliveryDays", body.deliveryDays)
    flag("negotiatedHours", body.hasNegotiatedHours)
    number("listingReach", body.listingReach)
    code("priceBasis", body.priceBasisCode, PriceBasis.self)
    text("benchmark", body.benchmark.text)
    percent("benchmarkBandPercent", basisPoints: body.benchmarkBandBasisPoints)
    number("auctionNoticeSeconds", body.auctionNoticeSeconds)
    number("auctionExtensionSeconds", body.auctionExtensionSeconds)
    number("auctionExtensions", body.auctionExtensions)
    number("auctionStepSeconds", body.auctionStepSeconds)
    percent("auctionDepositPercent", basisPoints: UInt32(body.auctionDepositBasisPoints))
  }

  mutating func add(_ body: DefineWarehouse) {
    number("warehouse", body.warehouse)
    text("code", body.code.text)
    character("grade", body.grade)
    flag("bonded", body.bonded)
    number("firm", body.firm.rawValue)
    number("depositMultiple", body.depositMultiple)
  }

  mutating func add(_ body: AdmitDocument) {
    text("document", body.document.text)
    number("instrument", body.instrument.rawValue)
    number("warehouse", body.warehouse)
    number("holder", body.holder.rawValue)
    word("status", TitleStatus(rawValue: body.statusCode).map { "\($0)" } ?? "\(body.statusCode)")
    code("docType", body.docType, CodeSet.TitleDocType.self)
    quantity("netWeight", body.netWeight)
    price("premium", body.premium)
    instant("validUntil", body.validUntil)
    instant("storedFrom", body.storedFrom)
    number("version", body.version)
    number("issuer", body.issuer.rawValue)
    number("pledgee", body.pledgee.rawValue)
    instant("feePaidTo", body.feePaidTo)
    instant("certificateUntil", body.certificateUntil)
    number("hsCode", body.hsCode)
    flags(body.flags)
    digest("position", body.position.key)
    digest("digest", body.digest)
  }

  mutating func add(_ body: CreditFunds) {
    number("firm", body.firm.rawValue)
    currency("currency", body.currency)
    amount("amount", body.amount)
    number("warehouse", body.warehouse)
    code("accountKind", body.accountKind, LedgerAccountKind.self)
  }

  mutating func add(_ body: SetPhase) {
    number("instrument", body.instrument.rawValue)
    code("phase", body.phaseCode, TradingPhase.self)
  }

  mutating func add(_ body: SchedulePhase) {
    number("instrument", body.instrument.rawValue)
    code("phase", body.phaseCode, TradingPhase.self)
    flag("ofDeals", body.isOfDeals)
    instant("at", body.at)
  }

  mutating func add(_ body: SetKillSwitch) {
    addKillSwitch(body.scopeCode, body.number, body.isOn)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: GradeWarehouse) {
    text("reference", body.reference)
    text("code", body.code.text)
    character("grade", body.grade)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: WarehouseGraded) {
    text("reference", body.reference)
    text("code", body.code.text)
    number("warehouse", body.warehouse)
    number("firm", body.firm.rawValue)
    character("fromGrade", body.fromGrade)
    character("grade", body.grade)
    number("execID", body.execID.rawValue)
    number("request", body.request)
  }

  /// The operator's request, and who acted.
  mutating func addActor(_ request: UInt32, uid: UInt32, pid: UInt32) {
    number("request", request)
    if pid == 0 { return }
    word("uid", "\(uid)")
    number("pid", pid)
  }

  mutating func addKillSwitch(_ scopeCode: UInt8, _ number: UInt32, _ isOn: UInt8) {
    code("scope", scopeCode, KillScope.self)
    self.number("number", number)
    word("stopped", isOn == 0 ? "no" : "yes")
  }

  /// The names of the bits that are set, the lowest first.
  mutating func names(_ key: String, _ bits: UInt8, _ names: [String]) {
    let present = names.indices.filter { bits & (1 << UInt8($0)) != 0 }.map { names[$0] }
    if !present.isEmpty { word(key, present.joined(separator: ",")) }
  }
}
