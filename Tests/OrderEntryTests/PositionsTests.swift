import FIX44
import FIXWire
import Market
import OrderEntry
import Records
import Testing

@Suite struct PositionsTests {
  static func acknowledged(_ refusal: PositionRefusal, total: UInt32) -> PositionsAcknowledged {
    var body = PositionsAcknowledged()
    body.posReqID = Text32("P1")!
    body.execID = ExecID(rawValue: 31)
    body.account = AccountCode(Text16("DLR001")!)
    body.party = CompID(Text16("DLR001")!)
    body.total = total
    body.refusalCode = refusal.rawValue
    return body
  }

  @Test(
    "an acknowledgement says how many reports follow, or why none does",
    arguments: [
      (PositionRefusal.none, 3, "727=3|728=0|729=0|", ""), (.none, 0, "727=0|728=2|729=0|", ""),
      (.typeNotOffered, 0, "727=0|728=4|729=2|", "58=PosReqType(724) is not 0|"),
      (.unknownFirm, 0, "727=0|728=1|729=2|", "58=PartyID(448) is no firm of the venue|"),
      (.notAuthorised, 0, "727=0|728=3|729=2|", "58=PartyID(448) is not the firm of the session|"),
      (.unknownSymbol, 0, "727=0|728=1|729=2|", "58=Symbol(55) is unknown|"),
      (
        .pending, 0, "727=0|728=99|729=2|", "58=Another request of the session is being answered|"
      ),
      (
        .tooMany, 0, "727=0|728=99|729=2|",
        "58=Too many requests for positions and collateral are being answered|"
      ),
    ])
  func acknowledgement(_ refusal: PositionRefusal, _ total: Int, _ result: String, _ text: String) {
    let encoded = ReportLines.record(
      .positionsAcknowledged, Self.acknowledged(refusal, total: UInt32(total)))
    let line = encoded.body()
    #expect(
      line == "721=31|710=P1|\(result)453=1|448=DLR001|447=D|452=1|1=DLR001|581=1|\(text)")
    RoundTripTests.check(encoded)
  }

  static func position() -> PositionReported {
    var body = PositionReported()
    body.posReqID = Text32("P1")!
    body.execID = ExecID(rawValue: 32)
    body.account = AccountCode(Text16("DLR001")!)
    body.firm = FirmID(rawValue: 1)
    body.total = 2
    return body
  }

  @Test("a report has what is held, and of it what is not free")
  func report() {
    var body = Self.position()
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.instrument = InstrumentID(rawValue: 1)
    body.price = Price(tenThousandths: 684_500_000)
    body.held = Quantity(thousandths: 100_000)
    body.reserved = Quantity(thousandths: 25_000)
    body.settling = Quantity(thousandths: 25_000)
    body.blocked = Quantity(thousandths: 25_000)
    body.weight = Quantity(thousandths: 100_621)
    body.value = Amount(fen: 688_750_745)
    let encoded = ReportLines.record(.positionReported, body)
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    let expected =
      "721=32|710=P1|724=0|727=2|728=0|715=20261123|453=1|448=DLR001|447=D|452=1|1=DLR001|581=1|"
      + "55=CU-BW-A|15=CNY|730=68450|731=2|734=68450|702=4|703=TQ|704=100|703=ALC|704=25|"
      + "703=DLV|704=25|703=PA|704=25|753=1|707=VADJ|708=6887507.45|"
    #expect(own == expected + "7725=100.621|")
    #expect(plain == expected)
    RoundTripTests.check(encoded)
  }

  @Test("money is a report without an instrument")
  func money() {
    var body = Self.position()
    body.balance = Amount(fen: 50_000_000_000)
    body.available = Amount(fen: 49_999_999_999)
    let encoded = ReportLines.record(.positionReported, body)
    let line = encoded.body()
    #expect(
      line == "721=32|710=P1|724=0|727=2|728=0|715=20261123|453=1|448=DLR001|447=D|452=1|"
        + "1=DLR001|581=1|15=CNY|730=0|731=2|734=0|702=1|703=TQ|704=0|"
        + "753=2|707=CASH|708=500000000|707=CRES|708=499999999.99|")
    RoundTripTests.check(encoded)
  }
}
