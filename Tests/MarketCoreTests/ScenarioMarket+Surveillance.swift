import Market
import MarketCore

/// Rows about rates of messages.
extension ScenarioMarket {
  func surveillance(_ row: Row) -> [String]? {
    if row.verb == "register" || row.verb == "unregister" { return register(row) }
    guard row.verb == "monitors" else { return nil }
    var body = DefineMonitors()
    func number(_ key: String) -> UInt32 { row[key].flatMap { UInt32($0) } ?? 0 }
    body.highRate = number("high")
    body.highDay = number("day")
    body.bursts = number("bursts")
    body.burstMessages = number("burst")
    body.warning = number("warning")
    body.throttle = number("throttle")
    body.utcOffsetSeconds = 8 * 3_600
    return tester.apply(.defineMonitors, body)
  }

  private func register(_ row: Row) -> [String] {
    var body = RegisterProgram()
    body.complianceID = text32(row.word(1))
    if row.verb == "unregister" {
      body.programRegID = UInt32(row.words[2]) ?? 0
    } else {
      body.strategyCode = row.words[2].utf8.first ?? 0
      body.maxRate = UInt32(row.words[3]) ?? 0
    }
    return send(.registerProgram, row, body, [])
  }

  /// ComplianceID(376) of a program trade; zero for none.
  func programRegID(_ row: Row) -> UInt32 { row["program"].flatMap { UInt32($0) } ?? 0 }

  func isProgramTrade(_ row: Row) -> UInt8 {
    row.has("program") || row["program"] != nil ? 1 : 0
  }
}
