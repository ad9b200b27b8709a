import CSIMD
import Digests
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-2, appendix B, the empty message, and lengths around the padding's block limit.
  static let vectors: [(String, String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 55),
      "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
    ),
    (
      String(repeating: "a", count: 56),
      "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"
    ),
    (
      String(repeating: "a", count: 64),
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
    ),
    (
      String(repeating: "a", count: 63),
      "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"
    ),
    (
      String(repeating: "a", count: 119),
      "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"
    ),
    (
      String(repeating: "a", count: 120),
      "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"
    ),
  ]

  @Test("digests of known messages", arguments: vectors)
  func known(_ message: String, _ digest: String) {
    #expect(SHA256.hexDigest(message.utf8) == digest)
  }

  @Test("blocks and words are their bytes")
  func blocks() {
    var bytes = SHA256()
    var blocks = SHA256()
    for block in 0..<3 {
      var words = InlineArray<8, UInt64>(repeating: 0)
      for place in 0..<64 {
        let byte = UInt8(truncatingIfNeeded: 7 * place + 31 * block)
        words[place >> 3] = words[place >> 3] << 8 | UInt64(byte)
        bytes.update(byte)
      }
      blocks.update(words)
    }
    for byte in "12345678 and the rest".utf8 { bytes.update(byte) }
    blocks.update(word: 0x3132_3334_3536_3738)
    for byte in " and the rest".utf8 { blocks.update(byte) }
    for place in 0..<8 { #expect(bytes.digest()[place] == blocks.digest()[place]) }
  }

  @Test("24 bytes behind whole blocks are the end of the message", arguments: 0...2)
  func end(_ blockCount: Int) {
    var bytes = SHA256()
    var blocks = SHA256()
    for _ in 0..<blockCount {
      for _ in 0..<64 { bytes.update(UInt8(ascii: "1")) }
      blocks.update(InlineArray(repeating: 0x3131_3131_3131_3131))
    }
    for byte in "12345678abcdefghABCDEFGH".utf8 { bytes.update(byte) }
    let digest = blocks.digest(
      behind: 0x3132_3334_3536_3738, 0x6162_6364_6566_6768, 0x4142_4344_4546_4748)
    for place in 0..<8 { #expect(bytes.digest()[place] == digest[place]) }
  }

  @Test("a processor's own instructions give what plain ones give")
  func portable() {
    var state = csimd_sha256_state(a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8)
    for round in UInt64(0)..<100 {
      let word = (round &+ 1) &* 0x9e37_79b9_7f4a_7c15
      let block = csimd_sha256_block(
        w0: word, w1: ~word, w2: word << 7, w3: word >> 5, w4: word &* 3, w5: round, w6: 0, w7: .max
      )
      let next = csimd_sha256(state, block)
      let plain = csimd_sha256_portable(state, block)
      #expect(next.a == plain.a && next.b == plain.b && next.c == plain.c && next.d == plain.d)
      #expect(next.e == plain.e && next.f == plain.f && next.g == plain.g && next.h == plain.h)
      state = next
    }
  }
}
