import Market
import MarketCore

/// Rows about phases and time.
extension ScenarioMarket {
  func clock(_ row: Row) -> [String]? {
    switch row.verb {
    case "wait":
      tester.now = tester.now.adding(nanoseconds: integer(row.words[0], scale: 9))
      return []
    case "tick": return tester.tick()
    case "phase":
      var body = SetPhase()
      body.instrument = instruments[row.word(0)] ?? .none
      body.phaseCode = phase(row.word(1))
      return tester.apply(.setPhase, body)
    case "schedule", "schedule-deals":
      var body = SchedulePhase()
      body.isOfDeals = row.verb == "schedule-deals" ? 1 : 0
      body.instrument = instruments[row.word(0)] ?? .none
      body.phaseCode = phase(row.word(1))
      body.at = tester.now.adding(nanoseconds: integer(row.words[2], scale: 9))
      return tester.apply(.schedulePhase, body)
    default: return nil
    }
  }

  private func phase(_ name: String) -> UInt8 {
    if name == "calendar" { return 0 }
    return code(name, of: TradingPhase.self, unknown: 255)
  }
}
