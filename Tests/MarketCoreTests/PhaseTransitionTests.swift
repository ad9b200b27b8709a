import Market
import Testing

@testable import MarketCore

@Suite struct PhaseTransitionTests {
  @Test("every way into the phase open uncrosses, and nothing that a halt begins")
  func uncrosses() {
    for old in TradingPhase.allCases {
      for next in TradingPhase.allCases where next != old {
        let transition = PhaseTransition(from: old, to: next)
        let isClosingOver = old == .closingCall && next != .halted
        #expect(transition.uncrosses == (next == .open || isClosingOver), "\(old) \(next)")
        #expect(transition.cancelsAllOrNone == (old == .open))
        #expect(transition.expires == (next == .closed))
        #expect(transition.entersAtClose == (next == .closingCall))
      }
    }
  }

  /// What is set while an instrument is on its way, and what it enters in the end.
  @Test(
    "of the phases that wait the last one wins, behind a close",
    arguments: [
      ([.open], [.open]), ([.open, .halted], [.halted]), ([.open, .closed], [.closed]),
      ([.closed, .preOpen], [.closed, .preOpen]),
      ([.closed, .preOpen, .open], [.closed, .open]),
      ([.closed, .preOpen, .closed], [.closed]), ([], []),
    ] as [([TradingPhase], [TradingPhase])])
  func waiting(_ row: (set: [TradingPhase], entered: [TradingPhase])) {
    var waiting = WaitingPhases()
    for phase in row.set { waiting.add(WaitingPhase(phase: phase, cause: .calendar)) }
    var entered: [TradingPhase] = []
    while let next = waiting.removeFirst() { entered.append(next.phase) }
    #expect(entered == row.entered)
  }
}
