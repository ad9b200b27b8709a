import FIXSession
import Market
import Testing

/// The property that everything else serves: whatever the line does, each side gets the other's
/// application messages once, in order, all of them.
@Suite struct LossyLinkTests {
  static let steps = 1_500

  @Test("all is delivered, in order, once", arguments: 1...24 as ClosedRange<UInt64>)
  func delivery(_ seed: UInt64) {
    let link = LossyLink(seed: seed, nextExpected: seed.isMultiple(of: 2))
    for _ in 0..<Self.steps { link.step() }
    link.isLossy = false
    for _ in 0..<Self.steps { link.step() }
    #expect(link.acceptor.delivered == link.sentByInitiator)
    #expect(link.initiator.delivered == link.sentByAcceptor)
    #expect(link.sentByAcceptor.count > 100)
    #expect(link.logons > 2)
  }

  @Test(
    "no fault of the line makes a number too low or a loop",
    arguments: 11...14 as ClosedRange<UInt64>)
  func endings(_ seed: UInt64) {
    let link = LossyLink(seed: seed, nextExpected: false)
    for _ in 0..<Self.steps { link.step() }
    let ours: Set<SessionEndReason> = [
      .remoteDisconnect, .logout, .operatorLogout, .invalidLogon, .heartbeatTimeout,
      .logoutTimeout,
    ]
    #expect(Set(link.endings).subtracting(ours) == [])
  }
}
