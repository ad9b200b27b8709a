import Market

/// Words of rows that stand for values of an enumeration. A word that is none of them is a fault of the table, unless
/// it is `?`: a value that the venue does not know.
extension ScenarioMarket {
  /// The raw value of the case that is called `word`; `unknown` where that is `?`.
  func code<Code: CaseIterable & RawRepresentable>(
    _ word: some StringProtocol, of type: Code.Type, unknown: Code.RawValue
  ) -> Code.RawValue {
    if let code = Code.allCases.first(where: { "\($0)" == word }) { return code.rawValue }
    if word == "?" { return unknown }
    find(word, "\(Code.self)", Code.allCases.map { "\($0)" })
    return Code.allCases.first?.rawValue ?? unknown
  }

  /// The value that is called `word` in a table of our own words.
  func code(_ word: some StringProtocol, _ name: String, _ codes: KeyValuePairs<String, UInt8>)
    -> UInt8
  {
    if let code = codes.first(where: { $0.key == word }) { return code.value }
    find(word, name, codes.map(\.key))
    return codes[0].value
  }

  func sideCode(_ word: some StringProtocol) -> UInt8 {
    code(word, "side", ["buy": Side.buy.rawValue, "sell": Side.sell.rawValue])
  }

  func timeInForce(_ word: some StringProtocol) -> UInt8 {
    code(
      word, "tif",
      [
        "day": 0x30, "gtc": 0x31, "ioc": 0x33, "fok": 0x34, "gtd": 0x36, "opening": 0x32,
        "closing": 0x37,
      ])
  }

  /// What was wrong in the rows since this was asked last; nil where nothing was.
  func takeFaults() -> String? {
    defer { faults = [] }
    return faults.isEmpty ? nil : faults.joined(separator: "; ")
  }

  private func find(_ word: some StringProtocol, _ name: String, _ known: [String]) {
    faults.append("\(name) is \(word), and none of \(known.joined(separator: ", "))")
  }
}
