import Market
import Testing

@Suite struct CurrencyTests {
  @Test("a code is three bytes, the first lowest")
  func code() {
    #expect(Currency.code("CNY") == Currency.cny)
    #expect(Currency.code("USD") == 0x44_5355)
  }

  @Test("anything but three capital letters is none", arguments: ["", "CN", "CNYX", "cny", "C1Y"])
  func none(_ text: String) {
    #expect(Currency.code(text) == nil)
  }

  @Test("a code in a record is three capital letters and nothing else")
  func isCode() {
    let codes: [UInt32] = [
      Currency.cny, 0, 0x41_4141, 0x5a_5a5a, 0x40_4141, 0x41_5b41, 0x0141_4141,
    ]
    #expect(codes.map(Currency.isCode) == [true, false, true, true, false, false, false])
  }

  @Test(
    "amounts are counted in hundredths, which not every currency has",
    arguments: [
      ("CNY", true), ("USD", true), ("EUR", true), ("HKD", true), ("JPY", false), ("KRW", false),
      ("KWD", false), ("CLF", false),
    ])
  func hasCents(_ text: String, _ expected: Bool) throws {
    #expect(Currency.hasCents(try #require(Currency.code(text))) == expected)
  }
}
