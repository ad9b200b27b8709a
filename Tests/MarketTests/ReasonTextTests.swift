import Market
import Testing

@Suite struct ReasonTextTests {
  private static func reason(_ text: String) -> ReasonText? {
    let bytes = Array(text.utf8)
    return unsafe ReasonText(bytes.span.bytes)
  }

  @Test("it keeps up to 64 bytes of printable ASCII", arguments: [0, 1, 31, 32, 33, 63, 64])
  func fits(_ count: Int) {
    let text = String(
      "the quick brown fox jumps over a lazy dog and a fire at a warehouse".prefix(count))
    #expect(Self.reason(text)?.description == text)
  }

  @Test(
    "no more, and nothing else", arguments: [String(repeating: "a", count: 65), "\u{7f}", "a\nb"])
  func isNone(_ text: String) { #expect(Self.reason(text) == nil) }
}
