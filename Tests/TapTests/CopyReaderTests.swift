import Tap
import Testing

/// A feed that is whole, one with a gap, and what belongs to none.
@Suite struct CopyReaderTests {
  static func body(_ place: Int, _ previous: Int, _ more: String = "") -> String {
    "35=8|49=CANGDAN|56=DC001|34=\(place)|115=DLR001|11=A\(place)|\(more)7840=\(place)|7841=\(previous)|"
  }

  static func take(
    _ reader: inout CopyReader, _ body: String
  ) throws(CopyReader.Problem) -> Bool {
    try reader.take(TapMessages.message(body))
  }

  @Test("from the oldest on, each behind the one before")
  func whole() throws {
    var reader = CopyReader()
    #expect(reader.resumeAfterFeedSeq == 0)
    for (place, previous) in [(64, 16), (80, 64), (4096, 80)] {
      let isNew = try Self.take(&reader, Self.body(place, previous))
      #expect(isNew)
    }
    #expect(reader.resumeAfterFeedSeq == 4096)
    #expect(reader.count == 3)
  }

  @Test("a gap names both places, and changes nothing")
  func gap() throws {
    var reader = CopyReader()
    _ = try Self.take(&reader, Self.body(64, 0))
    let before = reader
    #expect(throws: CopyReader.Problem.gap(last: 64, feedSeq: 96, prevFeedSeq: 80)) {
      try Self.take(&reader, Self.body(96, 80))
    }
    #expect(reader == before)
    let text = CopyReader.Problem.gap(last: 64, feedSeq: 96, prevFeedSeq: 80).description
    for number in ["64", "96", "80"] { #expect(text.contains(number)) }
  }

  @Test("what has come before is not taken again")
  func repeats() throws {
    var reader = CopyReader()
    _ = try Self.take(&reader, Self.body(64, 0))
    _ = try Self.take(&reader, Self.body(80, 64))
    let before = reader
    for (place, previous) in [(64, 0), (80, 64)] {
      let isNew = try Self.take(&reader, Self.body(place, previous, "97=Y|"))
      #expect(!isNew)
    }
    #expect(reader == before)
  }

  @Test("News(B) and answers have no place; a copy without one can't be proven")
  func withoutPlace() throws {
    var reader = CopyReader()
    for body in ["35=B|34=2|148=Hello|", "35=AE|34=3|571=1|568=Q1|", "35=j|34=4|58=no|"] {
      let isShown = try Self.take(&reader, body)
      #expect(isShown)
    }
    #expect(reader == CopyReader())
    #expect(throws: CopyReader.Problem.noPlace(msgType: "8")) {
      try Self.take(&reader, "35=8|34=2|115=DLR001|11=A1|")
    }
  }

  @Test("a feed that goes on is the same as one that was never cut")
  func goesOn() throws {
    var whole = CopyReader()
    for place in 1...10 { _ = try Self.take(&whole, Self.body(16 * place, 16 * (place - 1))) }
    for cut in 0...10 {
      var first = CopyReader()
      for place in 1...10 where place <= cut {
        _ = try Self.take(&first, Self.body(16 * place, 16 * (place - 1)))
      }
      let state = try #require(TapState(TapState(session: "CANGDAN/DC001", reader: first).text))
      var second = state.reader
      for place in 1...10 where place > cut {
        _ = try Self.take(&second, Self.body(16 * place, 16 * (place - 1), "97=Y|"))
      }
      #expect(second == whole)
    }
  }
}
