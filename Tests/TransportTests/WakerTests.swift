import Linux
import Testing
import Transport

@Suite struct WakerTests {
  @Test("a wake-up before the sleep ends it at once, and only once")
  func wakes() throws {
    let waker = try Waker()
    var poller = try Poller()
    try poller.add(waker.rawDescriptor, token: 1, interest: .readable)
    let before = try poller.wait(timeoutMilliseconds: 0)
    #expect(before == 0)
    waker.wake()
    waker.wake()
    let woken = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(woken == 1)
    waker.drain()
    let after = try poller.wait(timeoutMilliseconds: 0)
    #expect(after == 0)
  }
}
