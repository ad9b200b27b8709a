import Market
import Records

/// The records of title documents that have more than a body.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readTitleRequest() {
    guard let body = body(RequestTitle.self) else { return }
    fields.add(body)
    let length = Int(body.partCount) * MemoryLayout<RequestedPart>.size
    guard Int(head.bodyLength) >= MemoryLayout<RequestTitle>.size + length else { return }
    let parts = (0..<Int(body.partCount)).map { index in
      let part = record.loadTrailing(RequestedPart.self, index, behind: RequestTitle.self)
      let weight = DecimalText.text(part.netWeight.thousandths, scale: Quantity.scale)
      return part.version > 0
        ? "\(part.document.text):version=\(part.version)" : "\(part.document.text):\(weight)"
    }
    if !parts.isEmpty { fields.word("parts", parts.joined(separator: ",")) }
    trailingText("text", behind: RequestTitle.self, length)
  }
}
