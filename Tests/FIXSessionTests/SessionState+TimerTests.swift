import FIXSession
import Market
import Testing

/// Test cases 4a and 6 of the session layer, with HeartBtInt(108) 30: silence counts from 36 s on.
@Suite struct TimerTests {
  static func testRequest(_ number: UInt64, _ id: String) -> SessionAction {
    sent(number, .testRequest(testReqID: text32(id)))
  }

  static func heartbeat(_ number: UInt64) -> SessionAction {
    sent(number, .heartbeat(testReqID: Text32()))
  }

  @Test("4a: a Heartbeat(0) 30 s after the last message of ours")
  func heartbeats() {
    var state = active()
    state.didReceive(now: at(20))
    #expect(state.deadline == at(30))
    #expect(state.timer(now: at(29.999)).isEmpty)
    #expect(Array(state.timer(now: at(30))) == [Self.heartbeat(2)])
    state.didReceive(now: at(50))
    #expect(state.timer(now: at(59.999)).isEmpty)
    state.didSend(now: at(59.999))
    #expect(state.timer(now: at(60)).isEmpty)
  }

  @Test("6: TestRequest(1) after 36 s of silence, the end after 36 s more")
  func silence() {
    var state = active()
    state.didSend(now: at(35))
    #expect(state.timer(now: at(35.999)).isEmpty)
    #expect(Array(state.timer(now: at(36))) == [Self.testRequest(2, "1")])
    state.didSend(now: at(71))
    #expect(state.timer(now: at(71.999)).isEmpty)
    #expect(Array(state.timer(now: at(72))) == [.disconnect(.heartbeatTimeout)])
    #expect(state.connectionLost() == SessionEnd(reason: .heartbeatTimeout, isOrderly: false))
  }

  @Test("6: any sign of life ends the alarm", arguments: [true, false])
  func alive(_ isMessage: Bool) {
    var state = active()
    state.didSend(now: at(35))
    _ = state.timer(now: at(36))
    if isMessage {
      state = state.after(message(.application, 2, at: 71), now: 71)
    } else {
      state.didReceive(now: at(71))
    }
    state.didSend(now: at(72))
    #expect(state.timer(now: at(72)).isEmpty)
    state.didSend(now: at(106))
    #expect(Array(state.timer(now: at(107))) == [Self.testRequest(3, "2")])
  }

  @Test("whose session another connection claims is asked at once; any sign of life counts")
  func probe() {
    var state = active()
    #expect(Array(state.probe(now: at(10))) == [Self.testRequest(2, "1")])
    #expect(!state.hasSpoken(since: at(10)))
    state.didReceive(now: at(10.001))
    #expect(state.hasSpoken(since: at(10)))
    state.suspendInboundClock(now: at(11))
    #expect(state.hasSpoken(since: at(12)))
  }

  @Test("while the socket is not read the counterparty's silence does not count")
  func suspended() {
    var state = active()
    state.didSend(now: at(5))
    state.suspendInboundClock(now: at(10))
    #expect(state.deadline == at(35))
    state.didSend(now: at(990))
    #expect(state.timer(now: at(1_000)).isEmpty)
    state.resumeInboundClock(now: at(1_000))
    state.didSend(now: at(1_020))
    #expect(state.timer(now: at(1_025.999)).isEmpty)
    #expect(Array(state.timer(now: at(1_026))) == [Self.testRequest(2, "1")])
    state.suspendInboundClock(now: at(1_030))
    state.resumeInboundClock(now: at(1_050))
    state.didSend(now: at(1_080))
    #expect(state.timer(now: at(1_081.999)).isEmpty)
    #expect(Array(state.timer(now: at(1_082))) == [.disconnect(.heartbeatTimeout)])
  }

  @Test("108=0: no Heartbeat(0), no TestRequest(1)")
  func noHeartbeats() {
    var state = acceptor(next: 1, 1, settings { $0.leastHeartBtInt = 0 })
    state = state.after(logon(1) { $0.heartBtInt = 0 })
    _ = state.logonCommitted(now: at(0))
    #expect(state.deadline == .distantFuture)
    #expect(state.timer(now: at(99_999)).isEmpty)
  }

  @Test("a connection without Logon(A) is closed after 10 s")
  func noLogon() {
    var state = acceptor()
    #expect(state.deadline == at(10))
    #expect(state.timer(now: at(9.999)).isEmpty)
    #expect(Array(state.timer(now: at(10))) == [.disconnect(.invalidLogon)])
  }

  @Test("a Logon(A) whose commit takes long is not closed by the timer")
  func slowCommit() {
    var state = acceptor().after(logon(1))
    #expect(state.deadline == .distantFuture)
    #expect(state.timer(now: at(999)).isEmpty)
    _ = state.logonCommitted(now: at(999))
    #expect(state.deadline == at(1_029))
  }
}
