import Market
import OrderEntry
import Records
import Testing

/// TradeCaptureReport(AE) of a clearing member's net.
@Suite struct NetReportTests {
  private static func net(_ fen: Int64, pays: Int64) -> NetPublished {
    var body = NetPublished()
    body.instruction = InstructionID(rawValue: 5)
    body.net = Amount(fen: fen)
    body.toPay = Amount(fen: pays)
    body.begunAt = TradeReportTests.deadline
    body.run = 3
    body.member = FirmID(rawValue: 1)
    body.sides = 2
    body.round = 2
    return body
  }

  static let head = "571=5|487=0|856=0|828=0|150=F|570=N|55=[N/A]|32=0|31=0|75=20261123|"
  static let middle = "60=20261123-01:30:00.123|573=0|552=1|"
  static let party = "37=NONE|453=1|448=DLR001|447=D|452=4|15=CNY|"

  @Test("who pays is a buyer of the sum, with what is missing of it and until when")
  func pays() {
    var body = Self.net(-1_043_036, pays: 43_036)
    body.deadline = TradeReportTests.deadline
    let encoded = ReportLines.record(.netPublished, body)
    let expected = Self.head + Self.middle + "54=1|" + Self.party + "118=10430.36|119=430.36|"
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(own == expected + "7776=20261123-02:30:00.000|7779=3|7780=2|")
    #expect(plain == expected)
    RoundTripTests.check(encoded)
  }

  @Test("who gets is a seller of the sum, and pays nothing", arguments: [0, 969_408] as [Int64])
  func gets(_ fen: Int64) {
    let encoded = ReportLines.record(.netPublished, Self.net(fen, pays: 0))
    let line = encoded.body(ownTags: false)
    let sum = fen == 0 ? "0" : "9694.08"
    #expect(line == Self.head + Self.middle + "54=2|" + Self.party + "118=\(sum)|119=0|")
    RoundTripTests.check(encoded)
  }
}
