import Market
import MarketCore

/// Rows about whose copies sessions get.
extension ScenarioMarket {
  func copies(_ row: Row) -> [String]? {
    guard row.verb == "copies" else { return nil }
    var body = DefineEntitlement()
    body.session = sessions[row.word(0)] ?? SessionID(rawValue: 30)
    for word in row.words.dropFirst() {
      if word == "all" {
        body.isAll = 1
      } else {
        let firm = firm(String(word))
        body.firms.insert(firm == .none ? FirmID(rawValue: 15) : firm)
      }
    }
    return tester.apply(.defineEntitlement, body)
  }
}

extension EventText {
  func copies(_ body: EntitlementChanged) -> String {
    let set = body.firms
    let numbers = (1...FirmSet.most).filter { set.contains(FirmID(rawValue: $0)) }
    let names = numbers.map { " \(firms[$0] ?? "\($0)")" }.joined()
    let session = sessions[body.session.rawValue] ?? "\(body.session.rawValue)"
    return "copies \(session) since=\(body.since.rawValue)\(body.isAll == 1 ? " all" : "")\(names)"
  }
}
