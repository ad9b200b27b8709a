import Market
import Records

/// The records of title documents that have more than a body.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readTitleRequest() {
    guard let body = body(RequestTitle.self) else { return }
    fields.add(body)
    partsAndText(body.partCount, behind: RequestTitle.self)
  }

  /// The documents that follow a body, and the text behind them.
  @_lifetime(self: copy self)
  mutating func partsAndText<Body: BitwiseCopyable>(_ count: UInt16, behind type: Body.Type) {
    let length = Int(count) * MemoryLayout<RequestedPart>.size
    guard Int(head.bodyLength) >= MemoryLayout<Body>.size + length else { return }
    let parts = (0..<Int(count)).map { index in
      let part = record.loadTrailing(RequestedPart.self, index, behind: type)
      let weight = DecimalText.text(part.netWeight.thousandths, scale: Quantity.scale)
      return part.version > 0
        ? "\(part.document.text):version=\(part.version)" : "\(part.document.text):\(weight)"
    }
    if !parts.isEmpty { fields.word("parts", parts.joined(separator: ",")) }
    trailingText("text", behind: type, length)
  }
}
