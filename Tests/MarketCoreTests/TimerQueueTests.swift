import Market
import Testing

@testable import MarketCore

@Suite struct TimerQueueTests {
  @Test("timers run by instant, those of one instant in the order in which they were set")
  func order() {
    var queue = TimerQueue(capacity: 200)
    var instants: [Int64] = []
    for number in 0..<200 {
      let at = Int64(number * 7_919 % 61)
      instants.append(at)
      let isTaken = queue.add(
        PhaseTimer(
          at: Instant(nanoseconds: at), instrument: InstrumentID(rawValue: UInt32(number)),
          phase: .open))
      #expect(isTaken)
    }
    let isTaken = queue.add(PhaseTimer())
    #expect(!isTaken)
    var taken: [UInt32] = []
    while queue.first != nil { taken.append(queue.removeFirst().instrument.rawValue) }
    let expected = instants.enumerated().sorted {
      ($0.element, $0.offset) < ($1.element, $1.offset)
    }
    #expect(taken == expected.map { UInt32($0.offset) })
  }
}
