import Market
import OrderEntry
import Records
import Testing

/// The title documents that an order names.
@Suite struct DocumentListTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let fields: String
    let expected: String
    init(_ name: String, _ fields: String, _ expected: String) {
      self.name = name
      self.fields = fields
      self.expected = expected
    }
    var testDescription: String { name }
  }

  static let missing = "refused conditionallyRequiredFieldMissing 309"
  static let rows: [Row] = [
    Row("none", "", ""),
    Row("an empty group", "711=0|", ""),
    Row("one by its flat tag", "7701=R1|", "R1"),
    Row("one in the group", OrderLines.documents(["R1"]), "R1"),
    Row("three in their order", OrderLines.documents(["R3", "R1", "R2"]), "R3 R1 R2"),
    Row("the flat tag repeats the group", "7701=R1|" + OrderLines.documents(["R1"]), "R1"),
    Row("fields behind the group", OrderLines.documents(["R1"]) + "854=0|15=CNY|", "R1"),
    Row(
      "all that an entry may have",
      "711=1|311=CU|312=A|309=R1|305=100|462=4|310=WHR|763=X|595=ZZREG|318=CNY|879=25|810=1|"
        + "887=1|888=BRAND|889=N|", "R1"),
    Row(
      "the flat tag differs", "7701=R2|" + OrderLines.documents(["R1"]),
      "refused valueNotRepresentable 7701"),
    Row(
      "the flat tag beside two", "7701=R1|" + OrderLines.documents(["R1", "R2"]),
      "refused valueNotRepresentable 7701"),
    Row("the only entry without a number", "711=1|311=CU|305=100|", missing),
    Row("the first entry without a number", "711=2|311=CU|311=CU|309=R2|", missing),
    Row("the last entry without a number", "711=2|311=CU|309=R1|311=CU|854=0|", missing),
  ]

  @Test("documents named by the group, the flat tag, or both", arguments: rows)
  func documents(_ row: Row) {
    let decoded = Decoded(OrderLines.newOrder + row.fields)
    guard decoded.result == .appended(.newOrder) else {
      let summary = decoded.summary
      #expect(summary == row.expected)
      return
    }
    let order = decoded.body(NewOrder.self)
    let names = decoded.documents(behind: NewOrder.self, count: order.documentCount)
    #expect(names.joined(separator: " ") == row.expected)
  }

  @Test("at most 64 documents", arguments: [1, 63, 64, 65, 100])
  func most(_ count: Int) {
    let names = (1...count).map { "R2611000\($0)" }
    for line in [OrderLines.newOrder, OrderLines.replace] {
      let decoded = Decoded(line + OrderLines.documents(names))
      let summary = decoded.summary
      if count <= 64 {
        #expect(summary.hasSuffix(names.joined(separator: " ")))
        #expect(decoded.head.length <= UInt32(OrderEntryDecoder.recordBytesMax))
      } else {
        #expect(summary == "refused tooManyDocuments 711")
      }
    }
  }

  @Test("a document's number holds 32 bytes", arguments: [31, 32, 33])
  func length(_ count: Int) {
    let name = String(repeating: "R", count: count)
    for (tag, fields) in [(309, OrderLines.documents([name])), (7701, "7701=\(name)|")] {
      let decoded = Decoded(OrderLines.newOrder + fields)
      let summary = decoded.summary
      #expect(summary.hasSuffix(" \(name)") == (count <= 32))
      #expect((summary == "refused valueNotRepresentable \(tag)") == (count > 32))
    }
  }

  @Test("a decoder forgets the documents of the order before")
  func reuse() {
    var lines = Lines()
    let first = lines.count(OrderLines.newOrder + OrderLines.documents(["R1", "R2"]))
    let second = lines.count(OrderLines.newOrder)
    #expect(first == 2)
    #expect(second == 0)
  }
}
