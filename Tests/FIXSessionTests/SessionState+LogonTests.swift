import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Test cases 1S and 1B of the session layer.
@Suite struct LogonTests {
  static let one = settings { $0.usesNextExpectedMsgSeqNum = true }

  static func refused(_ number: UInt64, _ refusal: LogonRefusal) -> [SessionAction] {
    [sent(number, .logout(.logon(refusal))), .disconnect(.invalidLogon)]
  }

  /// An acceptor that its schedule keeps out until `opensAt`.
  static func closed(until opensAt: Instant) -> SessionState {
    var state = acceptor()
    state.hours = SessionHours(isOpen: false, changesAt: opensAt)
    return state
  }

  static func isOutside(_ opensAt: Instant) -> [SessionAction] {
    [sent(1, .logout(.closing(.outsideHours(opensAt: opensAt)))), .disconnect(.outsideHours)]
  }

  static let first: [Row] = [
    Row("outside of its hours", closed(until: at(60)), logon(1), isOutside(at(60)), next: 1),
    Row(
      "and before its number is judged", closed(until: .none), logon(9), isOutside(.none), next: 1),
    Row("1S a valid", acceptor(), logon(1), [.publishLogon], next: 2),
    Row("1S a valid, number too high", acceptor(), logon(7), [.publishLogon], next: 1),
    Row(
      "1S c CompID of somebody else", acceptor(), logon(1) { $0.senderCompID = compID("DLR002") },
      [.disconnect(.badCompID)], next: 1),
    Row(
      "1S e Heartbeat first", acceptor(), message(.heartbeat, 1), [.disconnect(.invalidLogon)],
      next: 1),
    Row(
      "1S e order first", acceptor(), message(.application, 1), [.disconnect(.invalidLogon)],
      next: 1),
    Row(
      "1S e Logout first", acceptor(), message(.logout, 1), [.disconnect(.invalidLogon)], next: 1),
    Row(
      "1S d number too low", acceptor(next: 5, 8), logon(4),
      [
        sent(8, .logout(.msgSeqNumTooLow(expecting: seq(5), received: seq(4)))),
        .disconnect(.msgSeqNumTooLow),
      ], next: 5),
    Row(
      "1S d SendingTime(52)", acceptor(), logon(1) { $0.received = at(121) },
      [
        sent(1, .logout(invalid(.sendingTimeAccuracy, .sendingTime))), .disconnect(.badSendingTime),
      ], next: 1),
    Row(
      "1S d a fault of validation", acceptor(),
      logon(1) {
        $0.fault = SessionFault(sessionRejectReason: .requiredTagMissing, refTagID: .heartBtInt)
      },
      [
        sent(
          1, .logout(.invalidField(sessionRejectReason: .requiredTagMissing, refTagID: .heartBtInt))
        ),
        .disconnect(.invalidLogon),
      ], next: 1),
    Row(
      "98=1", acceptor(), logon(1) { $0.encryptMethod = 1 },
      refused(1, .encryptMethodUnsupported(received: 1)), next: 1),
    Row(
      "108=0", acceptor(), logon(1) { $0.heartBtInt = 0 },
      refused(1, .heartBtIntOutside(received: 0, least: 1, most: 300)), next: 1),
    Row("108=1", acceptor(), logon(1) { $0.heartBtInt = 1 }, [.publishLogon], next: 2),
    Row("108=300", acceptor(), logon(1) { $0.heartBtInt = 300 }, [.publishLogon], next: 2),
    Row(
      "108=301", acceptor(), logon(1) { $0.heartBtInt = 301 },
      refused(1, .heartBtIntOutside(received: 301, least: 1, most: 300)), next: 1),
    Row(
      "108=-1", acceptor(), logon(1) { $0.heartBtInt = -1 },
      refused(1, .heartBtIntOutside(received: -1, least: 1, most: 300)), next: 1),
    Row(
      "464=Y at a venue that is real", acceptor(), logon(1) { $0.testMessageIndicator = true },
      refused(1, .testMessageIndicatorDiffers(isTest: false)), next: 1),
    Row(
      "no 464 at a venue that is a test", acceptor(next: 1, 1, settings { $0.isTest = true }),
      logon(1), refused(1, .testMessageIndicatorDiffers(isTest: true)), next: 1),
    Row(
      "383 one byte too small", acceptor(), logon(1) { $0.maxMessageSize = 8_191 },
      refused(1, .maxMessageSizeTooSmall(received: 8_191, least: 8_192)), next: 1),
    Row(
      "383 just enough", acceptor(), logon(1) { $0.maxMessageSize = 8_192 }, [.publishLogon],
      next: 2),
  ]

