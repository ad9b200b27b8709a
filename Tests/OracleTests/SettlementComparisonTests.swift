import Oracle
import Testing

/// The venue and the naive settlement side by side.
@Suite struct SettlementComparisonTests {
  @Test(
    "the venue settles as the rules say, whoever is late, silent, wrong or contradicts itself",
    arguments: 1...8 as ClosedRange<UInt64>)
  func agrees(_ seed: UInt64) {
    let stream = SettlementStream(seed: seed, commands: 250)
    let found = SettlementComparison.run(stream.steps, in: stream.market)
    #expect(found == nil, "seed \(seed): \(String(describing: found))")
  }

  @Test("streams reach every kind of event, reason and refusal that settlement has")
  func reaches() {
    var reach = SettlementReach()
    for seed in [3, 4, 12, 20, 28, 52, 56, 62, 70, 71, 74] as [UInt64] {
      let stream = SettlementStream(seed: seed, commands: 1_000)
      var comparison = SettlementComparison(stream.market, commands: stream.steps.count)
      for step in stream.steps { #expect(comparison.perform(step) == nil, "seed \(seed)") }
      reach.formUnion(comparison.reach)
    }
    #expect(reach.missing == [])
  }

  @Test("the same stream ends in the same state")
  func repeats() {
    let digests = (0..<2).map { _ in
      let stream = SettlementStream(seed: 5, commands: 200)
      var comparison = SettlementComparison(stream.market, commands: stream.steps.count)
      for step in stream.steps { _ = comparison.perform(step) }
      return comparison.digest()
    }
    #expect(digests[0] == digests[1])
  }

  @Test("deadlines that differ are found, and the stream is shrunk to what shows it")
  func differs() {
    let stream = SettlementStream(seed: 2, commands: 150)
    var rules = stream.market
    for index in rules.instruments.indices {
      rules.instruments[index].sign += 1
      rules.instruments[index].funds += 1
    }
    let found = SettlementComparison.run(stream.steps, in: stream.market, rules: rules)
    #expect(found?.what == "events")
    var shrinker = Shrinker(Array(stream.steps.indices)) { kept in
      SettlementComparison.run(stream.steps(at: kept), in: stream.market, rules: rules) != nil
    }
    shrinker.shrink()
    #expect(shrinker.kept.count <= 4)
  }
}
