import FIX44
import Foundation
import Tap
import Testing

@Suite struct MessageJSONTests {
  static func line(_ body: String) -> String {
    MessageJSON(FIX44Dictionary.make()).line(TapMessages.message(body))
  }

  @Test("names and values; a group is an array of its entries, nested groups within")
  func groups() {
    let body =
      "35=8|34=7|11=A1|453=2|448=DLR001|452=1|448=DLR002|452=17|55=CU-BW-A|711=1|311=CU|309=R1|54=1|"
    #expect(
      Self.line(body)
        == #"{"MsgType":"8","MsgSeqNum":"7","ClOrdID":"A1","NoPartyIDs":"#
        + #"[{"PartyID":"DLR001","PartyRole":"1"},{"PartyID":"DLR002","PartyRole":"17"}],"#
        + #""Symbol":"CU-BW-A","NoUnderlyings":[{"UnderlyingSymbol":"CU","UnderlyingSecurityID":"R1"}],"#
        + #""Side":"1"}"#)
  }

  @Test("whatever stands in a text, the line is JSON and says it")
  func quoting() throws {
    let text = "a \"quote\", a \\ and a \t tab, 铜"
    let line = Self.line("35=j|34=8|58=\(text)|9999=x|")
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
    let fields = try #require(object as? [String: String])
    #expect(fields == ["MsgType": "j", "MsgSeqNum": "8", "Text": text, "9999": "x"])
  }

  @Test("a message of a type that the dictionary does not know has its fields all the same")
  func unknown() {
    #expect(Self.line("35=ZZ|55=CU-BW-A|") == #"{"MsgType":"ZZ","Symbol":"CU-BW-A"}"#)
  }
}
