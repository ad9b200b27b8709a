import Market

/// Rows and expectations of quotes.
extension VenueTable {
  func row(of terms: AskTerms, _ session: Int, _ now: Int64) -> String {
    var words = [
      "ask S\(session) N\(terms.name) \(terms.side) 0 symbol=I\(terms.instrument)",
      "qty=\(decimal(terms.quantity * 10))",
    ]
    if !terms.firms.isEmpty {
      words.append("with=" + terms.firms.map { "DLR00\($0)" }.joined(separator: ","))
    }
    if terms.until != 0 { words.append("until=\(decimal((terms.until - now) / 100_000))") }
    if let day = terms.settles { words.append("settles=\(day)") }
    if terms.isResent { words.append("resend") }
    return words.joined(separator: " ")
  }

  func row(of terms: QuoteTerms, _ session: Int, _ now: Int64) -> String {
    let request = terms.request.flatMap { naive.requestNumbers[$0] } ?? NaiveVenue.noNumber
    let offer = terms.offer.flatMap { naive.offerNumbers[$0] } ?? NaiveVenue.noNumber
    let head = "S\(session) N\(terms.name)"
    var words =
      switch terms.kind {
      case .quotes: ["quote \(head) \(request) \(terms.side ?? .buy)"]
      case .counters: ["counter \(head) \(offer)"]
      case .hits: ["hit \(head) \(offer)"]
      case .passes: ["pass \(head) \(offer)"]
      case .lapses: ["lapse \(head) \(offer)"]
      case .withdraws: ["withdraw \(head) \(request)"]
      case .requests, .withdrawsRequest: ["withdraw-request \(head) N\(terms.request?.name ?? 0)"]
      }
    words.append("symbol=I\(terms.instrument)")
    if terms.kind != .quotes, let side = terms.side { words.append("side=\(side)") }
    if terms.price != 0 { words.append("at=\(decimal(terms.price))") }
    if terms.quantity != 0 { words.append("qty=\(decimal(terms.quantity * 10))") }
    if terms.until != 0 { words.append("until=\(decimal((terms.until - now) / 100_000))") }
    if terms.order != 0 { words.append("id=N\(terms.order)") }
    if let day = terms.settles { words.append("settles=\(day)") }
    if terms.isResent { words.append("resend") }
    return words.joined(separator: " ")
  }

  func quoting(_ line: TraceLine) -> String {
    let to = "to=S\(line.session)"
    let side = Side(rawValue: line.liquidity).map { "\($0)" } ?? ""
    switch line.kind {
    case .quoteRequested: return "asked \(line.order) \(side) \(line.leaves) \(to)"
    case .quoteOffered:
      return "offered \(line.order) \(side) \(line.leaves)@\(decimal(line.lastPx)) \(to)"
    default: break
    }
    let kind = QuoteKind(rawValue: line.kindCode).map { "\($0)" } ?? "other"
    let isRule = QuoteReason.allCases.allSatisfy { "\($0)" != line.reason.rawValue }
    let said = line.reason == .none ? "taken" : isRule ? "rule=\(line.reason)" : "\(line.reason)"
    let name = line.name == 0 ? "-" : "N\(line.name)"
    return "quoting \(name) \(kind) \(said) number=\(line.order) \(to)"
  }
}
