import Market
import Recorder
import Testing

@Suite struct EventEntryNewsTests {
  @Test("news is kept with its words")
  func news() throws {
    let place = try TemporaryDirectory()
    let books = try EventEntryTests.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        var body = NewsPublished()
        body.number = 1
        body.kindCode = NewsKind.documentWarning.rawValue
        body.incidentCode = Incident.receiptTruth.rawValue
        body.document = TitleDocID(Text32("R1") ?? Text32())
        body.headlineLength = 5
        body.textLength = 7
        events.tell(.newsPublished, body, text: "DoubtOne\nTwo")
      }
    }
    #expect(
      try books.strings(
        "SELECT number || ' ' || kind || ' ' || incident || ' ' || document || ' ' || headline FROM news"
      ) == ["1 documentWarning receiptTruth R1 Doubt"])
    #expect(try books.strings("SELECT text FROM news") == ["One\nTwo"])
  }

  @Test("changes of parameters are kept, and are duties to report")
  func parameters() throws {
    let place = try TemporaryDirectory()
    let books = try EventEntryTests.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        var body = ParameterChanged()
        body.number = 1
        body.symbol = Symbol(Text16("CU-BW-A") ?? Text16())
        body.instrument = InstrumentID(rawValue: 1)
        body.parameterCode = InstrumentParameter.guarantee.rawValue
        body.value = 3_000
        body.former = 2_000
        body.statusCode = ChangeStatus.published.rawValue
        body.situationCode = 5
        body.ruleVersion = 1
        body.reason.front = Text32("prices") ?? Text32()
        events.tell(.parameterChanged, body)
        body.statusCode = ChangeStatus.inForce.rawValue
        body.ruleVersion = 2
        body.reason = ReasonText()
        events.tell(.parameterChanged, body)
      }
    }
    #expect(
      try books.strings(
        """
        SELECT number || ' ' || status || ' ' || parameter || ' ' || value || ' ' || former || ' '
          || situation || ' ' || ruleVersion || ' ' || reason FROM parameterChanges ORDER BY position
        """) == [
          "1 published guarantee 3000 2000 5 1 prices", "1 inForce guarantee 3000 2000 5 2 ",
        ])
    let duties = try ReportingDutiesTests.duties("2026-11-23", books)
    #expect(
      duties.contains { $0.hasSuffix("CU-BW-A gets another guarantee, decided on 2026-11-23") })
    #expect(duties.contains { $0.hasSuffix("CU-BW-A: emergency change of guarantee: prices") })
  }
}
