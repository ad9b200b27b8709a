import Funds
import Market

/// Commands and events of settlement.
extension RecordFields {
  mutating func add(_ body: AffirmTrade) {
    text("confirmID", body.confirmID)
    number("tradeID", body.tradeID.rawValue)
    character("affirmStatus", body.affirmStatus)
  }

  mutating func add(_ body: AnswerInstruction) {
    text("reference", body.reference)
    number("instruction", body.instruction.rawValue)
    number("tradeID", body.tradeID.rawValue)
    code("result", body.resultCode, InstructionResult.self)
    flag("countersigned", body.isCountersigned)
    number("reason", body.reasonCode)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: ReportWeight) {
    text("reference", body.reference)
    text("document", body.document.text)
    number("tradeID", body.tradeID.rawValue)
    quantity("netWeight", body.netWeight)
  }

  mutating func add(_ body: DisputeTrade) {
    text("reference", body.reference)
    number("tradeID", body.tradeID.rawValue)
  }

  mutating func add(_ body: ControlTrade) {
    number("tradeID", body.tradeID.rawValue)
    code("action", body.actionCode, TradeControl.self)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: TradeChanged) {
    number("tradeID", body.tradeID.rawValue)
    code("from", body.fromCode, TradeState.self)
    code("state", body.stateCode, TradeState.self)
    code("reason", body.reasonCode, TradeReason.self)
    code("side", body.sideCode, Side.self)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("buyFirm", body.buyFirm.rawValue)
    number("sellFirm", body.sellFirm.rawValue)
    quantity("lastQty", body.lastQty)
    price("lastPx", body.lastPx)
    quantity("weight", body.weight)
    amount("grossTradeAmt", body.grossTradeAmt)
    amount("buyerFees", body.buyerFees)
    amount("sellerFees", body.sellerFees)
    amount("difference", body.difference)
    instant("deadline", body.deadline)
    instant("earliestResale", body.earliestResale)
    number("orderID", body.orderID.rawValue)
    number("execID", body.execID.rawValue)
    text("clOrdID", body.clOrdID.text)
    text("account", body.account.text)
    instant("matchedAt", body.matchedAt)
    number("ruleVersion", body.ruleVersion)
    number("documentCount", body.documentCount)
    number("request", body.request)
  }

  mutating func add(_ body: SettlementInstructed) {
    number("instruction", body.instruction.rawValue)
    number("tradeID", body.tradeID.rawValue)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("buyFirm", body.buyFirm.rawValue)
    number("sellFirm", body.sellFirm.rawValue)
    currency("currency", body.currency)
    quantity("lastQty", body.lastQty)
    price("lastPx", body.lastPx)
    quantity("weight", body.weight)
    amount("grossTradeAmt", body.grossTradeAmt)
    amount("buyerFees", body.buyerFees)
    amount("sellerFees", body.sellerFees)
    code("tradingMode", body.modeCode, TradingMode.self)
    number("ruleVersion", body.ruleVersion)
    instant("deadline", body.deadline)
    instant("matchedAt", body.matchedAt)
    number("buyOrderID", body.buyOrderID.rawValue)
    number("sellOrderID", body.sellOrderID.rawValue)
    text("buyClOrdID", body.buyClOrdID.text)
    text("sellClOrdID", body.sellClOrdID.text)
    number("takesBack", body.takesBack.rawValue)
  }

  mutating func add(_ body: TransferInstructed) {
    number("instruction", body.instruction.rawValue)
    number("tradeID", body.tradeID.rawValue)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("sellFirm", body.sellFirm.rawValue)
    number("buyFirm", body.buyFirm.rawValue)
    instant("deadline", body.deadline)
    number("fundsInstruction", body.fundsInstruction.rawValue)
  }

  mutating func add(_ body: DeliveryNotified) {
    text("document", body.document.text)
    number("tradeID", body.tradeID.rawValue)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("sellFirm", body.sellFirm.rawValue)
    number("buyFirm", body.buyFirm.rawValue)
    number("warehouse", body.warehouse)
    text("warehouseCode", body.warehouseCode.text)
    quantity("netWeight", body.netWeight)
    instant("deadline", body.deadline)
    number("execID", body.execID.rawValue)
  }

  mutating func add(_ body: ConfirmationRequested) {
    number("tradeID", body.tradeID.rawValue)
    code("side", body.sideCode, Side.self)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    number("firm", body.firm.rawValue)
    number("contraFirm", body.contraFirm.rawValue)
    quantity("lastQty", body.lastQty)
    price("lastPx", body.lastPx)
    quantity("weight", body.weight)
    amount("grossTradeAmt", body.grossTradeAmt)
    amount("fees", body.fees)
    instant("deadline", body.deadline)
    instant("matchedAt", body.matchedAt)
    instant("settlDate", body.settlDate)
    number("orderID", body.orderID.rawValue)
    number("execID", body.execID.rawValue)
    text("clOrdID", body.clOrdID.text)
    text("account", body.account.text)
  }

  mutating func add(_ body: FundsMoved) {
    amount("amount", body.amount)
    currency("currency", body.currency)
    code("reason", body.reasonCode, PostingReason.self)
    code("fromKind", body.fromKind, LedgerAccountKind.self)
    number("fromNumber", body.fromNumber)
    code("toKind", body.toKind, LedgerAccountKind.self)
    number("toNumber", body.toNumber)
    number("tradeID", body.tradeID.rawValue)
    number("request", body.request)
  }

  mutating func add(_ body: NoticeRefused) {
    text("reference", body.reference)
    number("commandType", body.commandType)
    code("role", body.roleCode, SessionRole.self)
    code("refusal", body.reasonCode, NoticeRefusal.self)
    number("instruction", body.instruction.rawValue)
    number("tradeID", body.tradeID.rawValue)
    code("state", body.stateCode, TradeState.self)
    code("titleRefusal", body.titleRefusalCode, TitleActionRefusal.self)
    number("part", body.part)
    number("execID", body.execID.rawValue)
    number("request", body.request)
  }
}
