import Market

/// News.
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

  mutating func add(_ audience: Audience) {
    number("firm", audience.firm.rawValue)
    number("lastSession", audience.lastSession.rawValue)
    if audience.roles == .max { return }
    let roles = SessionRole.allCases.filter { audience.roles & (1 << UInt32($0.rawValue)) != 0 }
    word("roles", roles.map { "\($0)" }.joined(separator: ","))
  }
}
