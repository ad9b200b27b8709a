import Market
import MarketCore

extension ScenarioMarket {
  /// What happens to a session's one connection, or to the venue's process.
  func connection(_ row: Row) -> [String]? {
    switch row.verb {
    case "logon":
      var body = SessionLogon()
      body.cancelOnDisconnectType = code(
        row["cod"] ?? "none", of: CancelOnDisconnectType.self, unknown: 9)
      body.cancelOnDisconnectGrace = UInt32(integer(row["grace"] ?? "0", scale: 3))
      body.cancelsGoodTill = row.has("gtc") ? 1 : 0
      return send(.sessionLogon, row, body, [])
    case "logout", "drop":
      var body = SessionEnded()
      body.orderly = row.verb == "logout" ? 1 : 0
      return send(.sessionEnded, row, body, [])
    case "restart": return tester.apply(.processRestarted, ProcessRestarted())
    case "term":
      var body = TermOpened()
      body.term = UInt64(row.words.first ?? "") ?? 0
      return tester.apply(.termOpened, body)
    case "resume": return tester.apply(.resumed, Resumed())
    default: return nil
    }
  }
}
