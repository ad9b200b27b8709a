import Foundation
import Market
import OrderEntry
import Records
import Testing

/// BusinessMessageReject(j) to who has asked for a change of a title document.
@Suite struct TitleActionRefusalTests {
  static func encoded(_ refusal: TitleActionRefusal, part: UInt32) -> Encoded {
    var body = NoticeRefused()
    body.reference = Text32("P-1")!
    body.commandType = CommandType.requestTitle.rawValue
    body.roleCode = SessionRole.dealer.rawValue
    body.reasonCode = NoticeRefusal.titleUnchanged.rawValue
    body.titleRefusalCode = refusal.rawValue
    body.part = part
    return ReportLines.record(.noticeRefused, body)
  }

  @Test("the reason is told with the document that is to blame")
  func part() {
    let line = Self.encoded(.duplicate, part: 2).body()
    #expect(
      line == "45=12|372=UT|379=P-1|380=0|58=The document can't be changed so: There has been a "
        + "document of that number, document 2|7756=6|7777=11|")
  }

  @Test(
    "each refusal has a sentence of its own and a reason", arguments: TitleActionRefusal.allCases)
  func sentences(_ refusal: TitleActionRefusal) {
    let encoded = Self.encoded(refusal, part: 0)
    let line = encoded.body()
    let plain = encoded.body(ownTags: false)
    let reason = refusal == .unknownDocument ? 1 : refusal == .wrongActor ? 6 : 0
    #expect(line.contains("|380=\(reason)|58=The document can't be changed so: "))
    #expect(line.hasSuffix("|7756=\(refusal.rawValue)|7777=11|"))
    #expect(!plain.contains("|7756="))
    let sentence = plain.dropLast().components(separatedBy: "changed so: ").last ?? ""
    let row = "| \(refusal.rawValue) | \(reason) | \(sentence) |\n"
    #expect(RejectTableTests.document.contains(row))
    RoundTripTests.check(encoded)
  }
}
