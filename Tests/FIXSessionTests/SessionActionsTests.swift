import FIXSession
import Market
import Testing

@Suite struct SessionActionsTests {
  @Test("the list is what was demanded, in order")
  func order() {
    var state = active()
    let bad = message(.heartbeat, 2) { $0.senderCompID = CompID() }
    let actions = state.received(bad, now: at(0))
    #expect(actions.count == 3)
    #expect(actions.last == .disconnect(.badCompID))
    #expect(SessionActions().isEmpty)
  }

  @Test("behind the end there is none")
  func outside() async {
    await #expect(processExitsWith: .failure) { _ = SessionActions()[0] }
  }
}
