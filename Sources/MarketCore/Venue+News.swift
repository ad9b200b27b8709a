import Market
import Memory
import Records
import Titles

extension Venue {
  /// The operator publishes news: one event, which every session of the audience hears once, whenever it logs on.
  mutating func publishNews(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(PublishNews.self, of: command, into: &events),
      isOperators(into: &events)
    else { return }
    do throws(DefinitionRefusal) {
      try publish(body, command, into: &events)
    } catch {
      refuse(error.reason, detail: error.detail, request: body.request, into: &events)
    }
  }

  private mutating func publish(
    _ body: PublishNews, _ command: RawSpan, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    var news = try judge(body)
    try checkTexts(of: body, command)
    newsCount += 1
    news.number = newsCount
    news.request = body.request
    news.headlineLength = body.headlineLength
    news.textLength = body.textLength
    news.kindCode = body.kindCode
    news.incidentCode = body.incidentCode
    events.append(
      eventHead(.newsPublished, for: .venue), body: news,
      trailing: command.extracting(Self.text(of: body)))
  }

  /// Who is told, and about what; or why nobody is.
  func judge(_ body: PublishNews) throws(DefinitionRefusal) -> NewsPublished {
    guard NewsKind(rawValue: body.kindCode) != nil else {
      throw DefinitionRefusal(.invalidValue, Int64(body.kindCode))
    }
    guard body.incidentCode == 0 || Incident(rawValue: body.incidentCode) != nil else {
      throw DefinitionRefusal(.invalidValue, Int64(body.incidentCode))
    }
    var news = NewsPublished()
    news.audience = Audience(
      allOf: try audience(body), upTo: SessionID(rawValue: reference.sessionCount))
    news.document = body.document
    news.symbol = try symbol(body)
    return news
  }

  private static func text(of body: PublishNews) -> Range<Int> {
    let start = RecordHead.byteCount + MemoryLayout<PublishNews>.size
    return start..<start + Int(body.headlineLength) + Int(body.textLength)
  }

  /// Both texts are there, and such as may stand in a message.
  private func checkTexts(of body: PublishNews, _ command: RawSpan) throws(DefinitionRefusal) {
    let range = Self.text(of: body)
    guard (1...PublishNews.headlineBytesMax).contains(Int(body.headlineLength)),
      (1...PublishNews.textBytesMax).contains(Int(body.textLength)),
      RecordHead.byteCount + Int(cause.bodyLength) == range.upperBound
    else { throw DefinitionRefusal(.invalidValue, Int64(range.count)) }
    let bytes = Span<UInt8>(_bytes: command.extracting(range))
    var lineBytes = 1
    var lines = 1
    for place in bytes.indices {
      if place == Int(body.headlineLength) { lineBytes = 0 }
      let isEnd = bytes[place] == Self.lineFeed && place > Int(body.headlineLength)
      if isEnd { lines += 1 }
      guard isEnd ? lineBytes > 0 : bytes[place] >= 0x20 && bytes[place] <= 0x7e else {
        throw DefinitionRefusal(.invalidValue, Int64(place))
      }
      lineBytes = isEnd ? 0 : lineBytes + 1
    }
    guard lineBytes > 0, lines <= PublishNews.linesMax else {
      throw DefinitionRefusal(.invalidValue, Int64(lines))
    }
  }

  private static var lineFeed: UInt8 { 0x0a }

  private func audience(_ body: PublishNews) throws(DefinitionRefusal) -> FirmID {
    if body.firm.text.isEmpty { return .none }
    guard let firm = reference.firm(body.firm) else { throw DefinitionRefusal(.unknownFirm, 0) }
    return firm
  }

  /// The instrument that is named, or that of the document.
  private func symbol(_ body: PublishNews) throws(DefinitionRefusal) -> Symbol {
    guard body.kindCode != NewsKind.documentWarning.rawValue || !body.document.text.isEmpty else {
      throw DefinitionRefusal(.unknownDocument, 0)
    }
    if !body.symbol.text.isEmpty && reference.instrument(body.symbol) == nil {
      throw DefinitionRefusal(.unknownInstrument, 0)
    }
    if body.document.text.isEmpty { return body.symbol }
    guard let slot = titles.slot(of: body.document) else {
      throw DefinitionRefusal(.unknownDocument, 0)
    }
    return reference[titles.instrument(of: slot)].symbol
  }
}
