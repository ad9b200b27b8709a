import Market

/// What the operator does with the market.
extension RecordFields {
  mutating func add(_ body: ControlMarket) {
    code("action", body.actionCode, MarketAction.self)
    code("scope", body.scopeCode, MarketScope.self)
    text("subject", body.subject)
    code("situation", body.situationCode, AbnormalSituation.self)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: MarketControlled) {
    code("action", body.actionCode, MarketAction.self)
    code("scope", body.scopeCode, MarketScope.self)
    text("subject", body.subject)
    code("situation", body.situationCode, AbnormalSituation.self)
    number("instruments", body.instruments)
    number("request", body.request)
    word("uid", "\(body.uid)")
    if body.reason != ReasonText() { word("reason", "\(body.reason)") }
  }
}
