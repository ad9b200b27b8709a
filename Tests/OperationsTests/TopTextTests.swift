import Agents
import Operations
import Storage
import Testing

/// The venue on one screen.
@Suite struct TopTextTests {
  @Test("rates come from two looks, shares from their time")
  func screen() {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    let engine = counters[CounterLayout.engine]
    engine.store(100, at: EngineCounter.commands.rawValue)
    let before = VenueFigures(counters)
    let first = TopText.screen(before, before: nil, seconds: 0, [])
    #expect(first.contains("commands 100, commits 0"))
    #expect(first.contains("engine busy -") && first.contains("alarms none"))
    engine.store(700, at: EngineCounter.commands.rawValue)
    engine.store(500_000_000, at: EngineCounter.busyNanos.rawValue)
    let second = TopText.screen(VenueFigures(counters), before: before, seconds: 2, [])
    #expect(second.contains("commands 700, 300 a second"))
    #expect(second.contains("engine busy 25 %"))
  }
}
