import FIX44
import Market
import OrderEntry
import Records
import Testing

@Suite struct ReconReportedTests {
  private static func broken() -> ReconReported {
    var body = ReconReported()
    body.execID = ExecID(rawValue: 31)
    body.finding.number = 2
    body.finding.reconID = 1
    body.finding.tradeID = TradeID(rawValue: 7)
    body.finding.statusCode = ReconStatus.broken.rawValue
    body.finding.breakCode = ReconBreakCode.party.rawValue
    body.finding.goodsMatch = ReconMatch.differs.rawValue
    body.finding.tradeMatch = ReconMatch.agrees.rawValue
    return body
  }

  @Test(
    "a break says who has stated what",
    arguments: [
      (SessionRole.registry, "The registry"), (.warehouse, "The warehouse"),
      (.clearing, "Clearing"),
    ])
  func found(_ role: SessionRole, _ name: String) {
    var body = Self.broken()
    body.finding.sourceCode = role.rawValue
    body.finding.document = TitleDocID(Text32("R1")!)
    body.finding.expected = Text32("DLR002")!
    body.finding.found = Text32("DLR003")!
    let encoded = ReportLines.record(.reconReported, body)
    let line = encoded.body().split(separator: "|").filter { !$0.hasPrefix("60=") }
    #expect(
      line.joined(separator: "|")
        == "17=31|880=7|58=\(name): DLR003, expected: DLR002|7701=R1|7790=1|7791=N|7792=Y|7794=2"
        + "|7795=6|7796=2")
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("what becomes of it later has no text")
  func later() {
    var body = Self.broken()
    body.finding.statusCode = ReconStatus.closed.rawValue
    body.finding.fundsMatch = ReconMatch.agrees.rawValue
    let encoded = ReportLines.record(.reconReported, body)
    let line = encoded.body().split(separator: "|").filter { !$0.hasPrefix("60=") }
    #expect(
      line.joined(separator: "|")
        == "17=31|880=7|7790=1|7791=N|7792=Y|7793=Y|7794=4|7795=6|7796=2")
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("goods in store are told with both weights")
  func total() {
    var body = Self.broken()
    body.finding.tradeID = .none
    body.finding.goodsMatch = 0
    body.finding.tradeMatch = 0
    body.finding.breakCode = ReconBreakCode.quantity.rawValue
    body.finding.warehouse = CompID(Text16("ZZW01")!)
    body.finding.goods = Text16("7403110000")!
    body.finding.documentsWeight = Quantity(thousandths: 49_932)
    body.finding.reportedWeight = Quantity(thousandths: 49_931)
    let encoded = ReportLines.record(.reconReported, body)
    let line = encoded.body().split(separator: "|").filter { !$0.hasPrefix("60=") }
    #expect(
      line.joined(separator: "|")
        == "17=31|7711=ZZW01|7725=49.932|7733=7403110000|7790=1|7794=2|7795=4|7796=2|7797=49.931")
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("a session without own tags is told nothing")
  func plain() {
    let encoded = ReportLines.record(.reconReported, Self.broken())
    let msgType = ReportEncoder.msgType(
      of: encoded.record.bytes, ReportOptions(ownTags: false))
    #expect(msgType == nil)
  }
}
