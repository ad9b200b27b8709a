import Market

/// Whose copies a session gets.
extension RecordFields {
  mutating func add(_ body: DefineEntitlement) {
    number("number", body.session.rawValue)
    flag("all", body.isAll)
    firms(body.firms)
  }

  mutating func add(_ body: EntitlementChanged) {
    number("number", body.session.rawValue)
    flag("all", body.isAll)
    number("since", body.since.rawValue)
    firms(body.firms)
  }

  private mutating func firms(_ set: FirmSet) {
    let numbers = (1...FirmSet.most).filter { set.contains(FirmID(rawValue: $0)) }
    if !numbers.isEmpty { word("firms", numbers.map { "\($0)" }.joined(separator: " ")) }
  }
}
