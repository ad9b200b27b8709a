import Market
import Testing

@Suite struct TextTests {
  @Test(
    "text of up to its capacity comes back as it was",
    arguments: ["", "A", "CU-BW-A", "1234567", "12345678", "123456789", "1234567890123456"])
  func roundTrip(_ string: String) throws {
    let text16 = try #require(Text16(string))
    let text32 = try #require(Text32(string))
    #expect(text16.description == string)
    #expect(text32.description == string)
    #expect(text16.count == string.utf8.count)
    #expect(text16.isEmpty == string.isEmpty)
    let bytes = Array(string.utf8)
    let read16 = unsafe Text16(bytes.span.bytes)
    let read32 = unsafe Text32(bytes.span.bytes)
    #expect(read16 == text16)
    #expect(read32 == text32)
  }

  @Test(
    "text that is too long or not printable ASCII is refused",
    arguments: ["12345678901234567", "a\u{1}", "caf\u{e9}", "\u{7f}", "\u{1f}x"])
  func refused(_ string: String) {
    #expect(Text16(string) == nil)
    let bytes = Array(string.utf8)
    let read = unsafe Text16(bytes.span.bytes)
    #expect(read == nil)
  }

  @Test("every byte is judged by itself, in every place", arguments: 1...32)
  func everyByte(_ count: Int) {
    for place in 0..<count {
      for byte in UInt8.min...UInt8.max {
        var bytes = [UInt8](repeating: 0x78, count: count)
        bytes[place] = byte
        let isPrintable = byte >= 0x20 && byte <= 0x7e
        let read16 = Text16(RawSpan(_elements: bytes.span))
        let read32 = Text32(RawSpan(_elements: bytes.span))
        #expect((read32 != nil) == isPrintable)
        #expect((read16 != nil) == (isPrintable && count <= 16))
        guard isPrintable, let read32 else { continue }
        #expect(read32.count == count && read32[place] == byte)
      }
    }
  }

  @Test("the limit of 32 bytes")
  func limit() {
    #expect(Text32(String(repeating: "x", count: 31)) != nil)
    #expect(Text32(String(repeating: "x", count: 32))?.count == 32)
    #expect(Text32(String(repeating: "x", count: 33)) == nil)
  }

  @Test("bytes behind the end read as zero")
  func bytesBehindTheEnd() throws {
    let text = try #require(Text16("AB"))
    #expect((0..<4).map { text[$0] } == [0x41, 0x42, 0, 0])
  }
}
