import LogText
import Market
import Testing

@Suite struct TextFormTests {
  @Test(
    "times have nanoseconds and are UTC",
    arguments: [
      (1_795_000_000_000_000_000 as Int64, "2026-11-18T11:06:40.000000000Z"),
      (1, "1970-01-01T00:00:00.000000001Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
    ])
  func timestamps(_ nanoseconds: Int64, _ text: String) {
    #expect(TextForm.timestamp(Instant(nanoseconds: nanoseconds)) == text)
  }

  @Test(
    "words that a shell would take apart are quoted",
    arguments: [
      ("CU-BW-A", "CU-BW-A"), ("", "\"\""), ("a b", "\"a b\""), ("a\"b", "\"a\\\"b\""),
      ("a\nb", "\"a\\nb\""), ("仓", "\"仓\""), ("\u{1}", "\"\\u0001\""),
    ])
  func words(_ text: String, _ word: String) {
    #expect(TextForm.word(text) == word)
  }
}
