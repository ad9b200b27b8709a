import Market
import MarketCore

/// Rows about what the operator does.
extension ScenarioMarket {
  func setKillSwitch(_ row: Row) -> [String] {
    var body = SetKillSwitch()
    body.isOn = row.verb == "kill" ? 1 : 0
    body.scopeCode = code(row.word(0), of: KillScope.self, unknown: 0)
    switch KillScope(rawValue: body.scopeCode) {
    case .session: body.number = sessions[row.word(1)]?.rawValue ?? 30
    case .firm: body.number = firms[row.word(1)]?.rawValue ?? 15
    case .venue, nil: break
    }
    body.uid = uid(row)
    return tester.apply(.setKillSwitch, body)
  }

  /// Which user acts.
  func uid(_ row: Row) -> UInt32 { row["by"].flatMap { UInt32($0) } ?? 0 }

  /// Rows about what two persons do; nil for others.
  func approval(_ row: Row) -> [String]? {
    switch row.verb {
    case "approvals":
      var body = DefineApprovals()
      for name in row.word(0).split(separator: ",") {
        let kind = code(name, of: OperatorActionKind.self, unknown: 0)
        body.kinds |= OperatorActionKind(rawValue: kind)?.bit ?? 1 << 63
      }
      body.seconds = row.words.count > 1 ? UInt32(row.words[1]) ?? 0 : 0
      return tester.apply(.defineApprovals, body)
    case "approve", "disapprove", "decide":
      var body = DecideApproval()
      body.number = UInt64(row.words[0]) ?? 0
      body.uid = uid(row)
      body.request = 1
      let codes: [String: ApprovalState] = ["approve": .approved, "disapprove": .declined]
      body.decisionCode = codes[String(row.verb)]?.rawValue ?? 9
      return tester.apply(.decideApproval, body)
    default: return nil
    }
  }

  func operate(_ row: Row) -> [String] {
    let body = marketControl(row)
    return tester.apply(.controlMarket, body)
  }

  private func marketControl(_ row: Row) -> ControlMarket {
    var body = ControlMarket()
    body.actionCode = code(row.word(0), of: MarketAction.self, unknown: 9)
    body.scopeCode = code(row.word(1), of: MarketScope.self, unknown: 9)
    body.subject = text16(row.words.count > 2 ? row.word(2) : "")
    let situation =
      row["situation"].map(String.init) ?? (row.word(0) == "halt" ? "systemFailure" : "")
    body.situationCode =
      situation.isEmpty ? 0 : code(situation, of: AbnormalSituation.self, unknown: 9)
    body.request = 1
    body.uid = uid(row)
    return body
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
    body.actionCode = code(row.word(1), of: TradeControl.self, unknown: 0)
    body.request = 1
    body.uid = uid(row)
    return tester.apply(.controlTrade, body)
  }
}
