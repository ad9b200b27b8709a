import FIX44
import Testing
import TradeClient

@Suite struct ExpectationTests {
  static let fill = WireMessage(fields: [
    .init(.msgType, "8"), .init(.execType, "F"), .init(.symbol, "CU-BW-A"),
    .init(.underlyingSecurityID, "R1"), .init(.underlyingSecurityID, "R2"),
    .init(.text, "a tick of 10"),
  ])

  static let rows: [(String, Bool)] = [
    ("8", true), ("9", false), ("8 150=F", true), ("8 150=F 55=CU-BW-A", true),
    ("8 150=4", false), ("8 150=F 55=AL-BW-P", false), ("8 309=R2", true), ("8 309=R3", false),
    ("8 58~tick", true), ("8 58~band", false), ("8 55=*", true), ("8 11=*", false),
    ("/filled [0-9]+/", true), ("/^filled/", true), ("/rejected/", false), ("/150=ExecType/", true),
  ]

  @Test("a pattern fits or does not", arguments: rows)
  func isMet(_ pattern: String, _ isMet: Bool) throws {
    let expectation = try Expectation(pattern)
    let texts = ["filled 25 of 25", "150=ExecType(F trade)"]
    #expect(expectation.isMet(by: Self.fill, texts: texts) == isMet)
  }

  @Test("a regular expression that is none is refused when it is read")
  func broken() {
    #expect(throws: CommandError.self) { try Expectation("/(/") }
  }
}
