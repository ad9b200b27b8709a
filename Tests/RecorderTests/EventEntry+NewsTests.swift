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
}
