import FIX44
import Testing

@Suite struct TagTests {
  @Test(
    "tags from 5000 are user-defined",
    arguments: [(1, false), (956, false), (4999, false), (5000, true), (7701, true), (9999, true)])
  func userDefined(_ number: UInt32, _ isUserDefined: Bool) {
    #expect(Tag(rawValue: number).isUserDefined == isUserDefined)
  }

  @Test("tags compare by number and read as one")
  func order() {
    #expect(Tag.bodyLength < Tag.checkSum)
    #expect(!(Tag.checkSum < Tag.checkSum))
    #expect(Tag.clOrdID.description == "11")
  }

  @Test("generated members carry the numbers of the standard")
  func numbers() {
    #expect(Tag.symbol == Tag(rawValue: 55))
    #expect(Tag.noUnderlyings == Tag(rawValue: 711))
    #expect(Tag.xmlData == Tag(rawValue: 213))
    #expect(Tag.cfiCode == Tag(rawValue: 461))
    #expect(Tag.titleDocID == Tag(rawValue: 7701))
  }
}
