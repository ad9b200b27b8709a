import Market
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
    var kinds: Set<SettlementLine.Kind> = []
    var reasons: Set<TradeReason> = []
    var refusals: Set<NoticeRefusal> = []
    var runs: Set<NetRunState> = []
    var commands: Set<CommandRefusal> = []
    for seed in 1...16 as ClosedRange<UInt64> {
      let stream = SettlementStream(seed: seed, commands: 600)
      var comparison = SettlementComparison(stream.market, commands: stream.steps.count)
      for step in stream.steps { #expect(comparison.perform(step) == nil) }
      kinds.formUnion(comparison.counts.keys)
      reasons.formUnion(comparison.tradeReasons)
      refusals.formUnion(comparison.noticeRefusals)
      runs.formUnion(comparison.netRunStates)
      commands.formUnion(comparison.commandRefusals)
    }
    #expect(Set(SettlementLine.Kind.allCases).subtracting(kinds) == [.other])
    let reached: Set<TradeReason> = [
      .none, .affirmed, .notAffirmed, .deadline, .paid, .fundsSettled, .fundsRefused,
      .titleTransferred, .titleRefused, .weighed, .weightOutsideTolerance, .weightUnpaid,
      .objection, .operatorDecision, .netRunFailed,
    ]
    #expect(reached.subtracting(reasons) == [])
    let refused: Set<NoticeRefusal> = [
      .unknownTrade, .unknownInstruction, .repeated, .contradicts, .late, .notAddressed,
      .wrongState, .countersignatureMissing, .unknownDocument, .invalidValue,
    ]
    #expect(refused.subtracting(refusals) == [])
    #expect(runs == Set(NetRunState.allCases))
    let refusedCommands: Set<CommandRefusal> = [
      .unknownTrade, .wrongTradeState, .insufficientFunds, .netRunUnderWay, .invalidValue,
    ]
    #expect(refusedCommands.subtracting(commands) == [])
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