  static let numbers: [Row] = [
    Row(
      "141=Y opens an epoch", acceptor(next: 5, 8), logon(1) { $0.resetSeqNumFlag = true },
      [.openEpoch(cause: 1), .publishLogon], next: 2),
    Row(
      "141=Y with a number other than 1", acceptor(next: 5, 8),
      logon(5) { $0.resetSeqNumFlag = true },
      refused(8, .resetSeqNumFlagNeedsOne(received: seq(5))), next: 5),
    Row(
      "141=Y where it is not allowed", acceptor(next: 5, 8, settings { $0.allowsReset = false }),
      logon(1) { $0.resetSeqNumFlag = true }, refused(8, .resetSeqNumFlagRefused), next: 5),
    Row(
      "141=Y in an invalid Logon resets nothing", acceptor(next: 5, 8),
      logon(1) {
        $0.resetSeqNumFlag = true
        $0.encryptMethod = 2
      }, refused(8, .encryptMethodUnsupported(received: 2)), next: 5),
    Row(
      "141=Y on a session that is logged on", active(next: 5, 8),
      logon(1) { $0.resetSeqNumFlag = true }, [.openEpoch(cause: 1), .publishLogon], next: 2),
    Row(
      "a second Logon without 141", active(next: 5, 8), logon(5),
      refused(8, .alreadyLoggedOn), next: 5),
    Row(
      "a second Logon seen before", active(next: 5, 8), logon(2, at: 0, possDup), [.drop], next: 5),
    Row(
      "789 just what we send next", acceptor(next: 5, 8, one),
      logon(5) { $0.nextExpectedMsgSeqNum = seq(8) }, [.publishLogon], next: 6),
    Row(
      "789 too high", acceptor(next: 5, 8, one), logon(5) { $0.nextExpectedMsgSeqNum = seq(9) },
      refused(8, .nextExpectedMsgSeqNumTooHigh(received: seq(9), most: seq(8))), next: 5),
    Row(
      "789 where it is not used", acceptor(next: 5, 8),
      logon(5) { $0.nextExpectedMsgSeqNum = seq(99) }, [.publishLogon], next: 6),
  ]

  @Test("the first message", arguments: first)
  func firstMessage(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  @Test("the numbers of Logon(A)", arguments: numbers)
  func logonNumbers(_ row: Row) {
    let result = row.run()
    #expect(result.actions == row.actions)
    #expect(result.nextInbound == row.nextInbound)
  }

  /// What the acceptor sends once the record of the Logon(A) is committed.
  static func committed(_ state: SessionState, _ logon: InboundMessage) -> [SessionAction] {
    var state = state.after(logon)
    return Array(state.logonCommitted(now: at(0)))
  }

  static func fields(_ change: (inout LogonFields) -> Void = { _ in }) -> AdminMessage.Body {
    var fields = LogonFields()
    fields.heartBtInt = 30
    change(&fields)
    return .logon(fields)
  }

  @Test("the reply says what is in force")
  func reply() {
    #expect(Self.committed(acceptor(next: 5, 8), logon(5)) == [sent(8, Self.fields())])
    #expect(
      Self.committed(acceptor(next: 5, 8), logon(1) { $0.resetSeqNumFlag = true })
        == [sent(1, Self.fields { $0.resetSeqNumFlag = true })])
    #expect(
      Self.committed(acceptor(), logon(1) { $0.maxMessageSize = 9_000 })
        == [sent(1, Self.fields { $0.maxMessageSize = 9_000 })])
    let test = settings { $0.isTest = true }
    #expect(
      Self.committed(acceptor(next: 1, 1, test), logon(1) { $0.testMessageIndicator = true })
        == [sent(1, Self.fields { $0.testMessageIndicator = true })])
  }

  @Test("1S a: a Logon too high is answered, then the missing ones are asked for")
  func replyAhead() {
    #expect(
      Self.committed(acceptor(next: 5, 8), logon(9)) == [sent(8, Self.fields()), asked(9, from: 5)])
  }

  @Test("789 on both sides: missing ones are resent unasked")
  func nextExpected() {
    let seven = logon(9) { $0.nextExpectedMsgSeqNum = seq(3) }
    #expect(
      Self.committed(acceptor(next: 5, 8, Self.one), seven) == [
        sent(8, Self.fields { $0.nextExpectedMsgSeqNum = seq(5) }),
        .resend(from: seq(3), to: seq(8)),
      ])
    let without = logon(9)
    #expect(
      Self.committed(acceptor(next: 5, 8, Self.one), without) == [
        sent(8, Self.fields { $0.nextExpectedMsgSeqNum = seq(5) }), asked(9, from: 5),
      ])
  }

  @Test("messages before the commit wait; the line may be lost before it")
  func beforeCommit() {
    var state = acceptor().after(logon(1))
    #expect(Array(state.received(message(.application, 2), now: at(0))) == [.hold])
    #expect(state.connectionLost() == SessionEnd(reason: .remoteDisconnect, isOrderly: false))
    #expect(state.logonCommitted(now: at(1)).isEmpty)
    #expect(state.numbers.nextInbound == seq(2))
    #expect(state.numbers.nextOutbound == seq(1))
  }

  @Test("after 141=Y both sides count from 1 in the next epoch")
  func resetNumbers() {
    var state = active(next: 50, 80).after(logon(1) { $0.resetSeqNumFlag = true })
    _ = state.logonCommitted(now: at(0))
    #expect(
      state.numbers
        == SessionNumbers(epoch: Epoch(rawValue: 2), nextInbound: seq(2), nextOutbound: seq(2)))
  }
}
