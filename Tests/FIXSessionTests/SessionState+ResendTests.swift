import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Test case 8 of the session layer: numbers up to 8 have been sent, 5 is expected.
@Suite struct ResendRequestTests {
  static func request(_ number: UInt64, _ begin: UInt64, _ end: UInt64) -> InboundMessage {
    message(.resendRequest, number) {
      $0.beginSeqNo = seq(begin)
      $0.endSeqNo = seq(end)
    }
  }

  static func served(_ from: UInt64, _ to: UInt64) -> [SessionAction] {
    [.resend(from: seq(from), to: seq(to))]
  }

  static let rows: [Row] = [
    Row("8 without end", active(next: 5, 9), request(5, 3, 0), served(3, 8), next: 6),
    Row("8 with end", active(next: 5, 9), request(5, 3, 6), served(3, 6), next: 6),
    Row("8 one number", active(next: 5, 9), request(5, 8, 8), served(8, 8), next: 6),
    Row("8 end at the last", active(next: 5, 9), request(5, 1, 8), served(1, 8), next: 6),
    Row("8 end beyond the last", active(next: 5, 9), request(5, 1, 9), served(1, 8), next: 6),
    Row("8 end far beyond", active(next: 5, 9), request(5, 1, 999_999), served(1, 8), next: 6),
    Row(
      "8 Begin beyond the last", active(next: 5, 9), request(5, 9, 0),
      [
        rejected(
          9, 5, .valueIncorrect, .beginSeqNo, .beginSeqNoOutside(received: seq(9), last: seq(8)))
      ], next: 6),
    Row(
      "8 Begin 0", active(next: 5, 9), request(5, 0, 0),
      [
        rejected(
          9, 5, .valueIncorrect, .beginSeqNo, .beginSeqNoOutside(received: seq(0), last: seq(8)))
      ], next: 6),
    Row(
      "8 End below Begin", active(next: 5, 9), request(5, 4, 3),
      [rejected(9, 5, .valueIncorrect, .endSeqNo, .endSeqNoBelow(received: seq(3), begin: seq(4)))],
      next: 6),
    Row(
      "8 seen before", active(next: 5, 9), message(.resendRequest, 4, possDup), [.drop], next: 5),
    Row(
      "8 a bad one ahead of a gap", active(next: 5, 9), request(6, 9, 0),
      [
        rejected(
          9, 6, .valueIncorrect, .beginSeqNo, .beginSeqNoOutside(received: seq(9), last: seq(8))),
        asked(10, from: 5),
      ], next: 5),
    Row(
      "8 a repeat while it is served", active(next: 5, 9).after(request(5, 3, 0)), request(6, 3, 0),
      [.drop], next: 7),
    Row(
      "8 another while one is served waits", active(next: 5, 9).after(request(5, 3, 0)),
      request(6, 4, 6), [], next: 7),
  ]

  @Test("ResendRequest(2)", arguments: rows)
  func resendRequest(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("ranges that wait are joined and follow the one in progress")
  func waiting() {
    var state = active(next: 5, 9).after(
      Self.request(5, 3, 0), Self.request(6, 4, 5), Self.request(7, 2, 4))
    #expect(state.isResending)
    #expect(Array(state.resendCompleted(now: at(0))) == Self.served(2, 5))
    #expect(state.resendCompleted(now: at(0)).isEmpty)
    #expect(!state.isResending)
  }

  @Test("what is sent while a range is served is not in it")
  func liveTraffic() {
    var state = active(next: 5, 9)
    #expect(Array(state.received(Self.request(5, 3, 0), now: at(0))) == Self.served(3, 8))
    #expect(state.nextOutbound() == seq(9))
    _ = state.resendCompleted(now: at(0))
    #expect(Array(state.received(Self.request(6, 9, 0), now: at(0))) == Self.served(9, 9))
  }

  @Test("a number asked for again and again after it was served ends the session")
  func storm() {
    var state = active(next: 5, 9)
    for repetition in 0..<5 {
      let request = Self.request(5 + UInt64(repetition), 3, 0)
      #expect(Array(state.received(request, now: at(0))) == Self.served(3, 8))
      _ = state.resendCompleted(now: at(0))
    }
    #expect(
      Array(state.received(Self.request(10, 3, 0), now: at(0))) == [
        sent(9, .logout(.resendRequestRepeated(beginSeqNo: seq(3), times: 5))),
        .disconnect(.resendLoop),
      ])
  }

  @Test("a resend is served while our Logout(5) waits for its answer")
  func whileLoggingOut() {
    var state = active(next: 5, 9)
    _ = state.requestLogout(.shutdown, text: .closing(.shutdown), now: at(0))
    #expect(Array(state.received(Self.request(5, 3, 0), now: at(0))) == Self.served(3, 9))
  }
}
