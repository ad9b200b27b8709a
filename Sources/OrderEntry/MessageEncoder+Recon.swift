import FIX44
import FIXWire
import Market
import Records

/// The body of ReconReport(UR).
extension MessageEncoder {
  mutating func writeReconReported(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(ReconReported.self)
    let finding = body.finding
    field(.execID, body.execID.rawValue)
    if finding.tradeID != .none { field(.trdMatchID, finding.tradeID.rawValue) }
    field(.transactTime, event.loadHead().time, precision)
    writeText(finding)
    if !finding.document.text.isEmpty { field(.titleDocID, finding.document.text) }
    field(.warehouseCode, finding.warehouse.text)
    if finding.tradeID == .none {
      quantity(.netWeight, finding.documentsWeight)
      field(.hsCode, finding.goods)
    }
    field(.reconID, finding.reconID)
    match(.goodsMatch, finding.goodsMatch)
    match(.tradeMatch, finding.tradeMatch)
    match(.fundsMatch, finding.fundsMatch)
    field(.reconStatus, UInt64(finding.statusCode))
    field(.reconBreak, UInt64(finding.breakCode))
    field(.registrySeq, finding.number)
    if finding.tradeID == .none { quantity(.reportedWeight, finding.reportedWeight) }
  }

  /// Who says what, and what the venue's log says instead.
  private mutating func writeText(_ finding: ReconFinding) {
    if finding.expected.isEmpty && finding.found.isEmpty { return }
    var line = TextLine()
    switch SessionRole(rawValue: finding.sourceCode) {
    case .registry: line.append("The registry: ")
    case .warehouse: line.append("The warehouse: ")
    case .clearing: line.append("Clearing: ")
    default: line.append("Goods in store: ")
    }
    line.append(finding.found)
    line.append(", expected: ")
    line.append(finding.expected)
    field(.text, line.bytes)
  }

  private mutating func match(_ tag: Tag, _ code: UInt8) {
    guard let match = ReconMatch(rawValue: code), match != .unknown else { return }
    field(tag, match == .agrees)
  }
}
