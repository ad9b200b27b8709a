import FIX44
import FIXSession
import FIXWire
import Market
import Testing

@Suite struct SessionStateTests {
  @Test("a Logon(A) is journaled before it is answered")
  func logonIsPublishedFirst() {
    var state = acceptor()
    #expect(Array(state.received(logon(1), now: at(0))) == [.publishLogon])
    #expect(!state.maySendApplication)
    let actions = state.logonCommitted(now: at(1))
    #expect(actions.count == 1)
    guard case .send(let reply) = actions[0], case .logon(let fields) = reply.body else {
      Issue.record("the reply is a Logon(A)")
      return
    }
    #expect(reply.msgSeqNum == seq(1))
    #expect(fields.heartBtInt == 30)
    #expect(state.isLoggedOn)
    #expect(state.nextOutbound() == seq(2))
  }

  @Test("application messages in order are delivered")
  func delivers() {
    var state = active()
    #expect(Array(state.received(message(.application, 2), now: at(0))) == [.deliver])
    #expect(state.numbers.nextInbound == seq(3))
  }
}
