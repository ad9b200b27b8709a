import Market
import Records

/// With whom firms deal: told behind all firms, whose numbers the lists are made of.
extension ReferenceChanges {
  /// A firm's list where it is another than the last one told, or where it has none any more.
  mutating func defineCounterparties(of firm: FirmDefinition, _ publish: (RawSpan) -> Void) {
    guard let number = index.firm(firm.code) else { return }
    let known = index.counterparties[number]
    if firm.counterparties == nil && known == nil { return }
    let named = (firm.counterparties ?? []).compactMap { index.firm($0) }
    var body = DefineCounterparties()
    body.firm = number
    body.isLimited = firm.counterparties == nil ? 0 : 1
    body.count = UInt16(named.count)
    var head = RecordHead()
    head.typeCode = CommandType.defineCounterparties.rawValue
    scratch.removeAll()
    scratch.append(head, body: body, trailing: RawSpan(_elements: named.span))
    let used =
      RecordHead.byteCount..<RecordHead.byteCount + Int(scratch.bytes.loadHead().bodyLength)
    let crc = scratch.bytes.extracting(used).crc32c()
    if known == crc { return }
    index.counterparties[number] = crc
    lines.append("\(known == nil ? "+" : "~") counterparties of firm \(firm.code.text)")
    commandCount += 1
    publish(scratch.bytes)
  }
}
