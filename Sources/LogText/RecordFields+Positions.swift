import Market

/// Requests for positions and their answers.
extension RecordFields {
  mutating func add(_ body: RequestPositions) {
    text("posReqID", body.posReqID)
    number("posReqType", body.requestType)
    text("party", body.party.text)
    text("symbol", body.symbol.text)
    text("account", body.account.text)
  }

  mutating func add(_ body: PositionsAcknowledged) {
    text("posReqID", body.posReqID)
    code("refusal", body.refusalCode, PositionRefusal.self)
    number("total", body.total)
    text("party", body.party.text)
    text("symbol", body.symbol.text)
    text("account", body.account.text)
    number("execID", body.execID.rawValue)
  }

  mutating func add(_ body: PositionReported) {
    text("posReqID", body.posReqID)
    number("firm", body.firm.rawValue)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    quantity("held", body.held)
    quantity("reserved", body.reserved)
    quantity("settling", body.settling)
    quantity("blocked", body.blocked)
    quantity("weight", body.weight)
    price("price", body.price)
    amount("value", body.value)
    amount("balance", body.balance)
    amount("available", body.available)
    number("total", body.total)
    text("account", body.account.text)
    number("execID", body.execID.rawValue)
  }
}
