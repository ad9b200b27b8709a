import FIX44
import Market
import OrderEntry
import Records
import Testing

/// What holders, pledgees, warehouses and the registry ask for of title documents, as commands.
@Suite struct TitleRequestTests {
  static let pledge = "35=UT|7700=P-1|7701=R1|7708=4|7754=6|7759=BNK001|"
  static let issue =
    "35=UT|55=CU-BW-A|7700=I-1|7701=R2|7702=R|7707=DLR001|7711=ZZW01|7712=A-1|7714=Y|7716=20261123|"
    + "7717=20261124|7718=20261125|7725=25.134|7731=12.5|7754=1|7857=20261126|7859=Y|"
  static let split =
    "35=UT|7700=S-1|7701=R1|7708=3|7754=15|7757=2|7850=R1a|7851=12.5|7852=A-2|7850=R1b|7851=12.634|"
    + "7854=7|"
  static let digest = String(repeating: "0a", count: 32)

  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let change: String
    let summary: String
    init(_ line: String, _ change: String, _ summary: String) {
      self.line = line
      self.change = change
      self.summary = summary
    }
    var testDescription: String { "\(line.prefix(12)) \(change)" }
  }

  static let rows: [Row] = [
    Row(pledge, "", "pledge change R1 P-1 version=4 to=BNK001"),
    Row(pledge, "7708=", "pledge change R1 P-1 version=none to=BNK001"),
    Row(pledge, "7755=0|", "pledge change R1 P-1 version=4 to=BNK001"),
    Row(pledge, "7755=3|", "pledge consent R1 P-1 version=4 to=BNK001"),
    Row(pledge, "7755=4|", "pledge takeBack R1 P-1 version=4 to=BNK001"),
    Row(pledge, "7755=1|", "refused codeNotOffered 7755"),
    Row(pledge, "7754=9|7856=4|", "freeze change R1 P-1 version=4 to=BNK001"),
    Row(pledge, "7754=", "refused conditionallyRequiredFieldMissing 7754"),
    Row(pledge, "7754=5|", "refused codeNotOffered 7754"),
    Row(pledge, "7754=22|", "refused codeNotOffered 7754"),
    Row(pledge, "7856=6|", "refused codeNotOffered 7856"),
    Row(pledge, "7700=", "refused conditionallyRequiredFieldMissing 7700"),
    Row(pledge, "7701=", "refused conditionallyRequiredFieldMissing 7701"),
    Row(pledge, "7708=4294967296|", "refused valueNotRepresentable 7708"),
    Row(pledge, "7759=12345678901234567|", "refused valueNotRepresentable 7759"),
    Row(pledge, "7709=\(digest)|", "pledge change R1 P-1 version=4 to=BNK001"),
    Row(pledge, "7709=0a|", "refused valueNotRepresentable 7709"),
    Row(pledge, "7702=G|", "refused codeNotOffered 7702"),
    Row(issue, "", "issue change R2 I-1 version=none to="),
    Row(split, "", "split change R1 S-1 version=3 to= parts=R1a:12500,R1b:12634:7"),
    Row(split, "7757=", "split change R1 S-1 version=3 to="),
  ]

  @Test("a request is one command, or refused by the field that is wrong", arguments: rows)
  func decode(_ row: Row) {
    let decoded = Decoded(
      OrderLines.line(row.line, with: row.change), context: OrderLines.context(.dealer))
    let summary = decoded.titleSummary
    #expect(summary == row.summary)
  }

  @Test("an issue says what the document does, with days as they end at the market")
  func document() {
    let decoded = Decoded(Self.issue, context: OrderLines.context(.warehouse))
    let body = decoded.body(RequestTitle.self)
    #expect(body.holder.text == Text16("DLR001"))
    #expect(body.warehouse.text == Text16("ZZW01"))
    #expect(body.symbol.text == Text16("CU-BW-A"))
    #expect(body.position == TitlePosition(storage: Text16("A-1")!))
    #expect(body.netWeight == Quantity(thousandths: 25_134))
    #expect(body.premium == Price(tenThousandths: 125_000))
    #expect(body.flags == [.bonded, .splittable])
    // Midnight in Shanghai behind 22 November 2026 is 16:00 UTC of that day.
    let midnight = Int64(1_795_363_200_000_000_000)
    let day = Int64(86_400_000_000_000)
    #expect(body.storedFrom.nanoseconds == midnight)
    #expect(body.storedUntil.nanoseconds == midnight + 2 * day)
    #expect(body.feePaidTo.nanoseconds == midnight + 3 * day)
    #expect(body.certificateUntil.nanoseconds == midnight + 4 * day)
  }

  @Test("64 documents may be named beside the request's own, and no more", arguments: [63, 64, 65])
  func parts(_ count: Int) {
    let group = (0..<count).map { "7850=R\($0)|7851=1|" }.joined()
    let line = "35=UT|7700=S-1|7701=R1|7708=3|7754=15|7757=\(count)|\(group)"
    let decoded = Decoded(line, context: OrderLines.context(.registry))
    let summary = decoded.titleSummary
    #expect(summary.hasPrefix(count > 64 ? "refused tooManyDocuments 7757" : "split change R1"))
  }

  @Test("what is about no trade the market's firms, warehouses, banks and the registry ask for")
  func roles() {
    for role in SessionRole.allCases {
      let decoded = Decoded(Self.pledge, context: OrderLines.context(role))
      let summary = decoded.titleSummary
      let mayAsk =
        role.mayTrade || role == .bank || role == .warehouse || role == .registry
      #expect(summary.hasPrefix(mayAsk ? "pledge" : "refused notAuthorised"))
    }
  }
}

extension Decoded {
  /// The request in short.
  var titleSummary: String {
    guard case .appended(.requestTitle) = result else { return noticeSummary }
    let body = body(RequestTitle.self)
    let action = TitleAction(rawValue: body.actionCode).map { "\($0)" } ?? "?"
    let purpose = TitlePurpose(rawValue: body.purposeCode).map { "\($0)" } ?? "?"
    let version = body.hasVersion == 1 ? "\(body.version)" : "none"
    var text =
      "\(action) \(purpose) \(body.document.text) \(body.reference) version=\(version)"
      + " to=\(body.recipient.text)"
    let parts = (0..<Int(body.partCount)).map { index in
      let part = buffer.bytes.loadTrailing(RequestedPart.self, index, behind: RequestTitle.self)
      let version = part.version > 0 ? ":\(part.version)" : ""
      return "\(part.document.text):\(part.netWeight.thousandths)\(version)"
    }
    if !parts.isEmpty { text += " parts=\(parts.joined(separator: ","))" }
    return text
  }
}
