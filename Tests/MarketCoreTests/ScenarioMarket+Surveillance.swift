import Market
import MarketCore

/// Rows about rates of messages.
extension ScenarioMarket {
  func surveillance(_ row: Row) -> [String]? {
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
}
