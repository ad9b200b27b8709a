import Testing

@testable import Conformance

@Suite struct CandidateMessageTests {
  @Test("a message in words has the names of its fields, without what frames it")
  func text() {
    let bytes = ScenarioText.message(
      "35=3|34=7|45=2|372=D|373=5|58=why|9999=x|", from: ScenarioTextTests.parties,
      now: ScenarioTextTests.now)
    let message = CandidateMessage(bytes)
    #expect(
      message.text
        == "MsgType(35)=3 Reject|MsgSeqNum(34)=7|RefSeqNum(45)=2|RefMsgType(372)=D NewOrderSingle"
        + "|SessionRejectReason(373)=5|Text(58)=why|9999=x")
    #expect(message.number == 7 && message.msgType == "3" && message.isAdmin)
    #expect(message["58"] == "why" && message["1"] == nil && !message.isRepeat)
  }

  @Test("passwords are not shown")
  func passwords() {
    let text = CandidateMessage.text(Array("8=FIX.4.4\u{1}554=secret\u{1}925=other\u{1}".utf8))
    #expect(text == "8=FIX.4.4|554=***|925=***|")
  }
}
