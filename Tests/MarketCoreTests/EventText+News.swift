import Market
import Records

/// What is published to sessions, as lines.
extension EventText {
  func news(_ record: RawSpan) -> String {
    let body = record.loadBody(NewsPublished.self)
    let start = RecordHead.byteCount + MemoryLayout<NewsPublished>.size
    let end = start + Int(body.headlineLength)
    var words = [
      "news", "\(body.number)", NewsKind(rawValue: body.kindCode).map { "\($0)" } ?? "?",
      text(record, start..<end), "text=\(text(record, end..<end + Int(body.textLength)))",
      "to=\(audience(body.audience))",
    ]
    if !body.symbol.text.isEmpty { words.append("symbol=\(body.symbol.text)") }
    if !body.document.text.isEmpty { words.append("document=\(body.document.text)") }
    if let incident = Incident(rawValue: body.incidentCode) { words.append("\(incident)") }
    return words.joined(separator: " ")
  }

  func parameter(_ record: RawSpan) -> String {
    let body = record.loadBody(ParameterChanged.self)
    let days = (body.effectiveAt.nanoseconds - body.publishedOn.nanoseconds) / 86_400_000_000_000
    return [
      "parameter", "\(body.number)",
      ChangeStatus(rawValue: body.statusCode).map { "\($0)" } ?? "?", "\(body.symbol.text)",
      InstrumentParameter(rawValue: body.parameterCode).map { "\($0)" } ?? "?",
      "value=\(body.value)", "former=\(body.former)", "days=\(days)",
      "situation=\(body.situationCode)", "rules=\(body.ruleVersion)",
      "orders=\(body.affectedOrders)", "to=\(audience(body.audience))",
      "text=\(body.reason)",
    ].joined(separator: " ")
  }

  func audience(_ audience: Audience) -> String {
    let firm = audience.firm == .none ? "all" : firms[audience.firm.rawValue] ?? "?"
    return "\(firm)..\(sessions[audience.lastSession.rawValue] ?? "?")"
  }

  private func text(_ record: RawSpan, _ range: Range<Int>) -> String {
    let bytes = Span<UInt8>(_bytes: record.extracting(range))
    let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    return text.replacing(" ", with: "_").replacing("\n", with: "/")
  }
}
