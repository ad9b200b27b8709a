import Conformance
import FIX44
import FIXSession
import FIXWire
import Market
import Testing

@Suite struct AdminEncoderTests {
  static func fields() -> LogonFields {
    var fields = LogonFields()
    fields.heartBtInt = 30
    fields.resetSeqNumFlag = true
    fields.testMessageIndicator = true
    fields.nextExpectedMsgSeqNum = seq(4)
    fields.maxMessageSize = 9_000
    return fields
  }

  static let reject = SessionReject(
    refSeqNum: seq(7), refMsgType: .newOrderSingle,
    fault: SessionFault(sessionRejectReason: .tagWithoutValue, refTagID: .symbol))

  static let rows: [(AdminMessage.Body, String)] = [
    (.logon(fields()), "35=A|34=9|98=0|108=30|141=Y|789=4|383=9000|464=Y|"),
    (.logon(LogonFields()), "35=A|34=9|98=0|108=0|"),
    (.heartbeat(testReqID: Text32()), "35=0|34=9|"),
    (.heartbeat(testReqID: text32("A B")), "35=0|34=9|112=A B|"),
    (.testRequest(testReqID: text32("1")), "35=1|34=9|112=1|"),
    (.resendRequest(beginSeqNo: seq(5), endSeqNo: seq(0)), "35=2|34=9|7=5|16=0|"),
    (
      .reject(reject),
      "35=3|34=9|45=7|371=55|372=D|373=4|58=Tag specified without a value, Symbol(55)|"
    ),
    (.gapFill(newSeqNo: seq(12)), "35=4|34=9|43=Y|122=20261118-11:06:40.000|123=Y|36=12|"),
    (.sequenceReset(newSeqNo: seq(12)), "35=4|34=9|123=N|36=12|"),
    (.logout(.none), "35=5|34=9|"),
    (.logout(.msgSeqNumMissing), "35=5|34=9|58=MsgSeqNum(34) missing|"),
  ]

  @Test("each administrative message as a line", arguments: rows)
  func line(_ body: AdminMessage.Body, _ expected: String) {
    var identity = venueIdentity
    identity.peerSubID = compID("DESK1")
    var encoder = MessageEncoder(capacity: 1_024)
    AdminEncoder.encode(
      AdminMessage(msgSeqNum: seq(9), body: body),
      identity.header(sendingTime: at(0), precision: .milliseconds), into: &encoder)
    let span = Span<UInt8>(_bytes: encoder.message)
    let bytes = span.indices.map { span[$0] }
    let short = ScenarioText.short(bytes)
    #expect(short == expected.replacing("34=9|", with: "57=DESK1|34=9|", maxReplacements: 1))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\u{1}49=CANGDAN\u{1}56=DLR001\u{1}"))
    #expect(
      Framing.next(in: RawSpan(_elements: bytes.span), maxMessageSize: 1_024)
        == .complete(byteCount: bytes.count))
  }

  @Test("own tags follow the standard ones of a Logon(A)")
  func ownTags() {
    var encoder = MessageEncoder(capacity: 1_024)
    AdminEncoder.begin(
      AdminMessage(msgSeqNum: seq(9), body: .logon(LogonFields())),
      venueIdentity.header(sendingTime: at(0), precision: .milliseconds), into: &encoder)
    encoder.field(.text, UInt64(1))
    encoder.finish()
    let span = Span<UInt8>(_bytes: encoder.message)
    let short = ScenarioText.short(span.indices.map { span[$0] })
    #expect(short == "35=A|34=9|98=0|108=0|58=1|")
  }
}
