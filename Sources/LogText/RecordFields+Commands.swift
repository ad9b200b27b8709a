import Market

/// Commands of order entry.
extension RecordFields {
  mutating func add(_ body: NewOrder) {
    text("clOrdID", body.clOrdID.text)
    text("account", body.account.text)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    quantity("orderQty", body.orderQty)
    price("price", body.price)
    price("stopPx", body.stopPx)
    code("ordType", body.ordTypeCode, OrdType.self)
    code("timeInForce", body.timeInForceCode, TimeInForce.self)
    quantity("minQty", body.minQty)
    quantity("maxFloor", body.maxFloor)
    add(body.execInst)
    code("cashMargin", body.cashMarginCode, CashMargin.self)
    code("tradingMode", body.modeCode, TradingMode.self)
    instant("expireTime", body.expireTime)
    instant("transactTime", body.transactTime)
    number("listingOrderID", body.listingOrderID.rawValue)
    number("selfMatchPreventionID", body.selfMatchPreventionID)
    character("selfMatchPreventionInstruction", body.selfMatchInstruction)
    currency("currency", body.currency)
    flag("programTrade", body.isProgramTrade)
    number("programRegID", body.programRegID)
    number("priceType", body.priceType)
    code("priceBasis", body.priceBasisCode, PriceBasis.self)
    text("benchmark", body.benchmark.text)
  }

  mutating func add(_ body: CancelOrder) {
    text("clOrdID", body.clOrdID.text)
    text("origClOrdID", body.origClOrdID.text)
    number("orderID", body.orderID.rawValue)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    instant("transactTime", body.transactTime)
  }

  mutating func add(_ body: ReplaceOrder) {
    text("origClOrdID", body.origClOrdID.text)
    number("orderID", body.orderID.rawValue)
    add(body.order)
  }

  mutating func add(_ body: OrderStatusRequest) {
    text("clOrdID", body.clOrdID.text)
    text("ordStatusReqID", body.ordStatusReqID)
    number("orderID", body.orderID.rawValue)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
  }

  mutating func add(_ body: RefusedMessage) {
    msgType("refMsgType", body.refMsgType)
    code("refusal", body.refusalCode, Refusal.self)
    number("refTagID", body.refTagID)
    text("clOrdID", body.clOrdID.text)
    text("origClOrdID", body.origClOrdID.text)
    text("symbol", body.symbol.text)
    text("businessRejectRefID", body.businessRejectRefID)
    code("side", body.sideCode, Side.self)
    code("massCancelRequestType", body.requestTypeCode, MassCancelRequestType.self)
    quantity("orderQty", body.orderQty)
  }

  mutating func add(_ body: MassCancel) {
    text("clOrdID", body.clOrdID.text)
    code("massCancelRequestType", body.requestTypeCode, MassCancelRequestType.self)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    text("account", body.account.text)
    instant("transactTime", body.transactTime)
  }

  mutating func add(_ body: MassStatusRequest) {
    text("massStatusReqID", body.massStatusReqID)
    code("massStatusReqType", body.requestTypeCode, MassStatusReqType.self)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    text("account", body.account.text)
  }

  mutating func add(_ execInst: ExecInst) {
    if execInst.contains(.postOnly) { word("execInst", "participateDoNotInitiate") }
    if execInst.contains(.allOrNone) { word("execInst", "allOrNone") }
    if execInst.contains(.premium) { word("priceBasis", "premium") }
    if execInst.contains(.notOffered) { word("execInst", "notOffered") }
  }
}
