import Conformance
import FIX44
import FIXSession
import FIXWire
import Market
import Testing

@Suite struct InboundMessageTests {
  static func decode(_ line: String) -> InboundMessage? {
    let bytes = ScenarioText.message(line, from: MachinePeer.parties, now: at(0))
    var index = FieldIndex()
    #expect(index.parse(RawSpan(_elements: bytes.span)) == nil)
    var timestamps = TimestampReader()
    return InboundMessage.decode(
      index, RawSpan(_elements: bytes.span), received: at(1), &timestamps)
  }

  @Test("a Logon(A) with all that the machine knows")
  func logonFields() throws {
    let decoded = try #require(
      Self.decode("35=A|34=7|50=DESK1|98=0|108=30|141=Y|383=9000|464=Y|789=4|"))
    #expect(decoded.kind == .logon)
    #expect(decoded.msgType == .logon)
    #expect(decoded.msgSeqNum == seq(7))
    #expect(decoded.senderCompID == compID("DLR001"))
    #expect(decoded.targetCompID == compID("CANGDAN"))
    #expect(decoded.senderSubID == compID("DESK1"))
    #expect(decoded.sendingTime == at(0))
    #expect(decoded.received == at(1))
    #expect(decoded.heartBtInt == 30)
    #expect(decoded.resetSeqNumFlag)
    #expect(decoded.testMessageIndicator)
    #expect(decoded.maxMessageSize == 9_000)
    #expect(decoded.nextExpectedMsgSeqNum == seq(4))
    #expect(decoded.fault == nil)
    #expect(decoded.isAdmin)
  }

  @Test("ranges, resets and flags")
  func numbers() throws {
    let request = try #require(Self.decode("35=2|34=2|43=Y|122=<TIME-5>|7=3|16=9|"))
    #expect(request.kind == .resendRequest)
    #expect(request.beginSeqNo == seq(3))
    #expect(request.endSeqNo == seq(9))
    #expect(request.possDup)
    #expect(request.origSendingTime == at(-5))
    let reset = try #require(Self.decode("35=4|34=2|123=Y|36=9|"))
    #expect(reset.gapFillFlag)
    #expect(reset.newSeqNo == seq(9))
    let order = try #require(Self.decode("35=D|34=2|97=Y|"))
    #expect(order.kind == .application)
    #expect(order.possResend)
    #expect(!order.isAdmin)
    let own = try #require(Self.decode("35=UT|34=2|"))
    #expect(own.msgType == MsgType(0x55, 0x54))
  }

  @Test(
    "MsgSeqNum(34) missing or no number",
    arguments: [
      "35=0|", "35=0|34=x|", "35=0|34=|", "35=0|34=-1|", "35=0|34=0|",
      "35=0|34=9223372036854775808|",
    ])
  func noMsgSeqNum(_ line: String) { #expect(Self.decode(line) == nil) }

  static let faults: [(String, SessionRejectReason, FIX44.Tag)] = [
    ("35=A|34=1|108=30|", .requiredTagMissing, .encryptMethod),
    ("35=A|34=1|98=0|", .requiredTagMissing, .heartBtInt),
    ("35=A|34=1|98=0|108=soon|", .incorrectDataFormat, .heartBtInt),
    ("35=A|34=1|98=0|108=30|141=X|", .incorrectDataFormat, .resetSeqNumFlag),
    ("35=1|34=1|", .requiredTagMissing, .testReqID),
    ("35=1|34=1|112=123456789012345678901234567890123|", .valueIncorrect, .testReqID),
    ("35=2|34=1|16=0|", .requiredTagMissing, .beginSeqNo),
    ("35=2|34=1|7=1|", .requiredTagMissing, .endSeqNo),
    ("35=4|34=1|123=Y|", .requiredTagMissing, .newSeqNo),
    ("35=4|34=1|36=9223372036854775808|", .valueIncorrect, .newSeqNo),
    ("35=0|34=1|52=yesterday|", .incorrectDataFormat, .sendingTime),
    ("35=0|34=1|43=Y|122=yesterday|", .incorrectDataFormat, .origSendingTime),
  ]

  @Test("what is wrong in a field is the message's fault", arguments: faults)
  func fault(_ line: String, _ reason: SessionRejectReason, _ tag: FIX44.Tag) throws {
    let decoded = try #require(Self.decode(line))
    #expect(decoded.fault?.sessionRejectReason == reason)
    #expect(decoded.fault?.refTagID == tag)
  }

  @Test("limits that hold: 32 bytes of TestReqID(112), the largest number")
  func limits() throws {
    let request = try #require(Self.decode("35=1|34=1|112=12345678901234567890123456789012|"))
    #expect(request.testReqID.count == 32)
    #expect(request.fault == nil)
    let reset = try #require(Self.decode("35=4|34=9223372036854775807|36=9223372036854775807|"))
    #expect(reset.newSeqNo == seq(9_223_372_036_854_775_807))
  }

  @Test("a CompID longer than any that we know is none")
  func longCompID() throws {
    let decoded = try #require(Self.decode("35=0|34=1|49=ABCDEFGHIJKLMNOPQ|"))
    #expect(decoded.senderCompID == CompID())
  }
}
