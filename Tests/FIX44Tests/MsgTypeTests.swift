import FIX44
import Testing

@Suite struct MsgTypeTests {
  static let known: [(MsgType, UInt16, String)] = [
    (.heartbeat, 0x30, "0"), (.logon, 0x41, "A"), (.newOrderSingle, 0x44, "D"),
    (.executionReport, 0x38, "8"), (.businessMessageReject, 0x6a, "j"),
    (MsgType(0x41, 0x45), 0x4541, "AE"),
  ]

  @Test("the first character is the lowest byte", arguments: known)
  func characters(_ msgType: MsgType, _ rawValue: UInt16, _ text: String) {
    #expect(msgType.rawValue == rawValue)
    #expect(msgType.description == text)
    #expect(MsgType(text) == msgType)
  }

  @Test("text of any other form is no MsgType", arguments: ["", "ABC", " ", "A ", "é", "\u{1}"])
  func malformed(_ text: String) {
    #expect(MsgType(text) == nil)
  }
}
