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

  mutating func add(_ body: DefineApprovals) {
    let kinds = OperatorActionKind.allCases.filter { body.kinds & $0.bit != 0 }
    if !kinds.isEmpty { word("kinds", kinds.map { "\($0)" }.joined(separator: ",")) }
    number("seconds", body.seconds)
  }

  mutating func add(_ body: DecideApproval) {
    number("number", body.number)
    code("decision", body.decisionCode, ApprovalState.self)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: ApprovalChanged) {
    number("number", body.number)
    code("kind", body.kindCode, OperatorActionKind.self)
    code("state", body.stateCode, ApprovalState.self)
    word("uid", "\(body.uid)")
    number("decidedBy", body.decidedBy)
    instant("until", body.until)
    number("request", body.request)
    if body.reason != ReasonText() { word("reason", "\(body.reason)") }
  }
}
