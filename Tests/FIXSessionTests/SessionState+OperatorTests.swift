import FIXSession
import Market
import Testing

/// The operator's hand on the numbers of a session.
@Suite struct SessionOperatorTests {
  @Test("a counterparty that is logged on is told where the numbers go on: n-1, n, n+1")
  func outboundLive() {
    for (number, next) in [(8, 9), (9, 9), (10, 10), (50, 50)] as [(UInt64, UInt64)] {
      var state = active(next: 5, 9)
      let actions = Array(state.setNextOutbound(seq(number), now: at(1)))
      #expect(actions == (number > 9 ? [sent(9, .sequenceReset(newSeqNo: seq(number)))] : []))
      #expect(state.numbers.nextOutbound == seq(next))
      #expect(state.numbers.nextInbound == seq(5))
    }
  }

  @Test("one that is away finds a gap when it comes back")
  func outboundAway() {
    var state = active(next: 5, 9)
    _ = state.connectionLost()
    #expect(Array(state.setNextOutbound(seq(50), now: at(1))).isEmpty)
    #expect(state.numbers.nextOutbound == seq(50))
    _ = state.connected(now: at(2))
    _ = state.received(logon(5, at: 2), now: at(2))
    guard case .send(let reply)? = state.logonCommitted(now: at(2)).first else {
      Issue.record("the Logon(A) is answered")
      return
    }
    #expect(reply.msgSeqNum == seq(50))
  }

  @Test("a number expected is passed over, and with it the gap before it: n-1, n, n+1")
  func inbound() {
    for (number, next) in [(4, 5), (5, 5), (6, 6), (9, 9)] as [(UInt64, UInt64)] {
      var state = active(next: 5, 9)
      _ = state.received(message(.heartbeat, 8), now: at(0))
      #expect(state.isAwaitingResend)
      state.setNextInbound(seq(number), now: at(1))
      #expect(state.numbers.nextInbound == seq(next))
      #expect(state.isAwaitingResend == (number < 9))
    }
  }

  @Test(
    "what is passed over while a Logon(A) ahead of a gap is journaled is not asked for: n-1, n, n+1"
  )
  func inboundWhileLoggingOn() {
    for (number, isAsked) in [(8, true), (9, true), (10, false), (11, false)] as [(UInt64, Bool)] {
      var state = acceptor(next: 5, 9)
      _ = state.received(logon(9), now: at(0))
      state.setNextInbound(seq(number), now: at(0))
      let actions = Array(state.logonCommitted(now: at(0)))
      #expect(actions.dropFirst() == (isAsked ? [asked(10, from: number)] : []))
      #expect(state.isAwaitingResend == isAsked)
    }
  }

  @Test("an epoch is opened once, and between connections only")
  func epochs() async {
    var state = active(next: 5, 9)
    _ = state.connectionLost()
    var opened: [Bool] = []
    for epoch in [1, 3, 3] as [UInt32] { opened.append(state.openEpoch(Epoch(rawValue: epoch))) }
    #expect(opened == [false, true, false])
    #expect(state.numbers == SessionNumbers(opening: Epoch(rawValue: 3)))
    await #expect(processExitsWith: .failure) {
      var connected = active()
      _ = connected.openEpoch(Epoch(rawValue: 2))
    }
  }
}
