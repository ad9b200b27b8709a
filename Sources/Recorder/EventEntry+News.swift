import GRDB
import Market
import Records

/// What was published to sessions, and how instruments change.
extension EventEntry {
  func enter(_ body: NewsPublished, _ record: RawSpan) throws {
    let start = RecordHead.byteCount + MemoryLayout<NewsPublished>.size
    let end = start + Int(body.headlineLength)
    try db.insert(
      "news",
      [
        "number": stored(body.number), "position": position, "sequence": sequence,
        "atNanos": atNanos, "kind": BookText.name(body.kindCode, NewsKind.self),
        "incident": body.incidentCode == 0 ? "" : BookText.name(body.incidentCode, Incident.self),
        "firm": body.audience.firm.rawValue, "symbol": "\(body.symbol.text)",
        "document": "\(body.document.text)", "headline": text(record, start..<end),
        "text": text(record, end..<end + Int(body.textLength)),
      ])
  }

  /// A change of a parameter: each of its states is a row.
  func enter(_ body: ParameterChanged) throws {
    try db.insert(
      "parameterChanges",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "number": stored(body.number),
        "status": BookText.name(body.statusCode, ChangeStatus.self),
        "instrument": body.instrument.rawValue, "symbol": "\(body.symbol.text)",
        "parameter": BookText.name(body.parameterCode, InstrumentParameter.self),
        "value": body.value, "former": body.former,
        "publishedOnNanos": body.publishedOn.nanoseconds,
        "effectiveAtNanos": body.effectiveAt.nanoseconds, "situation": body.situationCode,
        "ruleVersion": body.ruleVersion, "affectedOrders": body.affectedOrders,
        "reason": "\(body.reason)",
      ])
  }

  private func text(_ record: RawSpan, _ range: Range<Int>) -> String {
    guard range.upperBound <= record.byteCount else { return "" }
    let bytes = Span<UInt8>(_bytes: record.extracting(range))
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}
