import Market
import Testing

@Suite struct DecimalTextTests {
  @Test(
    "decimals are exact and have no zeros at the end",
    arguments: [
      (684_500_000 as Int64, 4, "68450"), (684_505_000, 4, "68450.5"), (-1, 4, "-0.0001"),
      (0, 3, "0"), (25_134, 3, "25.134"), (.min, 2, "-92233720368547758.08"),
    ])
  func plain(_ value: Int64, _ scale: Int, _ text: String) throws {
    #expect(DecimalText.text(value, scale: scale) == text)
    #expect(try DecimalText.parse(text, scale: scale) == value)
  }

  @Test(
    "as many decimals as are asked for, and those that are needed",
    arguments: [
      (100 as Int64, 2, 2, "1.00"), (-5, 2, 2, "-0.05"), (25_000, 3, 3, "25.000"),
      (684_505_100, 4, 2, "68450.51"), (684_505_000, 4, 2, "68450.50"),
      (684_505_123, 4, 2, "68450.5123"),
    ])
  func decimals(_ value: Int64, _ scale: Int, _ decimals: Int, _ text: String) {
    #expect(DecimalText.text(value, scale: scale, decimals: decimals) == text)
  }

  @Test(
    "what is no number of that scale",
    arguments: [
      ("", DecimalText.Failure.notANumber), ("-", .notANumber), (".5", .notANumber),
      ("5.", .notANumber), ("1e3", .notANumber), ("1 000", .notANumber), ("1.2.3", .notANumber),
      ("0.001", .tooManyDecimals(limit: 2)), ("92233720368547758.08", .tooLarge),
      ("99999999999999999999", .tooLarge),
    ])
  func refused(_ text: String, _ failure: DecimalText.Failure) {
    #expect(throws: failure) { try DecimalText.parse(text, scale: 2) }
  }

  @Test("zeros beyond the scale, and a plus sign, are read")
  func tolerated() throws {
    #expect(try DecimalText.parse("1.5000", scale: 2) == 150)
    #expect(try DecimalText.parse("+1", scale: 2) == 100)
  }

  @Test("numbers are filled with zeros, never cut")
  func padding() {
    #expect(DecimalText.padded(7, 3) == "007")
    #expect(DecimalText.padded(1_234, 3) == "1234")
    #expect(DecimalText.padded("a", 2) == "0a")
  }
}
