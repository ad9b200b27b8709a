import FIX44
import FIXWire
import Market
import Records

/// The body of News(B).
extension MessageEncoder {
  mutating func writeNews(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let body = event.loadBody(NewsPublished.self)
    let isUrgent = body.kindCode != NewsKind.announcement.rawValue
    let headline = RecordHead.byteCount + MemoryLayout<NewsPublished>.size
    let text = headline + Int(body.headlineLength)
    field(.origTime, event.loadHead().time, precision)
    char(.urgency, (isUrgent ? CodeSet.Urgency.flash : .normal).rawValue)
    field(.headline, event.extracting(headline..<text))
    if !body.symbol.text.isEmpty {
      field(.noRelatedSym, 1 as UInt64)
      symbol(body.symbol)
    }
    if !body.document.text.isEmpty {
      field(.noUnderlyings, 1 as UInt64)
      field(.underlyingSymbol, body.symbol.commodity)
      field(.underlyingSecurityID, body.document.text)
      field(.underlyingSecurityIDSource, "100")
    }
    writeLines(event.extracting(text..<text + Int(body.textLength)))
    if options.ownTags && body.incidentCode > 0 {
      field(.incidentCode, UInt64(body.incidentCode))
    }
  }

  /// LinesOfText(33): the lines of a text that line feeds part.
  mutating func writeLines(_ text: RawSpan) {
    let bytes = Span<UInt8>(_bytes: text)
    var lines: UInt64 = 1
    for place in bytes.indices where bytes[place] == Self.lineFeed { lines += 1 }
    field(.linesOfText, lines)
    var start = 0
    for place in bytes.indices where bytes[place] == Self.lineFeed {
      field(.text, text.extracting(start..<place))
      start = place + 1
    }
    field(.text, text.extracting(start..<text.byteCount))
  }

  private static var lineFeed: UInt8 { 0x0a }
}
