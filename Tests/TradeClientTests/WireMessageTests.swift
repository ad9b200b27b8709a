import FIX44
import Testing
import TradeClient

@Suite struct WireMessageTests {
  @Test("fields are found by tag, all of a group too")
  func fields() {
    let message = WireMessage(fields: [
      .init(.msgType, "8"), .init(.underlyingSecurityID, "R1"), .init(.underlyingSecurityID, "R2"),
    ])
    #expect(message.msgType == "8")
    #expect(message[.underlyingSecurityID] == "R1")
    #expect(message.all(.underlyingSecurityID) == ["R1", "R2"])
    #expect(message[.text] == nil)
    #expect(message.wire == "35=8|309=R1|309=R2|")
  }
}
