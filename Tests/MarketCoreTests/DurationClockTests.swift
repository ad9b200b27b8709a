import Market
import Testing

@testable import MarketCore

/// The time by which durations run.
@Suite struct DurationClockTests {
  @Test("it runs as log time does, less what it has stood; a second stop changes nothing")
  func stands() {
    var clock = DurationClock()
    func at(_ time: Int64) -> Instant { Instant(nanoseconds: time) }
    #expect(clock.reading(at: at(70)) == at(70))
    clock.goOn(at: at(80))
    #expect(clock.stoodNanos == 0)
    clock.stop(at: at(100))
    #expect(!clock.isRunning)
    clock.stop(at: at(120))
    #expect(clock.reading(at: at(500)) == at(100))
    #expect(clock.reading(at: at(90)) == at(90))
    clock.goOn(at: at(400))
    #expect(clock.isRunning)
    #expect(clock.stoodNanos == 300)
    #expect(clock.reading(at: at(401)) == at(101))
    #expect(clock.time(of: at(101)) == at(401))
  }
}
