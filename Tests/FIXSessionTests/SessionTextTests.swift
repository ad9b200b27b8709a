import FIX44
import FIXSession
import FIXWire
import Market
import Testing

@Suite struct SessionTextTests {
  static let sentences: [(SessionText, String)] = [
    (.none, ""),
    (
      .msgSeqNumTooLow(expecting: seq(12), received: seq(3)),
      "MsgSeqNum(34) too low, expecting 12 but received 3"
    ),
    (.msgSeqNumMissing, "MsgSeqNum(34) missing"),
    (invalid(.sendingTimeAccuracy, .sendingTime), "SendingTime accuracy problem, SendingTime(52)"),
    (
      .newSeqNoNotAbove(received: seq(5), msgSeqNum: seq(9)),
      "Incorrect NewSeqNo(36) 5, expecting above 9"
    ),
    (
      .resendLoop(beginSeqNo: seq(7), requests: 5),
      "MsgSeqNum(34) 7 still missing after ResendRequest(2) x 5"
    ),
    (
      .invalidField(sessionRejectReason: .requiredTagMissing, refTagID: .symbol),
      "Required tag missing, Symbol(55)"
    ),
    (invalid(.compIDProblem, .senderSubID), "CompID problem, SenderSubID(50)"),
    (
      .logon(
        .heartBtIntOutside(received: -9_223_372_036_854_775_808, least: 1, most: 4_294_967_295)),
      "HeartBtInt(108) -9223372036854775808 outside 1 to 4294967295"
    ),
    (
      .logon(.nextExpectedMsgSeqNumTooHigh(received: seq(.max), most: seq(.max))),
      "NextExpectedMsgSeqNum(789) 18446744073709551615 too high, "
        + "expecting at most 18446744073709551615"
    ),
    (.logon(.alreadyLoggedOn), "Logon(A) while logged on"),
    (.closing(.outsideHours(opensAt: .none)), "Outside of the session's hours"),
    (
      .closing(.outsideHours(opensAt: Instant(nanoseconds: 1_795_590_005_999_999_999))),
      "Outside of the session's hours, which begin at 20261125-07:00:05"
    ),
    (
      .closing(.throttleBreach(limit: 100, windowMilliseconds: 1_000)),
      "More than 100 messages in 1000 ms for too long"
    ),
    (
      .closing(.oversizedMessage(bytes: 70_000, most: 65_536)),
      "BodyLength(9): message of 70000 bytes, at most 65536"
    ),
  ]

  @Test("sentences name tag and number", arguments: sentences)
  func sentence(_ text: SessionText, _ expected: String) { #expect(text.description == expected) }

  @Test("every reason of Reject(3) has words")
  func reasons() {
    for reason in SessionRejectReason.allCases {
      let text = SessionText.invalidField(sessionRejectReason: reason, refTagID: .text)
      #expect(text.description.hasSuffix(", Text(58)"))
    }
  }
}
