import Secrets
import Testing

@Suite struct SecretTests {
  private func secret(_ text: String) -> Secret {
    let bytes = Array(text.utf8)
    return unsafe Secret(bytes.span.bytes)
  }

  @Test("a copy of the bytes, of any number", arguments: ["", "x", "correct-horse-7"])
  func copy(_ text: String) {
    let secret = secret(text)
    let seen = secret.withBytes { bytes in
      let span = Span<UInt8>(_bytes: bytes)
      return span.indices.map { span[$0] }
    }
    #expect(seen == Array(text.utf8))
    #expect(secret.byteCount == text.utf8.count)
  }

  static let pairs: [(String, String, Bool)] = [
    ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "", false), ("ab", "a", false),
    ("correct-horse-7", "correct-horse-7", true), ("correct-horse-7", "correct-horse-8", false),
    ("xorrect-horse-7", "correct-horse-7", false),
  ]

  @Test("two are the same where all bytes are", arguments: pairs)
  func same(_ one: String, _ other: String, _ isSame: Bool) {
    #expect(secret(one).isSame(as: secret(other)) == isSame)
  }
}
