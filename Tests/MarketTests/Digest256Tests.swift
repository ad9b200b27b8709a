import Market
import Testing

@Suite struct Digest256Tests {
  @Test("a digest is read from 64 hexadecimal digits, and written so")
  func hexadecimal() {
    let text = (0..<32).map { ["0f", "a1", "c7", "e3"][$0 % 4] }.joined()
    let digest = Digest256(hex: Array(text.utf8).span)
    #expect(digest?.description == text)
    #expect(Digest256(hex: Array(text.uppercased().utf8).span) == digest)
    #expect(digest?[0] == 0x0f && digest?[31] == 0xe3)
  }

  @Test("anything but 64 hexadecimal digits is none", arguments: [63, 65, 0])
  func length(_ count: Int) {
    let digits = Array(repeating: UInt8(ascii: "1"), count: count)
    #expect(Digest256(hex: digits.span) == nil)
  }

  @Test("any other character among them is none", arguments: ["g", "/", ":", "@", "`", " "])
  func characters(_ stranger: String) {
    let digits = Array((stranger + String(repeating: "1", count: 63)).utf8)
    #expect(Digest256(hex: digits.span) == nil)
  }

  @Test("each byte is its own")
  func bytes() {
    var digest = Digest256.none
    for index in 0..<32 { digest[index] = UInt8(index + 1) }
    digest[9] = 0xff
    #expect((0..<32).map { digest[$0] } == (1...32).map { $0 == 10 ? 0xff : UInt8($0) })
  }

  @Test("positions are equal where their texts are")
  func positions() {
    let bay = TitlePosition(storage: Text16("F-02-3") ?? Text16())
    #expect(bay == TitlePosition(storage: Text16("F-02-3") ?? Text16()))
    #expect(bay != TitlePosition(storage: Text16("F-02-4") ?? Text16()))
    #expect(!bay.isEmpty && TitlePosition().isEmpty)
  }
}
