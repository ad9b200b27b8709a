import Market
import Records
import Testing

@testable import MarketCore

/// What an instrument's definition says in words, as it is kept for those who ask.
@Suite struct InstrumentWordsTests {
  private static func words(_ text: String, length: Int? = nil) -> String {
    var body = DefineInstrument()
    body.attributesLength = UInt16(length ?? text.utf8.count)
    var command = RecordBuffer(capacity: 2_048)
    var head = RecordHead()
    head.typeCode = CommandType.defineInstrument.rawValue
    command.append(head, body: body, text: text)
    let words = InstrumentWords(command.bytes, length: body.attributesLength)
    let bytes = (0..<words.wordCount * 8).map { place in
      UInt8(truncatingIfNeeded: words[word: place / 8] >> UInt64(place % 8 * 8))
    }
    #expect(bytes[words.count...].allSatisfy { $0 == 0 })
    return String(decoding: bytes.prefix(words.count), as: UTF8.self)
  }

  @Test("512 bytes are kept, of more the lines that are whole within them", arguments: 505...520)
  func lengths(_ count: Int) {
    let text = "name=Copper\n" + String(repeating: "x", count: count - 13) + "\n"
    #expect(text.utf8.count == count)
    #expect(Self.words(text) == (count <= 512 ? text : "name=Copper\n"))
  }

  @Test("short ones as they are, none where there are none", arguments: ["", "a", "unit=t\n"])
  func short(_ text: String) { #expect(Self.words(text) == text) }

  @Test("no more than the record has, whatever its body says")
  func cut() {
    let text = "name=Copper\n"
    #expect(Self.words(text, length: 60_000) == text)
  }
}
