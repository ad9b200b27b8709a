import FIX44
import Market
import OrderEntry
import Records
import Testing

/// MarketDataSnapshotFullRefresh(W): what a currency is worth, from clearing and back.
@Suite struct FixingsTests {
  static let line = "35=W|262=F-1|55=USD/CNY|268=1|269=6|270=7.1050123|7785=CFETS 2026-11-23|"

  static let rows: [(String, String)] = [
    ("", "reference=CFETS 2026-11-23 tenMillionths=71050123 currency=4477781"),
    ("7785=", "reference=F-1 tenMillionths=71050123 currency=4477781"),
    ("270=7.1|", "reference=CFETS 2026-11-23 tenMillionths=71000000 currency=4477781"),
    ("270=-7|", "reference=CFETS 2026-11-23 tenMillionths=-70000000 currency=4477781"),
    ("270=7.10501234|", "refused valueNotRepresentable 270"),
    ("270=", "refused conditionallyRequiredFieldMissing 270"),
    ("269=3|", "refused codeNotOffered 269"),
    ("268=2|", "refused valueNotRepresentable 268"),
    ("55=USD|", "refused unknownSymbol 55"),
    ("55=USD/EUR|", "refused unknownSymbol 55"),
    ("55=usd/CNY|", "refused unknownSymbol 55"),
    ("55=USD/CNY1|", "refused unknownSymbol 55"),
    ("55=CNY/USD|", "refused unknownSymbol 55"),
    ("7785=123456789012345678901234567890123|", "refused valueNotRepresentable 7785"),
  ]

  @Test("a fixing is one command, or refused by the field that is wrong", arguments: rows)
  func decode(_ change: String, _ expected: String) {
    let decoded = Decoded(
      OrderLines.line(Self.line, with: change), context: OrderLines.context(.clearing))
    let summary: String
    if case .appended(.setFixing) = decoded.result {
      summary = fields(of: decoded.body(SetFixing.self))
    } else {
      summary = decoded.summary
    }
    #expect(summary == expected)
  }

  @Test("clearing is told the fixing that holds now")
  func told() {
    var body = FixingChanged()
    body.reference = Text32("CFETS 2026-11-23")!
    body.tenMillionths = 71_050_000
    body.currency = 0x44_5355
    let encoded = ReportLines.record(.fixingChanged, body)
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(own == plain + "7785=CFETS 2026-11-23|")
    #expect(plain == "55=USD/CNY|268=1|269=6|270=7.105|")
    RoundTripTests.check(encoded)
  }
}
