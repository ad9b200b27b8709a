import FIX44
import Market
import OrderEntry
import Records
import Testing

/// TitleReport(UT): what the venue tells of legal changes and of consents.
@Suite struct TitleReportTests {
  static func changed() -> TitleChanged {
    var body = TitleChanged()
    body.document = TitleDocID(Text32("R26110000017")!)
    body.reference = Text32("P-1")!
    body.digest[0] = 0xab
    body.netWeight = Quantity(thousandths: 25_134)
    body.holder = FirmID(rawValue: 1)
    body.fromFirm = FirmID(rawValue: 1)
    body.toFirm = FirmID(rawValue: 2)
    body.endorsementSeq = 3
    body.version = 5
    body.actionCode = TitleAction.pledge.rawValue
    body.actorCode = TitleActor.holder.rawValue
    body.fromStatusCode = TitleStatus.active.rawValue
    body.statusCode = TitleStatus.pledged.rawValue
    body.docType = UInt8(ascii: "R")
    body.endorsementCode = EndorsementCode.endorse.rawValue
    body.execID = ExecID(rawValue: 77)
    return body
  }

  @Test("a change is told with its entry in the chain; without own tags there is no such message")
  func change() {
    let encoded = ReportLines.record(.titleChanged, Self.changed())
    let line = encoded.body()
    let plain = encoded.message(ownTags: false)
    let digest = "ab" + String(repeating: "0", count: 62)
    #expect(
      line == "60=20261123-01:30:00.123|7700=P-1|7701=R26110000017|7702=R|7706=7|7707=DLR001|"
        + "7708=5|7709=\(digest)|7725=25.134|7750=3|7751=2|7754=6|7755=1|7759=DLR002|7855=5|")
    #expect(plain == "")
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("who has not asked is told it under the report's own number")
  func unasked() {
    var body = Self.changed()
    body.reference = Text32()
    body.reasonCode = TitleReason.doubt.rawValue
    body.parent = TitleDocID(Text32("R1")!)
    let line = ReportLines.record(.titleChanged, body).body()
    #expect(line.contains("|7700=77|"))
    #expect(line.contains("|7710=R1|"))
    #expect(line.hasSuffix("|7856=1|"))
  }

  static let claims: [(TitleStatus, UInt8, Int)] = [
    (.active, 0, 4), (.active, 5, 5), (.active, 6, 6), (.frozen, 6, 8), (.draft, 0, 0),
  ]

  @Test("the venue's own claim is shown of an ACTIVE document", arguments: claims)
  func claim(_ status: TitleStatus, _ encumbrance: UInt8, _ shown: Int) {
    var body = Self.changed()
    body.statusCode = status.rawValue
    body.encumbranceCode = encumbrance
    let line = ReportLines.record(.titleChanged, body).body()
    #expect(line.contains("|7706=\(shown)|"))
  }

  @Test("a consent is told, and that it is taken back", arguments: [(1, 3), (0, 4)])
  func consent(_ given: Int, _ result: Int) {
    var body = TitleConsented()
    body.document = TitleDocID(Text32("R26110000017")!)
    body.holder = FirmID(rawValue: 1)
    body.firm = FirmID(rawValue: 2)
    body.version = 4
    body.actionCode = TitleAction.pledge.rawValue
    body.actorCode = TitleActor.pledgee.rawValue
    body.statusCode = TitleStatus.active.rawValue
    body.isGiven = UInt8(given)
    body.execID = ExecID(rawValue: 78)
    let encoded = ReportLines.record(.titleConsented, body)
    let line = encoded.body()
    #expect(
      line == "60=20261123-01:30:00.123|7700=78|7701=R26110000017|7706=4|7707=DLR001|7708=4|"
        + "7754=6|7755=\(result)|7759=DLR002|7855=6|")
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("a grade is told to the registry under its number, to the warehouse under the venue's")
  func graded() {
    var body = WarehouseGraded()
    body.code = CompID(Text16("ZZW01")!)
    body.grade = UInt8(ascii: "C")
    body.execID = ExecID(rawValue: 79)
    let toWarehouse = ReportLines.record(.warehouseGraded, body)
    body.reference = Text32("G-1")!
    let toRegistry = ReportLines.record(.warehouseGraded, body)
    let lines = (toWarehouse.body(), toRegistry.body())
    #expect(lines.0 == "60=20261123-01:30:00.123|7700=79|7711=ZZW01|7713=C|7755=1|")
    #expect(lines.1 == "60=20261123-01:30:00.123|7700=G-1|7711=ZZW01|7713=C|7755=1|")
    #expect(RoundTripTests.faults(toRegistry.message()) == [])
  }
}
