import Market

/// Rows and expectations of deals.
extension VenueTable {
  func row(of terms: CrossTerms, _ session: Int) -> String {
    var words = [
      "cross S\(session) N\(terms.cross) 0 \(decimal(terms.price)) symbol=I\(terms.instrument)",
      "buyid=N\(terms.buy.name) buyqty=\(decimal(terms.buy.quantity * 10))",
      "sellid=N\(terms.sell.name) sellqty=\(decimal(terms.sell.quantity * 10))",
    ]
    if terms.buy.firm != 0 { words.append("buy=DLR00\(terms.buy.firm)") }
    if terms.sell.firm != 0 { words.append("sell=DLR00\(terms.sell.firm)") }
    if let day = terms.settles { words.append("settles=\(day)") }
    if terms.isResent { words.append("resend") }
    return words.joined(separator: " ")
  }

  func row(of terms: ReportTerms, _ session: Int) -> String {
    let number = terms.about.flatMap { naive.reportNumbers[$0] } ?? NaiveVenue.noNumber
    var words =
      switch terms.kind {
      case .alleges: ["allege S\(session) N\(terms.name)"]
      case .accepts: ["accept S\(session) N\(terms.name) \(number)"]
      case .declines: ["decline S\(session) N\(terms.name) \(number)"]
      case .takesBack: ["take-back S\(session) N\(terms.name) N\(terms.about?.name ?? 0)"]
      }
    words += [
      "\(terms.side) 0 \(decimal(terms.price)) with=DLR00\(terms.contra)",
      "symbol=I\(terms.instrument) qty=\(decimal(terms.quantity * 10))",
    ]
    if terms.order != 0 { words.append("id=N\(terms.order)") }
    if let day = terms.settles { words.append("settles=\(day)") }
    if terms.isResent { words.append("resend") }
    return words.joined(separator: " ")
  }

  func negotiated(_ line: TraceLine) -> String {
    guard line.kind == .reportAnswered else {
      return "alleged \(line.order) \(line.last)@\(decimal(line.lastPx)) to=S\(line.session)"
        + (line.reason == .none ? "" : " over=\(line.reason)")
    }
    let kind = TradeReportKind(rawValue: line.kindCode).map { "\($0)" } ?? "?"
    let isRule = TradeReportReason.allCases.allSatisfy { "\($0)" != line.reason.rawValue }
    let said = line.reason == .none ? "taken" : isRule ? "rule=\(line.reason)" : "\(line.reason)"
    return "answered N\(line.name) \(kind) \(said) number=\(line.order) to=S\(line.session)"
  }
}
