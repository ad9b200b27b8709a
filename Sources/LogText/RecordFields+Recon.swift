import Market

/// What a reconciliation has found.
extension RecordFields {
  mutating func add(_ body: ReportRecon) {
    add(body.finding)
    number("request", body.request)
    number("uid", body.uid)
    number("pid", body.pid)
  }

  mutating func add(_ body: ReconReported) {
    add(body.finding)
    number("execID", body.execID.rawValue)
    number("request", body.request)
  }

  private mutating func add(_ finding: ReconFinding) {
    number("number", finding.number)
    number("reconID", finding.reconID)
    code("status", finding.statusCode, ReconStatus.self)
    code("break", finding.breakCode, ReconBreakCode.self)
    code("source", finding.sourceCode, SessionRole.self)
    number("tradeID", finding.tradeID.rawValue)
    text("document", finding.document.text)
    text("warehouse", finding.warehouse.text)
    text("goods", finding.goods)
    code("goodsMatch", finding.goodsMatch, ReconMatch.self)
    code("tradeMatch", finding.tradeMatch, ReconMatch.self)
    code("fundsMatch", finding.fundsMatch, ReconMatch.self)
    quantity("documentsWeight", finding.documentsWeight)
    quantity("reportedWeight", finding.reportedWeight)
    text("expected", finding.expected)
    text("found", finding.found)
  }
}
