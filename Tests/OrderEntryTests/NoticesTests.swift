import FIX44
import Market
import OrderEntry
import Records
import Testing

/// What clearing, the registry, warehouses and parties say of trades, as commands.
@Suite struct NoticesTests {
  static let funds =
    "35=AR|571=3|150=F|939=0|880=9|55=CU-BW-A|"
  static let title = "35=UT|880=9|7700=4|7754=5|7755=1|7758=Y|"
  static let weight = "35=UT|880=9|7700=W-1|7701=R26110000017|7725=25.134|"
  static let grade = "35=UT|7700=G-1|7711=ZZW01|7713=C|58=Customs total differs|"
  static let affirm = "35=AU|664=9|75=20261123|60=20261123-01:30:00|940=3|"
  static let dispute = "35=UD|571=D-1|880=9|58=Wrong grade|"

  struct Row: Sendable, CustomTestStringConvertible {
    let role: SessionRole
    let line: String
    let change: String
    let summary: String
    init(_ role: SessionRole, _ line: String, _ change: String, _ summary: String) {
      self.role = role
      self.line = line
      self.change = change
      self.summary = summary
    }
    var testDescription: String { "\(role) \(line.prefix(5)) \(change)" }
  }

  static let answer = "answerInstruction reference="
  static let rows: [Row] = [
    Row(.clearing, funds, "", answer + "3 instruction=3 tradeID=9 resultCode=1"),
    Row(
      .clearing, funds, "939=1|751=99|58=No cover|",
      answer + "3 instruction=3 tradeID=9 resultCode=2 reasonCode=99 textLength=8 'No cover'"),
    Row(.clearing, funds, "939=", "refused conditionallyRequiredFieldMissing 939"),
    Row(.clearing, funds, "880=", answer + "3 instruction=3 resultCode=1"),
    Row(.clearing, funds, "571=A-1|", "refused valueNotRepresentable 571"),
    Row(.clearing, funds, "880=T-9|", "refused valueNotRepresentable 880"),
    Row(.clearing, funds, "751=65536|", "refused valueNotRepresentable 751"),
    Row(
      .registry, title, "", answer + "4 instruction=4 tradeID=9 resultCode=1 isCountersigned=1"),
    Row(.registry, title, "7758=N|", answer + "4 instruction=4 tradeID=9 resultCode=1"),
    Row(.registry, title, "7758=", answer + "4 instruction=4 tradeID=9 resultCode=1"),
    Row(
      .registry, title, "7754=", answer + "4 instruction=4 tradeID=9 resultCode=1 isCountersigned=1"
    ),
    Row(
      .registry, title, "7755=2|7756=65535|",
      answer + "4 instruction=4 tradeID=9 resultCode=2 isCountersigned=1 reasonCode=65535"),
    Row(.registry, title, "7755=0|", "refused codeNotOffered 7755"),
    Row(.registry, title, "7755=", "refused conditionallyRequiredFieldMissing 7755"),
    Row(.registry, title, "7754=6|", "refused codeNotOffered 7754"),
    Row(.registry, title, "7700=", "refused conditionallyRequiredFieldMissing 7700"),
    Row(.registry, title, "880=|7701=R1|", "refused codeNotOffered 7754"),
    Row(
      .warehouse, weight, "",
      "reportWeight reference=W-1 document=R26110000017 tradeID=9 netWeight=25134"),
    Row(.warehouse, weight, "7701=", "refused conditionallyRequiredFieldMissing 7701"),
    Row(.warehouse, weight, "7725=", "refused conditionallyRequiredFieldMissing 7725"),
    Row(.warehouse, weight, "7725=25.1345|", "refused valueNotRepresentable 7725"),
    Row(.warehouse, weight, "7700=", "refused conditionallyRequiredFieldMissing 7700"),
    Row(
      .registry, grade, "",
      "gradeWarehouse reference=G-1 code=ZZW01 textLength=21 grade=67 'Customs total differs'"),
    Row(.registry, grade, "58=", "gradeWarehouse reference=G-1 code=ZZW01 grade=67"),
    Row(.registry, grade, "7700=", "refused conditionallyRequiredFieldMissing 7700"),
    Row(.registry, grade, "7711=", "refused conditionallyRequiredFieldMissing 7711"),
    Row(.registry, grade, "7711=12345678901234567|", "refused valueNotRepresentable 7711"),
    Row(.registry, grade, "880=9|", "refused valueNotRepresentable 7700"),
    Row(.dealer, affirm, "", "affirmTrade confirmID=9 tradeID=9 affirmStatus=51"),
    Row(.broker, affirm, "940=2|", "affirmTrade confirmID=9 tradeID=9 affirmStatus=50"),
    Row(.dealer, affirm, "940=1|", "refused codeNotOffered 940"),
    Row(.dealer, affirm, "664=C-9|", "refused valueNotRepresentable 664"),
    Row(.dealer, affirm, "664=", "reject requiredTagMissing 664"),
    Row(
      .marketMaker, dispute, "",
      "disputeTrade reference=D-1 tradeID=9 textLength=11 'Wrong grade'"),
    Row(.dealer, dispute, "58=", "disputeTrade reference=D-1 tradeID=9"),
    Row(.dealer, dispute, "571=", "reject requiredTagMissing 571"),
  ]

