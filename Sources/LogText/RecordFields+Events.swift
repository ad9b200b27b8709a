import Market

/// Events of the core.
extension RecordFields {
  mutating func add(_ body: ExecutionReport) {
    code("execType", body.execTypeCode, ExecType.self)
    code("ordStatus", body.ordStatusCode, OrdStatus.self)
    number("orderID", body.orderID.rawValue)
    number("execID", body.execID.rawValue)
    number("tradeID", body.tradeID.rawValue)
    text("clOrdID", body.clOrdID.text)
    text("origClOrdID", body.origClOrdID.text)
    text("account", body.account.text)
    text("symbol", body.symbol.text)
    addTerms(body)
    addFill(body)
    addReason(body)
    number("firm", body.firm.rawValue)
    number("contraFirm", body.contraFirm.rawValue)
    number("actingSession", body.actingSession.rawValue)
  }

  private mutating func addTerms(_ body: ExecutionReport) {
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
  }

  private mutating func addFill(_ body: ExecutionReport) {
    quantity("lastQty", body.lastQty)
    price("lastPx", body.lastPx)
    amount("grossTradeAmt", body.grossTradeAmt)
    code("lastLiquidityInd", body.lastLiquidityIndCode, LastLiquidityInd.self)
    character("workingIndicator", body.workingIndicatorCode)
    quantity("leavesQty", body.leavesQty)
    quantity("cumQty", body.cumQty)
    price("avgPx", body.avgPx)
  }

  private mutating func addReason(_ body: ExecutionReport) {
    code("orderReject", body.orderRejectCode, OrderReject.self)
    let reject = OrderReject(rawValue: body.orderRejectCode)
    if let mark = body.rateMark {
      code("monitor", mark.code.rawValue, MonitorCode.self)
      number("windowCount", mark.windowCount)
    } else if body.ruleVersion == 0 {
      detail(body.rejectDetail, reject?.detail ?? .count)
    }
    number("ruleVersion", body.ruleVersion)
    instant("settlDate", body.settlDate)
    if body.restatementReasonPlus1 > 0 {
      word("execRestatementReason", "\(body.restatementReasonPlus1 - 1)")
    }
    flag("cancelOnDisconnect", body.isCancelOnDisconnect)
  }

  mutating func add(_ body: OrderCancelReject) {
    code("cancelReject", body.cancelRejectCode, CancelReject.self)
    code("orderReject", body.orderRejectCode, OrderReject.self)
    detail(body.rejectDetail, Self.detail(of: body))
    choice("responseTo", body.responseTo, ["cancel", "replace"])
    code("ordStatus", body.ordStatusCode, OrdStatus.self)
    number("orderID", body.orderID.rawValue)
    number("execID", body.execID.rawValue)
    text("clOrdID", body.clOrdID.text)
    text("origClOrdID", body.origClOrdID.text)
    text("account", body.account.text)
    number("firm", body.firm.rawValue)
  }

  private static func detail(of body: OrderCancelReject) -> RejectDetail {
    if let reject = OrderReject(rawValue: body.orderRejectCode) { return reject.detail }
    return CancelReject(rawValue: body.cancelRejectCode)?.detail ?? .count
  }

  /// The detail of a reject in the unit that its reason says.
  private mutating func detail(_ value: Int64, _ unit: RejectDetail) {
    switch unit {
    case .price: price("detail", Price(tenThousandths: value))
    case .quantity: quantity("detail", Quantity(thousandths: value))
    case .amount: amount("detail", Amount(fen: value))
    case .none, .count, .entry, .tag, .seconds, .days: number("detail", value)
    }
  }

  mutating func add(_ body: BusinessMessageReject) {
    code("refusal", body.refusalCode, Refusal.self)
    msgType("refMsgType", body.refMsgType)
    number("refTagID", body.refTagID)
    text("businessRejectRefID", body.businessRejectRefID)
    number("execID", body.execID.rawValue)
    number("firm", body.firm.rawValue)
  }

  mutating func add(_ body: MassCancelReport) {
    text("clOrdID", body.clOrdID.text)
    code("massCancelRequestType", body.requestTypeCode, MassCancelRequestType.self)
    code("massCancelReject", body.massCancelRejectCode, MassCancelReject.self)
    number("refTagID", body.refTagID)
    number("totalAffectedOrders", body.totalAffectedOrders)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    text("account", body.account.text)
    number("firm", body.firm.rawValue)
  }

  mutating func add(_ body: KillSwitchChanged) {
    addKillSwitch(body.scopeCode, body.number, body.isOn)
    number("totalAffectedOrders", body.totalAffectedOrders)
    number("request", body.request)
  }

  mutating func add(_ body: TradeMatched) {
    number("tradeID", body.tradeID.rawValue)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    quantity("lastQty", body.lastQty)
    price("lastPx", body.lastPx)
    quantity("weight", body.weight)
    amount("grossTradeAmt", body.grossTradeAmt)
    code("state", body.stateCode, TradeState.self)
    code("aggressorSide", body.aggressorSideCode, Side.self)
    code("tradingMode", body.modeCode, TradingMode.self)
    flag("byName", body.isByName)
    number("ruleVersion", body.ruleVersion)
    instant("settlDate", body.settlDate)
    number("buyFirm", body.buyFirm.rawValue)
    number("sellFirm", body.sellFirm.rawValue)
    number("buyOrderID", body.buyOrderID.rawValue)
    number("sellOrderID", body.sellOrderID.rawValue)
    number("buyExecID", body.buyExecID.rawValue)
    number("sellExecID", body.sellExecID.rawValue)
    text("buyClOrdID", body.buyClOrdID.text)
    text("sellClOrdID", body.sellClOrdID.text)
  }

  mutating func add(_ body: BookChanged) {
    code("action", body.actionCode, MDUpdateAction.self)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("mdSeq", body.mdSeq)
    code("side", body.sideCode, Side.self)
    price("price", body.price)
    number("tick", body.tick)
    number("orderID", body.orderID.rawValue)
    number("lots", body.lots)
    flag("losesPlace", body.losesPlace)
    flag("allOrNone", body.isAllOrNone)
    number("levelLots", body.levelLots)
    number("levelOrders", body.levelOrders)
  }

  mutating func add(_ body: PhaseChanged) {
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    code("phase", body.phaseCode, TradingPhase.self)
    choice("cause", body.cause, ["calendar", "operator", "market"])
  }

  mutating func add(_ body: CommandRefused) {
    code("commandType", body.commandType, CommandType.self)
    code("reason", body.reasonCode, CommandRefusal.self)
    number("detail", body.detail)
  }
}
