import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Test cases 2f to 2o of the session layer.
@Suite struct HeaderTests {
  static func late(_ seconds: Double) -> InboundMessage {
    message(.heartbeat, 2, at: 0) { $0.received = at(seconds) }
  }

  static let accuracy = invalid(.sendingTimeAccuracy, .sendingTime)

  static let possDupRows: [Row] = [
    Row(
      "2f OrigSendingTime(122) after SendingTime(52), in order", active(),
      message(.heartbeat, 2) {
        possDup(&$0)
        $0.origSendingTime = at(0.001)
      },
      [
        rejected(
          2, 2, .sendingTimeAccuracy, .origSendingTime,
          invalid(.sendingTimeAccuracy, .origSendingTime))
      ],
      next: 3),
    Row(
      "2f OrigSendingTime(122) equal to SendingTime(52)", active(),
      message(.application, 2, possDup), [.deliver], next: 3),
    Row(
      "2f too low as well", active(next: 5),
      message(.heartbeat, 2) {
        possDup(&$0)
        $0.origSendingTime = at(0.001)
      },
      [
        rejected(
          2, 2, .sendingTimeAccuracy, .origSendingTime,
          invalid(.sendingTimeAccuracy, .origSendingTime))
      ],
      next: 5),
    Row(
      "2g no OrigSendingTime(122)", active(), message(.heartbeat, 2) { $0.possDup = true },
      [
        rejected(
          2, 2, .requiredTagMissing, .origSendingTime,
          invalid(.requiredTagMissing, .origSendingTime))
      ], next: 3),
    Row(
      "2g too low as well", active(next: 5), message(.application, 2) { $0.possDup = true },
      [
        rejected(
          2, 2, .requiredTagMissing, .origSendingTime,
          invalid(.requiredTagMissing, .origSendingTime))
      ], next: 5),
    Row(
      "2g SequenceReset may go without", active(),
      message(.sequenceReset, 2) {
        $0.possDup = true
        $0.gapFillFlag = true
        $0.newSeqNo = seq(4)
      }, [], next: 4),
  ]

  static let fatal: [Row] = [
    Row(
      "2k SenderCompID(49)", active(),
      message(.heartbeat, 2) { $0.senderCompID = compID("DLR002") },
      [
        rejected(2, 2, .compIDProblem, .senderCompID, invalid(.compIDProblem, .senderCompID)),
        sent(3, .logout(invalid(.compIDProblem, .senderCompID))), .disconnect(.badCompID),
      ], next: 3),
    Row(
      "2k TargetCompID(56)", active(), message(.heartbeat, 2) { $0.targetCompID = CompID() },
      [
        rejected(2, 2, .compIDProblem, .targetCompID, invalid(.compIDProblem, .targetCompID)),
        sent(3, .logout(invalid(.compIDProblem, .targetCompID))), .disconnect(.badCompID),
      ], next: 3),
    Row(
      "2k ahead of a gap: the number expected stays", active(),
      message(.application, 9) { $0.targetCompID = CompID() },
      [
        rejected(2, 9, .compIDProblem, .targetCompID, invalid(.compIDProblem, .targetCompID)),
        sent(3, .logout(invalid(.compIDProblem, .targetCompID))), .disconnect(.badCompID),
      ], next: 2),
    Row("2n 120 s late", active(), late(120), now: 120, [], next: 3),
    Row("2n 120 s early", active(), late(-120), now: 0, [], next: 3),
    Row(
      "2o more than 120 s late", active(), late(120.001), now: 120.001,
      [
        rejected(2, 2, .sendingTimeAccuracy, .sendingTime, accuracy), sent(3, .logout(accuracy)),
        .disconnect(.badSendingTime),
      ],
      next: 3),
    Row(
      "2o more than 120 s early", active(), late(-120.001),
      [
        rejected(2, 2, .sendingTimeAccuracy, .sendingTime, accuracy), sent(3, .logout(accuracy)),
        .disconnect(.badSendingTime),
      ],
      next: 3),
    Row(
      "2o the check switched off", active(next: 2, 2, settings { $0.sendingTimeAccuracy = 0 }),
      late(9_999), now: 9_999, [], next: 3),
    Row(
      "2o SendingTime(52) of no sensible year", active(),
      message(.heartbeat, 2) { $0.sendingTime = Instant(nanoseconds: .min) },
      [
        rejected(2, 2, .sendingTimeAccuracy, .sendingTime, accuracy), sent(3, .logout(accuracy)),
        .disconnect(.badSendingTime),
      ],
      next: 3),
  ]

  @Test("PossDupFlag(43) and OrigSendingTime(122)", arguments: possDupRows)
  func possDupFlag(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("CompIDs and SendingTime(52)", arguments: fatal)
  func header(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("a bad application message is journaled; Reject(3) and Logout(5) follow the commit")
  func applicationWithBadCompID() {
    var state = active()
    let bad = message(.application, 2) { $0.senderCompID = CompID() }
    let text = invalid(.compIDProblem, .senderCompID)
    let fault = SessionFault(
      sessionRejectReason: .compIDProblem, refTagID: .senderCompID, text: text)
    let reject = SessionReject(refSeqNum: seq(2), refMsgType: bad.msgType, fault: fault)
    #expect(Array(state.received(bad, now: at(0))) == [.reject(reject)])
    #expect(Array(state.received(message(.application, 3), now: at(0))) == [.drop])
    #expect(state.nextOutbound() == seq(2))
    #expect(
      Array(state.rejectCommitted(now: at(0))) == [sent(3, .logout(text)), .disconnect(.badCompID)])
    #expect(state.connectionLost() == SessionEnd(reason: .badCompID, isOrderly: false))
  }

  @Test("a commit that does not come in 10 s does not keep the bad connection")
  func commitTimesOut() {
    var state = active().after(message(.application, 2) { $0.senderCompID = CompID() })
    #expect(state.deadline == at(10))
    #expect(state.timer(now: at(9.999)).isEmpty)
    #expect(state.timer(now: at(10)).last == .disconnect(.badCompID))
  }

  @Test(
    "SenderSubID(50) counts where it is part of the identity", arguments: ["", "DESK2", "DESK1"])
  func subID(_ given: String) {
    var identity = venueIdentity
    identity.peerSubID = compID("DESK1")
    var state = SessionState(
      side: .acceptor, identity: identity, settings: SessionSettings(), numbers: .first)
    _ = state.connected(now: at(0))
    let actions = state.received(logon(1) { $0.senderSubID = compID(given) }, now: at(0))
    #expect(Array(actions) == (given == "DESK1" ? [.publishLogon] : [.disconnect(.badCompID)]))
  }

  @Test("an ordinary message commits nothing")
  func rejectCommittedWithoutRefusal() {
    var state = active()
    #expect(state.rejectCommitted(now: at(0)).isEmpty)
  }
}
