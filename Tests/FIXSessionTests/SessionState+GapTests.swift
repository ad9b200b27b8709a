import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// A gap from its first ResendRequest(2) to its end. HeartBtInt(108) is 30, so the wait is 60 s.
@Suite struct GapTests {
  @Test("one ResendRequest(2) per gap")
  func askedOnce() {
    var state = active().after(message(.application, 5))
    #expect(Array(state.received(message(.application, 6), now: at(0))) == [.hold])
    #expect(Array(state.received(message(.application, 2, possDup), now: at(0))) == [.deliver])
    #expect(Array(state.received(message(.application, 7), now: at(0))) == [.hold])
  }

  @Test("the gap is filled when the number before the first held one has come")
  func filled() {
    var state = active().after(message(.application, 5))
    _ = state.received(message(.application, 2, possDup), now: at(0))
    #expect(state.isAwaitingResend)
    let fill = message(.sequenceReset, 3) {
      $0.gapFillFlag = true
      $0.newSeqNo = seq(5)
      possDup(&$0)
    }
    #expect(state.received(fill, now: at(0)).isEmpty)
    #expect(!state.isAwaitingResend)
    #expect(Array(state.received(message(.application, 5), now: at(0))) == [.deliver])
    #expect(Array(state.received(message(.application, 5, possDup), now: at(0))) == [.drop])
  }

  @Test("a second gap is asked for of its own")
  func secondGap() {
    var state = active().after(
      message(.application, 3), message(.application, 2, possDup), message(.application, 3))
    #expect(
      Array(state.received(message(.application, 9), now: at(0))) == [.hold, asked(3, from: 4)])
  }

  @Test("asked again after 60 s without progress, not before")
  func askedAgain() {
    var state = active().after(message(.application, 5))
    state.didReceive(now: at(59))
    state.didSend(now: at(59))
    #expect(state.timer(now: at(59.999)).isEmpty)
    #expect(state.deadline == at(60))
    #expect(Array(state.timer(now: at(60))) == [asked(3, from: 2)])
    state.didReceive(now: at(119))
    state.didSend(now: at(119))
    #expect(state.timer(now: at(119.999)).isEmpty)
  }

  @Test("the wait is 30 s at least and begins again with each number filled")
  func waitsFromProgress() {
    var state = acceptor().after(logon(1) { $0.heartBtInt = 10 })
    _ = state.logonCommitted(now: at(0))
    state = state.after(message(.application, 5))
    _ = state.received(message(.application, 2, at: 20, possDup), now: at(20))
    state.didReceive(now: at(49))
    state.didSend(now: at(49))
    #expect(state.timer(now: at(49.999)).isEmpty)
    #expect(Array(state.timer(now: at(50))) == [asked(3, from: 3)])
  }

  @Test("the same number asked for five times in vain ends the session")
  func loop() {
    var state = active().after(message(.application, 5))
    for repetition in 1...4 {
      state.didReceive(now: at(60 * Double(repetition)))
      state.didSend(now: at(60 * Double(repetition)))
      let again = state.timer(now: at(60 * Double(repetition)))
      #expect(Array(again) == [asked(UInt64(repetition) + 2, from: 2)])
    }
    state.didReceive(now: at(300))
    state.didSend(now: at(300))
    #expect(
      Array(state.timer(now: at(300))) == [
        sent(7, .logout(.resendLoop(beginSeqNo: seq(2), requests: 5))), .disconnect(.resendLoop),
      ])
  }

  @Test("a new logon asks again at once")
  func newLogon() {
    var state = active().after(message(.application, 5))
    _ = state.connectionLost()
    _ = state.connected(now: at(1))
    state = state.after(logon(6, at: 1), now: 1)
    #expect(state.logonCommitted(now: at(1)).last == asked(4, from: 2))
  }

  @Test("what could not be held belongs to the gap")
  func couldNotHold() {
    var state = active().after(message(.application, 3), message(.application, 4))
    state.couldNotHold(seq(4))
    state = state.after(message(.application, 2, possDup), message(.application, 3))
    #expect(state.isAwaitingResend)
    #expect(Array(state.received(message(.application, 6), now: at(0))) == [.hold])
    state = state.after(message(.application, 4, possDup))
    #expect(!state.isAwaitingResend)
  }

  @Test("20: both sides ask at once: theirs is served first, then ours asked for once more")
  func simultaneous() {
    var state = active(next: 2, 9).after(message(.application, 5))
    let theirs = message(.resendRequest, 6) { $0.beginSeqNo = seq(3) }
    #expect(Array(state.received(theirs, now: at(0))) == [.resend(from: seq(3), to: seq(9))])
    #expect(Array(state.resendCompleted(now: at(0))) == [asked(10, from: 2)])
    let again = message(.resendRequest, 7) { $0.beginSeqNo = seq(4) }
    #expect(Array(state.received(again, now: at(0))) == [.resend(from: seq(4), to: seq(10))])
    #expect(state.resendCompleted(now: at(0)).isEmpty)
  }

  @Test("20: their request opens the gap: served, then ours asked for")
  func requestAhead() {
    var state = active(next: 2, 9)
    let theirs = message(.resendRequest, 6) { $0.beginSeqNo = seq(3) }
    #expect(
      Array(state.received(theirs, now: at(0)))
        == [.resend(from: seq(3), to: seq(8)), asked(9, from: 2)])
    #expect(state.resendCompleted(now: at(0)).isEmpty)
    let fill = message(.sequenceReset, 2) {
      $0.gapFillFlag = true
      $0.newSeqNo = seq(7)
    }
    #expect(state.received(fill, now: at(0)).isEmpty)
    #expect(!state.isAwaitingResend)
  }
}
