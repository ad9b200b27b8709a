import Conformance
import Market
import Testing

@Suite struct ScenarioTextTests {
  static let now = Instant(nanoseconds: 1_795_000_000_000_000_000)
  static let parties = ScenarioParties(venue: "VENUE", counterparty: "FIRM")

  static let rows: [(String, String)] = [
    (
      "35=0|34=2|",
      "8=FIX.4.4|9=48|35=0|49=FIRM|56=VENUE|52=20261118-11:06:40|34=2|10=189|"
    ),
    (
      "35=0|49=A|56=B|52=<TIME-100>|34=2|",
      "8=FIX.4.4|9=41|35=0|49=A|56=B|52=20261118-11:05:00|34=2|10=131|"
    ),
    ("8=FIX.4.2|9=7|35=0|-49|-56|-52|10=000|", "8=FIX.4.2|9=7|35=0|10=000|"),
    (
      "35=B|-49|-56|-52|95=17|96=8=FIX.4.4|10=000|x|58=y|",
      "8=FIX.4.4|9=38|35=B|95=17|96=8=FIX.4.4|10=000|x|58=y|10=152|"
    ),
    ("35=0|-49|-56|52=<TIME>.123|", "8=FIX.4.4|9=30|35=0|52=20261118-11:06:40.123|10=156|"),
  ]

  @Test("a message is completed where nothing else is said", arguments: rows)
  func message(_ line: String, _ expected: String) {
    let bytes = ScenarioText.message(line, from: Self.parties, now: Self.now)
    #expect(String(decoding: bytes.map { $0 == 1 ? 0x7c : $0 }, as: UTF8.self) == expected)
  }

  @Test("<ORDER> stands for the parties' order")
  func order() {
    let bytes = ScenarioText.message("35=D|<ORDER>", from: Self.parties, now: Self.now)
    #expect(ScenarioText.short(bytes).hasPrefix("35=D|55=CU|54=1|60=20261118-11:06:40|"))
  }
}
