import FIX44
import FIXWire
import Testing

@Suite struct FieldIndexTests {
  @Test("fields stand in the order of the message")
  func order() {
    let bytes = message("35=D|49=A|11=X1|38=5|44=|10000=z|")
    var index = FieldIndex()
    let error = index.parse(bytes.raw)
    #expect(error == nil)
    #expect(
      fields(index, bytes).dropFirst(2).dropLast()
        == ["35=D", "49=A", "11=X1", "38=5", "44=", "10000=z"])
  }

  @Test("messages of every length up to four blocks are taken apart whole")
  func allLengths() {
    var index = FieldIndex()
    for count in 0...256 {
      for first in [0, count / 2, max(count - 3, 0)] {
        let bytes = wire(
          "1=\(String(repeating: "a", count: first))|2=\(String(repeating: "b", count: count))|")
        let error = index.parse(bytes.raw)
        #expect(error == nil)
        #expect(index.count == 2)
        #expect(Int(index[0].length) == first && Int(index[1].length) == count)
      }
    }
  }

  @Test("a field is found by its tag, the first one where there are several")
  func first() {
    let bytes = wire("11=A|1023=B|1024=C|7679=D|7680=E|7935=F|7936=G|99999=H|11=I|99999=J|")
    var index = FieldIndex()
    let error = index.parse(bytes.raw)
    #expect(error == nil)
    let expected: [(UInt32, Int)] = [
      (11, 0), (1_023, 1), (1_024, 2), (7_679, 3), (7_680, 4), (7_935, 5), (7_936, 6), (99_999, 7),
    ]
    for (tag, place) in expected {
      #expect(index.firstIndex(of: Tag(tag)) == place)
      #expect(index.first(Tag(tag)) == index[place])
    }
    for tag: UInt32 in [0, 1, 10, 12, 1_022, 1_025, 7_681, 99_998] {
      #expect(index.first(Tag(tag)) == nil)
    }
    #expect(index.firstIndex(of: Tag(11), in: 1..<10) == 8)
    #expect(index.firstIndex(of: Tag(11), in: 1..<8) == nil)
  }

  @Test("nothing of the message before is found")
  func reuse() {
    var index = FieldIndex()
    let a = wire("11=A|7701=B|")
    let b = wire("12=A|")
    for _ in 0..<3 {
      var error = index.parse(a.raw)
      #expect(error == nil)
      #expect(index.first(Tag(11)) != nil && index.first(Tag(7_701)) != nil)
      error = index.parse(b.raw)
      #expect(error == nil)
      #expect(index.first(Tag(11)) == nil && index.first(Tag(7_701)) == nil)
    }
    index.removeAll()
    #expect(index.count == 0)
    #expect(index.first(Tag(12)) == nil)
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: WireError.Kind
    let offset: Int
    let tag: UInt32
    init(_ text: String, _ kind: WireError.Kind, at offset: Int, tag: UInt32) {
      testDescription = text
      self.kind = kind
      self.offset = offset
      self.tag = tag
    }
  }

  static let wrong = [
    Wrong("11=A|=B|", .emptyTag, at: 5, tag: 11),
    Wrong("=B|11=A|55=XXXXXXX|", .emptyTag, at: 0, tag: 0),
    Wrong("11=A|011=B|", .leadingZero, at: 5, tag: 11),
    Wrong("11=A|0=B|", .leadingZero, at: 5, tag: 11),
    Wrong("11=A|1x=B|", .malformedTag, at: 5, tag: 11),
    Wrong("11=A|-1=B|", .malformedTag, at: 5, tag: 11),
    Wrong("11=A|+1=B|", .malformedTag, at: 5, tag: 11),
    Wrong("11=A| 1=B|", .malformedTag, at: 5, tag: 11),
    Wrong("11=A|1:=B|", .malformedTag, at: 5, tag: 11),
    Wrong("11=A|1/=B|", .malformedTag, at: 5, tag: 11),
    Wrong("11=A|100000=B|", .tagTooLarge, at: 5, tag: 11),
    Wrong("11=A|4294967307=B|", .tagTooLarge, at: 5, tag: 11),
    Wrong("11=A|18446744073709551627=B|", .tagTooLarge, at: 5, tag: 11),
    Wrong("11=A|12|38=1|", .missingEquals, at: 5, tag: 11),
    Wrong("11=A||38=1|", .missingEquals, at: 5, tag: 11),
    Wrong("11=A|1234567890|38=1|", .missingEquals, at: 5, tag: 11),
    Wrong("|11=A|", .missingEquals, at: 0, tag: 0),
    Wrong("11=A|38=1", .unterminated, at: 5, tag: 11),
    Wrong("11=A|38", .unterminated, at: 5, tag: 11),
    Wrong("11", .unterminated, at: 0, tag: 0),
    Wrong("95=3|96=ab|10=000|", .dataLengthMismatch, at: 5, tag: 95),
    Wrong("95=1|96=ab|10=000|", .dataLengthMismatch, at: 5, tag: 95),
    Wrong("95=12|96=ab|10=000|", .dataLengthMismatch, at: 6, tag: 95),
    Wrong("95=999999999|96=ab|", .dataLengthMismatch, at: 13, tag: 95),
    Wrong("11=A|96=ab|10=000|", .dataWithoutLength, at: 5, tag: 96),
    Wrong("95=2|11=A|96=ab|10=000|", .dataWithoutLength, at: 10, tag: 96),
    Wrong("95=|96=ab|10=000|", .dataWithoutLength, at: 4, tag: 96),
    Wrong("95=x|96=ab|10=000|", .dataWithoutLength, at: 5, tag: 96),
    Wrong("95=0000000002|96=ab|10=000|", .dataWithoutLength, at: 14, tag: 96),
  ]

  @Test("the first place where the message can't be taken apart is named", arguments: wrong)
  func errors(_ row: Wrong) {
    let bytes = wire(row.testDescription)
    var index = FieldIndex()
    let error = index.parse(bytes.raw)
    #expect(error == WireError(row.kind, offset: row.offset, tag: Tag(row.tag)))
  }

  @Test("the fields before an error stay readable")
  func fieldsBeforeError() {
    let bytes = wire("34=7|11=A|x=1|55=Y|")
    var index = FieldIndex()
    let error = index.parse(bytes.raw)
    #expect(error?.kind == .malformedTag)
    #expect(fields(index, bytes) == ["34=7", "11=A"])
  }

  @Test("a data field may hold delimiters and what looks like fields")
  func data() {
    let pairs: [(Int, Int)] = [
      (90, 91), (93, 89), (95, 96), (212, 213), (348, 349), (350, 351), (352, 353), (354, 355),
      (356, 357), (358, 359), (360, 361), (362, 363), (364, 365), (445, 446), (618, 619),
      (621, 622),
    ]
    var index = FieldIndex()
    for (length, data) in pairs {
      for value in ["", "|", "a|b", "||||", "10=000|11=B|", String(repeating: "|", count: 200)] {
        let bytes = wire("11=A|\(length)=\(value.count)|\(data)=\(value)|58=x|")
        let error = index.parse(bytes.raw)
        #expect(error == nil)
        #expect(
          fields(index, bytes) == ["11=A", "\(length)=\(value.count)", "\(data)=\(value)", "58=x"])
      }
    }
  }

  @Test("2,048 fields fit, one more does not")
  func capacity() {
    var index = FieldIndex()
    let full = wire(String(repeating: "58=x|", count: FieldIndex.capacity))
    var error = index.parse(full.raw)
    #expect(error == nil)
    #expect(index.count == FieldIndex.capacity)
    error = index.parse((full + wire("58=x|")).raw)
    #expect(error?.kind == .tooManyFields)
    #expect(index.count == FieldIndex.capacity)
  }

  @Test("an empty message has no fields")
  func empty() {
    var index = FieldIndex()
    let nothing: [UInt8] = []
    let error = index.parse(nothing.raw)
    #expect(error == nil)
    #expect(index.count == 0)
  }

  @Test("a place behind the last field is our own error")
  func outOfBounds() async {
    await #expect(processExitsWith: .failure) {
      let index = FieldIndex()
      _ = index[0]
    }
  }
}
