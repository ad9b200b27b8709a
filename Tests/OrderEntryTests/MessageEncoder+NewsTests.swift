import FIX44
import Market
import OrderEntry
import Records
import Testing

/// News(B) of its event.
@Suite struct NewsTests {
  private static func news(
    _ kind: NewsKind, _ headline: String, _ text: String, _ change: (inout NewsPublished) -> Void
  ) -> Encoded {
    var body = NewsPublished()
    body.kindCode = kind.rawValue
    body.headlineLength = UInt16(headline.utf8.count)
    body.textLength = UInt16(text.utf8.count)
    change(&body)
    var buffer = RecordBuffer(capacity: 4_096)
    buffer.append(
      ReportLines.head(.newsPublished, msgSeqNum: 0), body: body, text: headline + text)
    return Encoded(buffer)
  }

  private static func line(_ encoded: borrowing Encoded, ownTags: Bool = true) -> String {
    let fields = encoded.body(ownTags: ownTags).split(separator: "|")
    return fields.filter { !$0.hasPrefix("42=") }.joined(separator: "|")
  }

  @Test("an announcement has its headline and its lines")
  func announcement() {
    let encoded = Self.news(.announcement, "Closed on 1 January", "One\nTwo\nThree") { _ in }
    #expect(
      Self.line(encoded) == "61=0|148=Closed on 1 January|33=3|58=One|58=Two|58=Three")
    #expect(encoded.body().hasPrefix("42=20"))
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("a warning is urgent and names what it is about")
  func warning() {
    let encoded = Self.news(.documentWarning, "R1 is doubted", "The warehouse is asked") { body in
      body.symbol = Symbol(Text16("CU-BW-A")!)
      body.document = TitleDocID(Text32("R1")!)
      body.incidentCode = Incident.receiptTruth.rawValue
    }
    let standard =
      "61=1|148=R1 is doubted|146=1|55=CU-BW-A|711=1|311=CU|309=R1|305=100|33=1"
      + "|58=The warehouse is asked"
    #expect(Self.line(encoded) == standard + "|7870=3")
    #expect(Self.line(encoded, ownTags: false) == standard)
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("what it is about alone, and the longest texts")
  func longest() {
    let encoded = Self.news(
      .riskWarning, String(repeating: "h", count: PublishNews.headlineBytesMax),
      String(repeating: "t", count: PublishNews.textBytesMax)
    ) { $0.symbol = Symbol(Text16("CU-BW-A")!) }
    #expect(Self.line(encoded).contains("|146=1|55=CU-BW-A|33=1|58=tt"))
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }
}
