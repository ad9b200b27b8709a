import Market
import MarketCore

/// Rows about what the operator does.
extension ScenarioMarket {
  func setKillSwitch(_ row: Row) -> [String] {
    var body = SetKillSwitch()
    body.isOn = row.verb == "kill" ? 1 : 0
    body.scopeCode = KillScope.allCases.first { "\($0)" == row.word(0) }?.rawValue ?? 0
    switch KillScope(rawValue: body.scopeCode) {
    case .session: body.number = sessions[row.word(1)]?.rawValue ?? 30
    case .firm: body.number = firms[row.word(1)]?.rawValue ?? 15
    case .venue, nil: break
    }
    return tester.apply(.setKillSwitch, body)
  }

  func gradeWarehouse(_ row: Row) -> [String] {
    var body = GradeWarehouse()
    let bySession = row.words.count > 2
    body.code = CompID(text16(row.word(bySession ? 1 : 0)))
    body.grade = row.word(bySession ? 2 : 1).utf8.first ?? 0
    if bySession { return send(.gradeWarehouse, row, body, []) }
    body.request = 1
    return tester.apply(.gradeWarehouse, body)
  }

  func controlTrade(_ row: Row) -> [String] {
    var body = ControlTrade()
    body.tradeID = TradeID(rawValue: UInt64(row.words[0]) ?? 0)
    body.actionCode = TradeControl.allCases.first { "\($0)" == row.word(1) }?.rawValue ?? 0
    body.request = 1
    return tester.apply(.controlTrade, body)
  }
}
