import Market

/// Rows about what the operator publishes.
extension ScenarioMarket {
  /// Performs a row about news; nil where it is none.
  func news(_ row: Row) -> [String]? {
    switch row.verb {
    case "news": publish(row)
    default: nil
    }
  }

  private func publish(_ row: Row) -> [String] {
    let headline = bytes(row["headline"] ?? "")
    let text = bytes(row["text"] ?? "")
    var body = PublishNews()
    body.kindCode = NewsKind.allCases.first { "\($0)" == row.word(0) }?.rawValue ?? 9
    if let incident = row["incident"] {
      body.incidentCode = Incident.allCases.first { "\($0)" == incident }?.rawValue ?? 8
    }
    body.firm = CompID(text16(String(row["firm"] ?? "")))
    body.symbol = Symbol(text16(String(row["symbol"] ?? "")))
    body.document = TitleDocID(text32(String(row["document"] ?? "")))
    body.headlineLength = UInt16(headline.count)
    body.textLength = UInt16(row["length"].flatMap { Int($0) } ?? text.count)
    body.request = 1
    return tester.apply(.publishNews, body, session: .venue, parts: headline + text)
  }

  /// Spaces are written as `_`, line feeds as `/`; `xN` at the end stands for N more `x`.
  private func bytes(_ word: Substring) -> [UInt8] {
    var text = word.replacing("_", with: " ").replacing("/", with: "\n")
    if let mark = text.firstIndex(of: "*"), let count = Int(text[text.index(after: mark)...]) {
      text = text[..<mark] + String(repeating: "x", count: count)
    }
    return Array(text.utf8)
  }
}