  @Test("a notice is one command, or refused by the field that is wrong", arguments: rows)
  func decode(_ row: Row) {
    let line = OrderLines.line(row.line, with: row.change)
    let decoded = Decoded(line, context: OrderLines.context(row.role))
    let summary = decoded.noticeSummary
    #expect(summary == row.summary)
  }

  @Test("256 bytes of Text(58) are kept", arguments: [255, 256, 257, 5_000])
  func text(_ count: Int) {
    let text = String(repeating: "x", count: count)
    let decoded = Decoded(
      OrderLines.line(Self.dispute, with: "58=\(text)|"), context: OrderLines.context())
    let kept = decoded.text(behind: DisputeTrade.self, decoded.body(DisputeTrade.self).textLength)
    #expect(kept == String(text.prefix(256)))
  }

  static let senders: [(String, [SessionRole])] = [
    (funds, [.clearing]), (title, [.registry, .warehouse]),
    (affirm, [.dealer, .broker, .marketMaker]), (dispute, [.dealer, .broker, .marketMaker]),
    (FixingsTests.line, [.clearing]), (grade, [.registry]),
    (InquiriesTests.line, [.dealer, .broker, .marketMaker, .clearing, .supervisor]),
  ]

  @Test(
    "each notice has its senders; who may not send it hears that before the limit",
    arguments: senders)
  func roles(_ line: String, _ roles: [SessionRole]) {
    for role in SessionRole.allCases {
      var context = OrderLines.context(role)
      context.isThrottled = true
      let decoded = Decoded(line, context: context)
      let summary = decoded.noticeSummary
      #expect(summary == (roles.contains(role) ? "refused throttled 0" : "refused notAuthorised 0"))
    }
  }

  @Test("notices of trades are taken while the venue takes no new work", arguments: senders)
  func obligations(_ line: String, _ roles: [SessionRole]) {
    for role in roles {
      var context = OrderLines.context(role)
      context.takesNewWork = false
      let decoded = Decoded(line, context: context)
      #expect(!decoded.noticeSummary.contains("applicationNotAvailable"))
    }
  }

  @Test("a field that another one demands is asked for")
  func conditional() {
    var context = OrderLines.context(.clearing)
    context.conditionallyMissing = .securityID
    let decoded = Decoded(Self.funds, context: context)
    let summary = decoded.noticeSummary
    #expect(summary == "refused conditionallyRequiredFieldMissing 48")
  }

  @Test("the notices of these tests are valid themselves", arguments: senders)
  func inbound(_ line: String, _ roles: [SessionRole]) {
    let header = "|49=DLR001|56=CANGDAN|34=2|52=20261123-01:30:00|"
    let type = line.prefix { $0 != "|" }
    let body = type + header + line.dropFirst(type.count + 1)
    #expect(RoundTripTests.faults("8=FIX.4.4|9=100|\(body)10=000|") == [])
  }
}

extension Decoded {
  /// Text behind a body.
  func text<Body: BitwiseCopyable>(behind type: Body.Type, _ length: UInt16) -> String {
    let start = 64 + MemoryLayout<Body>.size
    let bytes = Span<UInt8>(_bytes: buffer.bytes.extracting(start..<start + Int(length)))
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }

  /// The command with its fields that are not zero, and its text.
  var noticeSummary: String {
    switch result {
    case .appended(.answerInstruction):
      let body = body(AnswerInstruction.self)
      return "answerInstruction " + fields(of: body)
        + quoted(text(behind: AnswerInstruction.self, body.textLength))
    case .appended(.disputeTrade):
      let body = body(DisputeTrade.self)
      return "disputeTrade " + fields(of: body)
        + quoted(text(behind: DisputeTrade.self, body.textLength))
    case .appended(.gradeWarehouse):
      let body = body(GradeWarehouse.self)
      return "gradeWarehouse " + fields(of: body)
        + quoted(text(behind: GradeWarehouse.self, body.textLength))
    case .appended(.reportWeight): return "reportWeight " + fields(of: body(ReportWeight.self))
    case .appended(.affirmTrade): return "affirmTrade " + fields(of: body(AffirmTrade.self))
    case .appended, .reject: return summary
    }
  }

  private func quoted(_ text: String) -> String { text.isEmpty ? "" : " '\(text)'" }
}
