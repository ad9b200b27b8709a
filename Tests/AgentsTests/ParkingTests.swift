import Testing
import Transport

@testable import Agents

/// Who is woken by what. The protocol itself is proven by RingsTests' sleepers.
@Suite struct ParkingTests {
  private static func isWoken(_ awaitsCommits: Bool, by signal: (Parking) -> Void) throws -> Bool {
    let parking = try Parking()
    var poller = try Poller(capacity: 1)
    try poller.add(parking.waker.rawDescriptor, token: 0, interest: .readable)
    parking.prepareToSleep(awaitsCommits: awaitsCommits)
    signal(parking)
    let count = try poller.wait(timeoutMilliseconds: 0)
    parking.awake()
    let behind = try poller.wait(timeoutMilliseconds: 0)
    #expect(behind == 0, "a wake-up is taken back")
    return count == 1
  }

  @Test("work wakes everybody", arguments: [true, false])
  func work(_ awaitsCommits: Bool) throws {
    #expect(try Self.isWoken(awaitsCommits) { $0.signal() })
  }

  @Test("a commit wakes only who awaits one", arguments: [true, false])
  func commit(_ awaitsCommits: Bool) throws {
    #expect(try Self.isWoken(awaitsCommits) { $0.signalCommit() } == awaitsCommits)
  }

  @Test("nobody wakes who is awake")
  func awake() throws {
    #expect(
      try !Self.isWoken(true) { parking in
        parking.awake()
        parking.signal()
        parking.signalCommit()
      })
  }
}
