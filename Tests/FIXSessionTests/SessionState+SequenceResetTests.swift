import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Test cases 10 and 11 of the session layer: MsgSeqNum(34) 9 is expected.
@Suite struct SequenceResetTests {
  static func gapFill(_ number: UInt64, to newSeqNo: UInt64, isPossDup: Bool = false)
    -> InboundMessage
  {
    message(.sequenceReset, number) {
      $0.gapFillFlag = true
      $0.newSeqNo = seq(newSeqNo)
      if isPossDup { possDup(&$0) }
    }
  }

  static func reset(_ number: UInt64, to newSeqNo: UInt64) -> InboundMessage {
    message(.sequenceReset, number) { $0.newSeqNo = seq(newSeqNo) }
  }

  static let rows: [Row] = [
    Row(
      "10a GapFill ahead", active(next: 9), gapFill(12, to: 15), [.hold, asked(2, from: 9)], next: 9
    ),
    Row("10b GapFill expected", active(next: 9), gapFill(9, to: 15), [], next: 15),
    Row("10b GapFill of one number", active(next: 9), gapFill(9, to: 10), [], next: 10),
    Row(
      "10c GapFill low, PossDup", active(next: 9), gapFill(5, to: 15, isPossDup: true), [.drop],
      next: 9),
    Row(
      "10d GapFill low", active(next: 9), gapFill(5, to: 15),
      [
        sent(2, .logout(.msgSeqNumTooLow(expecting: seq(9), received: seq(5)))),
        .disconnect(.msgSeqNumTooLow),
      ], next: 9),
    Row(
      "10e GapFill to itself", active(next: 9), gapFill(9, to: 9),
      [
        rejected(
          2, 9, .valueIncorrect, .newSeqNo, .newSeqNoNotAbove(received: seq(9), msgSeqNum: seq(9)))
      ], next: 9),
    Row(
      "10e GapFill downwards", active(next: 9), gapFill(9, to: 5),
      [
        rejected(
          2, 9, .valueIncorrect, .newSeqNo, .newSeqNoNotAbove(received: seq(5), msgSeqNum: seq(9)))
      ], next: 9),
    Row("11a Reset upwards", active(next: 9), reset(9, to: 15), [], next: 15),
    Row("11a Reset upwards, number low", active(next: 9), reset(2, to: 15), [], next: 15),
    Row("11a Reset upwards, number high", active(next: 9), reset(99, to: 15), [], next: 15),
    Row("11b Reset to the number expected", active(next: 9), reset(9, to: 9), [], next: 9),
    Row(
      "11c Reset downwards", active(next: 9), reset(9, to: 8),
      [
        rejected(
          2, 9, .valueIncorrect, .newSeqNo, .newSeqNoBelow(received: seq(8), expecting: seq(9)))
      ], next: 9),
    Row(
      "11 Reset with a fault in order", active(next: 9),
      message(.sequenceReset, 9) {
        $0.fault = SessionFault(sessionRejectReason: .requiredTagMissing, refTagID: .newSeqNo)
      },
      [
        rejected(
          2, 9, .requiredTagMissing, .newSeqNo,
          .invalidField(sessionRejectReason: .requiredTagMissing, refTagID: .newSeqNo))
      ], next: 10),
  ]

  @Test("SequenceReset(4)", arguments: rows)
  func sequenceReset(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("a Reset above what is missing closes the gap")
  func resetClosesGap() {
    var state = active(next: 9).after(message(.application, 12))
    #expect(state.isAwaitingResend)
    _ = state.received(Self.reset(13, to: 12), now: at(0))
    #expect(!state.isAwaitingResend)
  }
}
