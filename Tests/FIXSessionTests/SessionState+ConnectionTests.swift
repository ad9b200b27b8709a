import FIXSession
import Market
import Testing

/// Test cases 12 and 13 of the session layer, and the ends that are no Logout(5).
@Suite struct ConnectionTests {
  static let text = SessionText.closing(.operatorLogout)

  @Test("12: our Logout(5), theirs, close without another message")
  func initiatedLogout() {
    var state = active()
    let first = state.requestLogout(.operatorLogout, text: Self.text, now: at(0))
    #expect(Array(first) == [sent(2, .logout(Self.text))])
    #expect(!state.maySendApplication)
    #expect(Array(state.received(message(.application, 2), now: at(0))) == [.deliver])
    #expect(
      Array(state.received(message(.logout, 3), now: at(0))) == [.disconnect(.operatorLogout)])
    #expect(state.numbers.nextInbound == seq(4))
    #expect(state.connectionLost() == SessionEnd(reason: .operatorLogout, isOrderly: true))
  }

  @Test("12: no answer to our Logout(5) within 10 s")
  func unanswered() {
    var state = active()
    _ = state.requestLogout(.shutdown, text: .closing(.shutdown), now: at(5))
    #expect(state.deadline == at(15))
    #expect(state.timer(now: at(14.999)).isEmpty)
    #expect(Array(state.timer(now: at(15))) == [.disconnect(.logoutTimeout)])
    #expect(state.connectionLost() == SessionEnd(reason: .logoutTimeout, isOrderly: false))
  }

  @Test("12: the line breaks before the answer")
  func lostWhileLoggingOut() {
    var state = active()
    _ = state.requestLogout(.shutdown, text: .closing(.shutdown), now: at(5))
    #expect(state.connectionLost() == SessionEnd(reason: .shutdown, isOrderly: false))
  }

  @Test("12: while logging out a wrong number closes without a second Logout(5)")
  func oneLogout() {
    var state = active(next: 5)
    _ = state.requestLogout(.shutdown, text: .closing(.shutdown), now: at(0))
    #expect(
      Array(state.received(message(.application, 2), now: at(0)))
        == [.disconnect(.msgSeqNumTooLow)])
  }

  @Test("13: theirs is answered and they close")
  func unasked() {
    var state = active().after(message(.logout, 2))
    #expect(Array(state.received(message(.application, 3), now: at(0))) == [.drop])
    #expect(state.connectionLost() == SessionEnd(reason: .logout, isOrderly: true))
    _ = state.connected(now: at(1))
    #expect(state.connectionLost() == SessionEnd(reason: .remoteDisconnect, isOrderly: false))
  }

  @Test("13: theirs is answered and we close after 10 s")
  func theyDoNotClose() {
    var state = active().after(message(.logout, 2))
    #expect(state.timer(now: at(9.999)).isEmpty)
    #expect(Array(state.timer(now: at(10))) == [.disconnect(.logout)])
    #expect(state.connectionLost() == SessionEnd(reason: .logout, isOrderly: true))
  }

  @Test("the line breaks")
  func lost() {
    var state = active(next: 5, 9)
    #expect(state.connectionLost() == SessionEnd(reason: .remoteDisconnect, isOrderly: false))
    #expect(state.numbers.nextInbound == seq(5))
    #expect(state.numbers.nextOutbound == seq(9))
  }

  @Test("flood and garbage: Logout(5) with the reason and close at once")
  func abort() {
    var state = active()
    #expect(
      Array(state.abort(.tooMuchGarbage, text: .closing(.tooMuchGarbage), now: at(0)))
        == [sent(2, .logout(.closing(.tooMuchGarbage))), .disconnect(.tooMuchGarbage)])
    #expect(state.abort(.tooMuchGarbage, text: .closing(.tooMuchGarbage), now: at(0)).isEmpty)
    #expect(Array(state.received(message(.application, 2), now: at(0))) == [.drop])
  }

  @Test("before Logon(A) nothing is said")
  func silentBeforeLogon() {
    var garbage = acceptor()
    #expect(
      Array(garbage.abort(.tooMuchGarbage, text: .closing(.tooMuchGarbage), now: at(0)))
        == [.disconnect(.tooMuchGarbage)])
    var beginString = acceptor()
    #expect(
      Array(beginString.receivedWrongBeginString(now: at(0))) == [.disconnect(.badBeginString)])
    var missing = acceptor()
    #expect(
      Array(missing.receivedWithoutMsgSeqNum(now: at(0))) == [.disconnect(.msgSeqNumMissing)])
    var logout = acceptor()
    #expect(
      Array(logout.requestLogout(.shutdown, text: .closing(.shutdown), now: at(0)))
        == [.disconnect(.shutdown)])
  }

  @Test("h, and 34 missing, once logged on")
  func brokenHeader() {
    var beginString = active()
    #expect(
      Array(beginString.receivedWrongBeginString(now: at(0)))
        == [sent(2, .logout(.incorrectBeginString)), .disconnect(.badBeginString)])
    var missing = active()
    #expect(
      Array(missing.receivedWithoutMsgSeqNum(now: at(0)))
        == [sent(2, .logout(.msgSeqNumMissing)), .disconnect(.msgSeqNumMissing)])
  }

  @Test("a session has one connection at a time, and numbers are given on it")
  func oneConnection() async {
    await #expect(processExitsWith: .failure) {
      var connected = active()
      _ = connected.connected(now: at(0))
    }
    await #expect(processExitsWith: .failure) {
      var waiting = acceptor()
      _ = waiting.nextOutbound()
    }
  }
}
