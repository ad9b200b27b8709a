import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Test case 1B of the session layer: the side that connects.
@Suite struct InitiatorTests {
  static func initiator(
    next inbound: UInt64 = 1, _ outbound: UInt64 = 1, reset: Bool = false,
    _ settings: SessionSettings = SessionSettings()
  ) -> SessionState {
    var state = SessionState(
      side: .initiator, identity: venueIdentity, settings: settings,
      numbers: SessionNumbers(
        epoch: Epoch(rawValue: 1), nextInbound: seq(inbound), nextOutbound: seq(outbound)))
    _ = state.connected(reset: reset, now: at(0))
    return state
  }

  static let rows: [Row] = [
    Row("the reply in order", initiator(), logon(1), [], next: 2),
    Row("the reply ahead", initiator(next: 3, 5), logon(9), [asked(6, from: 3)], next: 3),
    Row(
      "the reply too low", initiator(next: 3, 5), logon(2),
      [
        sent(6, .logout(.msgSeqNumTooLow(expecting: seq(3), received: seq(2)))),
        .disconnect(.msgSeqNumTooLow),
      ], next: 3),
    Row(
      "refused by Logout", initiator(next: 3, 5), message(.logout, 3), [.disconnect(.logout)],
      next: 4),
    Row(
      "refused by Logout, number unknown", initiator(next: 3, 5), message(.logout, 9),
      [.disconnect(.logout)], next: 3),
    Row(
      "something else first", initiator(), message(.application, 1), [.disconnect(.invalidLogon)],
      next: 1),
    Row(
      "another CompID", initiator(), logon(1) { $0.senderCompID = CompID() },
      [.disconnect(.badCompID)], next: 1),
    Row(
      "141=Y as asked", initiator(next: 3, 5, reset: true), logon(1) { $0.resetSeqNumFlag = true },
      [], next: 2),
    Row(
      "141=Y not asked for", initiator(next: 3, 5), logon(1) { $0.resetSeqNumFlag = true },
      [sent(6, .logout(.logon(.resetSeqNumFlagNotAsked))), .disconnect(.invalidLogon)], next: 3),
    Row(
      "789 of the acceptor below our Logon",
      initiator(next: 3, 5, settings { $0.usesNextExpectedMsgSeqNum = true }),
      logon(3) { $0.nextExpectedMsgSeqNum = seq(2) }, [.resend(from: seq(2), to: seq(5))], next: 4),
    Row(
      "789 of the acceptor, nothing missing",
      initiator(next: 3, 5, settings { $0.usesNextExpectedMsgSeqNum = true }),
      logon(3) { $0.nextExpectedMsgSeqNum = seq(6) }, [], next: 4),
  ]

  @Test("the answer to our Logon(A)", arguments: rows)
  func answer(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("a connection is opened by Logon(A), with 141=Y in a new epoch")
  func logonFirst() {
    var state = SessionState(
      side: .initiator, identity: venueIdentity, settings: settings { $0.heartBtInt = 20 },
      numbers: SessionNumbers(
        epoch: Epoch(rawValue: 4), nextInbound: seq(3), nextOutbound: seq(5)))
    var fields = LogonFields()
    fields.heartBtInt = 20
    #expect(Array(state.connected(now: at(0))) == [sent(5, .logon(fields))])
    _ = state.connectionLost()
    fields.resetSeqNumFlag = true
    #expect(
      Array(state.connected(reset: true, now: at(0)))
        == [.openEpoch(cause: 1), sent(1, .logon(fields))])
    #expect(state.numbers.epoch == Epoch(rawValue: 5))
  }

  @Test("no reply within 10 s")
  func noReply() {
    var state = Self.initiator()
    #expect(state.deadline == at(10))
    #expect(state.timer(now: at(9.999)).isEmpty)
    #expect(Array(state.timer(now: at(10))) == [.disconnect(.invalidLogon)])
  }
}
