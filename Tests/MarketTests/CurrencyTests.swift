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
}
