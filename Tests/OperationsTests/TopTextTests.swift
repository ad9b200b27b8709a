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
    let publisher = counters[CounterLayout.publisher]
    publisher.store(6, at: GatewayCounter.conflations.rawValue)
    let door = counters[CounterLayout.doorkeeper]
    door.store(200_000_000, at: DoorkeeperCounter.ranNanos.rawValue)
    door.store(12, at: DoorkeeperCounter.refused.rawValue)
    door.store(8, at: DoorkeeperCounter.refusals(Notice.Refusal.garbled.rawValue))
    door.store(4, at: DoorkeeperCounter.refusals(Notice.Refusal.logonTimeout.rawValue))
    let second = TopText.screen(VenueFigures(counters), before: before, seconds: 2, [])
    #expect(second.contains("commands 700, 300 a second"))
    #expect(second.contains("engine busy 25 %"))
    #expect(second.contains("market data conflated 6, 3 a second"))
    let third = TopText.screen(VenueFigures(counters), before: nil, seconds: 0, [], left: 7)
    #expect(third.hasSuffix("and 7 more: cangdan session list"))
    #expect(
      second.contains(
        "doorkeeper busy 10 %, 0 waiting, accepted 0, refused 12, 6 a second: garbled 8, logonTimeout 4"
      ))
    #expect(second.contains("resends 0, 0 % of the duty cycles that had other work"))
  }

  @Test("what resends take is shown for the time between two looks")
  func resends() {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    let gateway = counters[CounterLayout.gateway]
    gateway.store(900, at: GatewayCounter.busyResendNanos.rawValue)
    gateway.store(1_000, at: GatewayCounter.resendBusyNanos.rawValue)
    let before = VenueFigures(counters)
    gateway.store(3, at: GatewayCounter.resends.rawValue)
    gateway.store(1_100, at: GatewayCounter.busyResendNanos.rawValue)
    gateway.store(2_000, at: GatewayCounter.resendBusyNanos.rawValue)
    let text = TopText.screen(VenueFigures(counters), before: before, seconds: 1, [])
    #expect(text.contains("resends 3, 20 % of the duty cycles that had other work"))
  }
}
