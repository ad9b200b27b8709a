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

  private static func changed(_ change: (inout ParameterChanged) -> Void) -> Encoded {
    var body = ParameterChanged()
    body.number = 3
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.parameterCode = InstrumentParameter.guarantee.rawValue
    body.value = 2_050
    body.former = 2_000
    body.publishedOn = Instant(nanoseconds: 1_795_190_400_000_000_000)
    body.effectiveAt = Instant(nanoseconds: 1_797_782_400_000_000_000)
    body.ruleVersion = 1
    body.statusCode = ChangeStatus.published.rawValue
    change(&body)
    var buffer = RecordBuffer(capacity: 1_024)
    buffer.append(
      ReportLines.head(.parameterChanged, msgSeqNum: 0), body: body)
    return Encoded(buffer)
  }

  @Test("a change is told when it is published, with its date")
  func published() {
    let encoded = Self.changed { _ in }
    let standard =
      "61=0|148=CU-BW-A: performance guarantee will change|146=1|55=CU-BW-A|33=2"
      + "|58=20.5 %, it is 20 %|58=From 2026-12-21 on, published on 2026-11-21"
    #expect(
      Self.line(encoded) == standard
        + "|7773=1|7871=3|7872=3|7873=20.5|7874=1|7875=20261220-16:00:00.000")
    #expect(Self.line(encoded, ownTags: false) == standard)
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("in an emergency it is urgent, and says what becomes of orders")
  func emergency() {
    let encoded = Self.changed { body in
      body.statusCode = ChangeStatus.inForce.rawValue
      body.situationCode = 5
      body.ruleVersion = 2
      body.affectedOrders = 12
      body.reason.front = Text32("prices")!
    }
    let line = Self.line(encoded)
    #expect(
      line.hasPrefix(
        "61=1|148=CU-BW-A: performance guarantee has changed|146=1|55=CU-BW-A|33=3"
          + "|58=20.5 %, it was 20 %"
          + "|58=In force by rule version 2; orders that are cancelled: 12|58=prices|7773=2"))
    #expect(line.hasSuffix("|7876=5"))
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("each parameter and each status is told in words that fit")
  func words() {
    for parameter in InstrumentParameter.allCases {
      for status in ChangeStatus.allCases {
        let encoded = Self.changed { body in
          body.parameterCode = parameter.rawValue
          body.statusCode = status.rawValue
          body.value = .max
          body.former = .max
        }
        #expect(RoundTripTests.faults(encoded.message()) == [], "\(parameter) \(status)")
      }
    }
  }
}
