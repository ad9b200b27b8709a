import Market
import Secrets
import Synchronization
import Testing
import Transport

@testable import Agents

/// Where passwords are judged, on whatever thread.
@Suite struct PasswordDeskTests {
  private final class End: Sendable { let isOver = Atomic<Bool>(false) }

  @Test("a task is done once, its result taken once, and the doorkeeper woken")
  func task() throws {
    let desk = try PasswordDesk(keeping: { _, _, _ in nil })
    #expect(!desk.hasTask && !desk.doWork(ranNanos: { 1 }))
    desk.put(.verify(secret("present-pass"), try cheapHash("present-pass")))
    #expect(desk.hasTask && desk.takeResult() == nil)
    desk.doorkeeper.prepareToSleep()
    #expect(desk.doWork(ranNanos: { 42 }))
    #expect(desk.ranNanos == 42)
    var poller = try Poller(capacity: 1)
    try poller.add(desk.doorkeeper.waker.rawDescriptor, token: 0, interest: .readable)
    #expect(try poller.wait(timeoutMilliseconds: 0) == 1)
    guard case .verified(true) = desk.takeResult() else {
      return #expect(Bool(false), "the password is the right one")
    }
    #expect(desk.takeResult() == nil && !desk.hasTask)
  }

  @Test("a password is kept by whom it was given")
  func keeps() throws {
    let kept = Mutex<[SessionID]>([])
    let desk = try PasswordDesk { session, _, _ in
      kept.withLock { $0.append(session) }
      return PasswordTerms()
    }
    let hash = try cheapHash("present-pass")
    desk.put(.keep(SessionID(rawValue: 3), shown: hash, next: hash))
    #expect(desk.doWork(ranNanos: { 0 }))
    #expect(kept.withLock { $0 } == [SessionID(rawValue: 3)])
    guard case .kept(.some) = desk.takeResult() else {
      return #expect(Bool(false), "it has terms")
    }
  }

  @Test("two threads: all tasks of the one are done by the other, one at a time")
  func threads() async throws {
    let desk = try PasswordDesk(keeping: { _, _, _ in nil })
    let hash = try cheapHash("present-pass")
    let end = End()
    await withTaskGroup(of: Int.self) { group in
      group.addTask {
        var count = 0
        while !end.isOver.load(ordering: .acquiring) {
          if desk.doWork(ranNanos: { 0 }) { count += 1 } else { await Task.yield() }
        }
        return count
      }
      for number in 0..<200 {
        desk.put(.verify(secret(number % 2 == 0 ? "present-pass" : "mistaken-pass"), hash))
        var result: PasswordResult?
        while result == nil {
          result = desk.takeResult()
          await Task.yield()
        }
        guard case .verified(let isRight) = result else { continue }
        #expect(isRight == (number % 2 == 0))
      }
      end.isOver.store(true, ordering: .releasing)
      let count = await group.next()
      #expect(count == 200)
    }
  }
}
