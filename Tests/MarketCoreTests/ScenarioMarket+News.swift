import Market

/// Rows about what the operator publishes.
extension ScenarioMarket {
  /// Performs a row about news; nil where it is none.
  func news(_ row: Row) -> [String]? {
    switch row.verb {
    case "news": publish(row)
    case "change": change(row)
    case "withdraw-change": withdraw(row)
    default: nil
    }
  }

  /// The day of the market begins at 16:00 UTC; `published=` days ago, `days=` of notice, or `at=` seconds from now.
  private func change(_ row: Row) -> [String] {
    let day: Int64 = 86_400_000_000_000
    var body = ChangeParameter()
    body.symbol = Symbol(text16(row.word(0)))
    body.parameterCode = code(row.word(1), of: InstrumentParameter.self, unknown: 99)
    body.value = Int64(row.words[2]) ?? 0
    let now = tester.now.nanoseconds
    let today = now - (now + 8 * 3_600_000_000_000) % day
    body.publishedOn = Instant(
      nanoseconds: today - (row["published"].flatMap { Int64($0) } ?? 0) * day)
    if let days = row["days"].flatMap({ Int64($0) }) {
      body.effectiveAt = body.publishedOn.adding(nanoseconds: days * day)
    } else if let seconds = row["at"].flatMap({ Int64($0) }) {
      body.effectiveAt = tester.now.adding(nanoseconds: seconds * 1_000_000_000)
    }
    body.situationCode = row["situation"].flatMap { UInt8($0) } ?? 0
    body.uid = row["by"].flatMap { UInt32($0) } ?? 0
    body.request = 1
    let text = Array((row["text"] ?? "").utf8)
    body.textLength = UInt16(text.count)
    return tester.apply(.changeParameter, body, session: .venue, parts: text)
  }

  private func withdraw(_ row: Row) -> [String] {
    var body = WithdrawChange()
    body.number = UInt64(row.words[0]) ?? 0
    body.uid = row["by"].flatMap { UInt32($0) } ?? 0
    body.request = 1
    return tester.apply(.withdrawChange, body)
  }

  private func publish(_ row: Row) -> [String] {
    let headline = bytes(row["headline"] ?? "")
    let text = bytes(row["text"] ?? "")
    var body = PublishNews()
    body.kindCode = code(row.word(0), of: NewsKind.self, unknown: 9)
    if let incident = row["incident"] {
      body.incidentCode = code(incident, of: Incident.self, unknown: 8)
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
