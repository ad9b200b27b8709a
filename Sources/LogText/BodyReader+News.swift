import Market
import Records

/// The records of news, which have a headline and a text behind their body, and of changes of parameters.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readNews(_ type: CommandType) {
    switch type {
    case .changeParameter:
      if let body = body(ChangeParameter.self) { fields.add(body) }
      trailingText("text", behind: ChangeParameter.self)
    case .withdrawChange:
      if let body = body(WithdrawChange.self) { fields.add(body) }
      trailingText("text", behind: WithdrawChange.self)
    default:
      guard let body = body(PublishNews.self) else { return }
      fields.add(body)
      headlineAndText(Int(body.headlineLength), behind: PublishNews.self)
    }
  }

  @_lifetime(self: copy self)
  mutating func readNews(_ type: EventType) {
    guard type == .newsPublished else {
      if let body = body(ParameterChanged.self) { fields.add(body) }
      return
    }
    guard let body = body(NewsPublished.self) else { return }
    fields.add(body)
    headlineAndText(Int(body.headlineLength), behind: NewsPublished.self)
  }

  @_lifetime(self: copy self)
  private mutating func headlineAndText<Body: BitwiseCopyable>(
    _ headlineLength: Int, behind type: Body.Type
  ) {
    let start = RecordHead.byteCount + MemoryLayout<Body>.size
    guard MemoryLayout<Body>.size + headlineLength <= Int(head.bodyLength) else { return }
    let bytes = Span<UInt8>(_bytes: record.extracting(start..<start + headlineLength))
    fields.word(
      "headline", String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self))
    trailingText("text", behind: type, headlineLength)
  }
}
