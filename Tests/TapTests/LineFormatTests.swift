import FIX44
import Tap
import Testing

@Suite struct LineFormatTests {
  static let dictionary = FIX44Dictionary.make()
  static let report =
    "35=8|49=CANGDAN|56=SUP001|34=7|52=20261118-11:06:40.000|115=DLR001|37=12|11=A1|17=E1|150=F|39=2"
    + "|54=1|38=25|55=CU-BW-A|31=68450|32=25|151=0|14=25|527=T9|7840=64|7841=0|"

  static func lines(_ format: LineFormat, _ body: String) -> [String] {
    LineWriter(format, dictionary).lines(TapMessages.message(body))
  }

  @Test("text: when, for which session, what happened")
  func text() {
    #expect(
      Self.lines(.text, Self.report)
        == ["20261118-11:06:40.000 DLR001 filled 25 of 25 CU-BW-A at 68450 (A1)"])
  }

  @Test("raw is the message as it is on the wire")
  func raw() {
    #expect(Self.lines(.raw, Self.report) == [TapMessages.text(TapMessages.wire(Self.report))])
  }

  @Test("only csv has a line before all others")
  func header() {
    #expect(LineWriter(.csv, Self.dictionary).header == MessageCSV.header)
    for format in [LineFormat.text, .json, .raw] {
      #expect(LineWriter(format, Self.dictionary).header == nil)
    }
  }
}
