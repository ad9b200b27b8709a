import Market
import Oracle
import Testing
import Titles

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

  /// What streams of some seeds have come to; seeds that together come to everything.
  struct Reached {
    var kinds: Set<SettlementLine.Kind> = []
    var reasons: Set<TradeReason> = []
    var refusals: Set<NoticeRefusal> = []
    var runs: Set<NetRunState> = []
    var commands: Set<CommandRefusal> = []
    var titles: Set<TitleActionRefusal> = []
    var ways: Set<String> = []

    init(seeds: [UInt64]) {
      for seed in seeds {
        let stream = SettlementStream(seed: seed, commands: 600)
        var comparison = SettlementComparison(stream.market, commands: stream.steps.count)
        for step in stream.steps { #expect(comparison.perform(step) == nil, "seed \(seed)") }
        kinds.formUnion(comparison.counts.keys)
        reasons.formUnion(comparison.tradeReasons)
        refusals.formUnion(comparison.noticeRefusals)
        runs.formUnion(comparison.netRunStates)
        commands.formUnion(comparison.commandRefusals)
        titles.formUnion(comparison.titleRefusals)
        ways.formUnion(comparison.titleWays)
      }
    }
  }

  @Test("streams reach every kind of event, reason and refusal that settlement has")
  func reaches() {
    let reached = Reached(seeds: [4, 14, 18, 20, 29, 31, 41, 45, 47, 54, 79])
    #expect(Set(SettlementLine.Kind.allCases).subtracting(reached.kinds) == [.other])
    // Neither a guarantee in foreign money nor a full account is in these streams.
    #expect(
      Set(TradeReason.allCases).subtracting(reached.reasons) == [.topUpMissed, .accountFull])
    // Fixings and grades by a session's word are not in these streams.
    #expect(
      Set(NoticeRefusal.allCases).subtracting(reached.refusals)
        == [.unknownCurrency, .unknownWarehouse])
    #expect(reached.runs == Set(NetRunState.allCases))
    let commands: Set<CommandRefusal> = [
      .unknownTrade, .wrongTradeState, .insufficientFunds, .netRunUnderWay, .invalidValue,
      .unknownWarehouse,
    ]
    #expect(commands.subtracting(reached.commands) == [])
    // Every document that is made is bonded, to order and splittable; the register's own tests have others.
    let apart: Set<TitleActionRefusal> = [
      .full, .notBonded, .notToOrder, .notShippedOnBoard, .seaWaybill, .notSplittable,
      .partTooSmall, .digestDiffers, .fundsNotSettled,
    ]
    #expect(Set(TitleActionRefusal.allCases).subtracting(reached.titles) == apart)
    let ways = Set(TitleTransition.all.map { "\($0.from) \($0.action)" })
    #expect(ways.subtracting(reached.ways) == [])
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
