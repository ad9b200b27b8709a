import Market

/// News, and changes of parameters.
extension RecordFields {
  mutating func add(_ body: PublishNews) {
    code("kind", body.kindCode, NewsKind.self)
    code("incident", body.incidentCode, Incident.self)
    text("firm", body.firm.text)
    text("symbol", body.symbol.text)
    text("document", body.document.text)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: NewsPublished) {
    number("number", body.number)
    code("kind", body.kindCode, NewsKind.self)
    code("incident", body.incidentCode, Incident.self)
    add(body.audience)
    text("symbol", body.symbol.text)
    text("document", body.document.text)
    number("request", body.request)
  }

  mutating func add(_ body: ChangeParameter) {
    text("symbol", body.symbol.text)
    code("parameter", body.parameterCode, InstrumentParameter.self)
    value("value", body.value, body.parameterCode)
    instant("publishedOn", body.publishedOn)
    instant("effectiveAt", body.effectiveAt)
    code("situation", body.situationCode, AbnormalSituation.self)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: WithdrawChange) {
    number("number", body.number)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: ParameterChanged) {
    number("number", body.number)
    code("status", body.statusCode, ChangeStatus.self)
    text("symbol", body.symbol.text)
    code("parameter", body.parameterCode, InstrumentParameter.self)
    value("value", body.value, body.parameterCode)
    value("former", body.former, body.parameterCode)
    instant("publishedOn", body.publishedOn)
    instant("effectiveAt", body.effectiveAt)
    code("situation", body.situationCode, AbnormalSituation.self)
    number("ruleVersion", body.ruleVersion)
    number("affectedOrders", body.affectedOrders)
    number("request", body.request)
    if body.reason != ReasonText() { word("reason", "\(body.reason)") }
  }

  private mutating func value(_ name: String, _ value: Int64, _ parameterCode: UInt8) {
    decimal(name, value, scale: InstrumentParameter(rawValue: parameterCode)?.unit.decimals ?? 0)
  }

  mutating func add(_ audience: Audience) {
    number("firm", audience.firm.rawValue)
    number("lastSession", audience.lastSession.rawValue)
    if audience.roles == .max { return }
    let roles = SessionRole.allCases.filter { audience.roles & (1 << UInt32($0.rawValue)) != 0 }
    word("roles", roles.map { "\($0)" }.joined(separator: ","))
  }
}
