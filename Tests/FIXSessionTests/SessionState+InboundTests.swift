import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Test cases 2, 4, 5, 7, 13, 14 and 19 of the session layer, after Logon(A) with MsgSeqNum(34) 1.
@Suite struct InboundTests {
  static let sequence: [Row] = [
    Row("2a in order", active(), message(.application, 2), [.deliver], next: 3),
    Row(
      "2b too high", active(), message(.application, 5), [.hold, asked(2, from: 2)], next: 2),
    Row(
      "2b too high by one", active(), message(.application, 3), [.hold, asked(2, from: 2)],
      next: 2),
    Row(
      "2c too low", active(next: 5), message(.application, 4),
      [
        sent(2, .logout(.msgSeqNumTooLow(expecting: seq(5), received: seq(4)))),
        .disconnect(.msgSeqNumTooLow),
      ], next: 5),
    Row(
      "2c number 0", active(), message(.application, 0),
      [
        sent(2, .logout(.msgSeqNumTooLow(expecting: seq(2), received: seq(0)))),
        .disconnect(.msgSeqNumTooLow),
      ], next: 2),
    Row(
      "2e PossDup, seen", active(next: 5), message(.application, 4, possDup), [.drop], next: 5),
    Row(
      "2e PossDup, not seen", active(next: 5), message(.application, 5, possDup), [.deliver],
      next: 6),
    Row(
      "2e PossDup ahead", active(next: 5), message(.application, 7, possDup),
      [.hold, asked(2, from: 5)], next: 5),
    Row(
      "19a, 19b PossResend is delivered", active(),
      message(.application, 2) { $0.possResend = true },
      [.deliver], next: 3),
    Row(
      "19 PossResend too low without PossDup", active(next: 3),
      message(.application, 2) { $0.possResend = true },
      [
        sent(2, .logout(.msgSeqNumTooLow(expecting: seq(3), received: seq(2)))),
        .disconnect(.msgSeqNumTooLow),
      ], next: 3),
  ]

  static let administrative: [Row] = [
    Row("5 Heartbeat", active(), message(.heartbeat, 2), [], next: 3),
    Row(
      "5 Heartbeat ahead", active(), message(.heartbeat, 3), [.hold, asked(2, from: 2)], next: 2),
    Row("7 Reject advances", active(), message(.reject, 2), [], next: 3),
    Row(
      "4b TestRequest", active(), message(.testRequest, 2) { $0.testReqID = text32("HELLO") },
      [sent(2, .heartbeat(testReqID: text32("HELLO")))], next: 3),
    Row(
      "4b TestRequest ahead waits", active(),
      message(.testRequest, 3) { $0.testReqID = text32("HELLO") }, [.hold, asked(2, from: 2)],
      next: 2),
    Row("13b Logout unasked", active(), message(.logout, 2), [sent(2, .logout(.none))], next: 3),
    Row(
      "13b Logout ahead of a gap", active(), message(.logout, 4),
      [asked(2, from: 2), sent(3, .logout(.none))], next: 2),
  ]

  static let fault = SessionFault(sessionRejectReason: .requiredTagMissing, refTagID: .symbol)

  static let content: [Row] = [
    Row(
      "14 an application message with a fault is journaled, then rejected", active(),
      message(.application, 2) { $0.fault = fault },
      [
        .reject(
          SessionReject(
            refSeqNum: seq(2), refMsgType: message(.application, 2).msgType, fault: fault))
      ], next: 3),
    Row(
      "14 an administrative message with a fault", active(),
      message(.testRequest, 2) { $0.fault = fault },
      [rejected(2, 2, .requiredTagMissing, .symbol, fault.text)], next: 3),
    Row(
      "14 a fault ahead of a gap waits its turn", active(),
      message(.application, 3) { $0.fault = fault }, [.hold, asked(2, from: 2)], next: 2),
    Row(
      "14 a fault that was seen before", active(next: 5),
      message(.application, 3) {
        possDup(&$0)
        $0.fault = fault
      }, [.drop], next: 5),
  ]

  @Test("MsgSeqNum(34) against the number expected", arguments: sequence)
  func numbers(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("administrative messages", arguments: administrative)
  func adminMessages(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("messages that are wrong in themselves", arguments: content)
  func faults(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }
}
