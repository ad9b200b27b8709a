import Market

/// Rows and expectations of lots.
extension VenueTable {
  static func words(of rules: AuctionRules) -> [String] {
    guard rules.offersAscending || rules.offersDescending else { return [] }
    let modes = (rules.offersAscending ? "E" : "") + (rules.offersDescending ? "D" : "")
    return [
      "auctions=\(modes) notice=\(rules.noticeSeconds) extension=\(rules.extensionSeconds)",
      "every=\(rules.stepSeconds) extensions=\(rules.extensions) deposit=\(rules.depositBasisPoints)",
    ]
  }

  func row(of terms: LotTerms, _ session: Int, _ now: Int64) -> String {
    let sender = session == 0 ? "operator" : "S\(session)"
    var words = [
      "apply \(sender) N\(terms.name) \(terms.side) \(terms.isAscending ? "E" : "D") 0",
      "\(decimal(terms.start)) \(decimal(terms.step)) symbol=I\(terms.instrument)",
      "qty=\(decimal(terms.quantity * 10)) opens=\(decimal((terms.opens - now) / 100_000))",
    ]
    if terms.limit != 0 { words.append("limit=\(decimal(terms.limit))") }
    if terms.closes != 0 { words.append("closes=\(decimal((terms.closes - now) / 100_000))") }
    if terms.isForeclosure {
      let documents = terms.foreclosed.map { "P\(terms.instrument)-\($0)" }
      words.append("docs=\(documents.joined(separator: ",")) foreclosure")
      if session == 0 { words.append("for=DLR00\(terms.pledgee)") }
    }
    if terms.isResent { words.append("resend") }
    return words.joined(separator: " ")
  }

  /// The registry, pledged documents and their declared defaults, where a step forecloses.
  func pledges(for steps: [Step]) -> [String] {
    let forecloses = steps.contains { step in
      if case .apply(let terms) = step.action { terms.isForeclosure } else { false }
    }
    guard forecloses else { return [] }
    var rows = ["session RG DLR001 registry"]
    for index in market.instruments.indices {
      for document in 0..<MarketTerms.pledged {
        rows.append(
          "doc P\(index)-\(document) DLR00\(market.holder(ofPledged: document)) weight=1"
            + " symbol=I\(index) warehouse=W1 status=7 pledgee=DLR00\(market.pledgee(of: document))"
        )
        if document < MarketTerms.pledged - 1 {
          rows.append("title RG enforce P\(index)-\(document) version=0 consent")
        }
      }
    }
    return rows
  }

  func row(of terms: LotDeposit, _ session: Int) -> String {
    let lot = naive.lotNumbers[terms.lot] ?? NaiveVenue.noLot
    var words = ["deposit S\(session) N\(terms.name) \(lot)"]
    if terms.isRelease { words.append("release") }
    if terms.amount != 0 { words.append("amount=\(decimal(terms.amount * 100))") }
    if terms.isResent { words.append("resend") }
    return words.joined(separator: " ")
  }

  func row(of terms: LotControl) -> String {
    let lot = naive.lotNumbers[terms.lot] ?? NaiveVenue.noLot
    switch terms.what {
    case .announce: return "announce \(lot)"
    case .refuse: return "refuse-lot \(lot)"
    case .cancel: return "cancel-lot \(lot)"
    case .voidBid(let name): return "void-bid \(lot) order=\(naive.names[name] ?? 0)"
    }
  }

  func auctioned(_ line: TraceLine) -> String {
    switch line.kind {
    case .lotAnnounced: return "announced lot=\(line.order)"
    case .lotChanged: return "auction lot=\(line.order) why=\(line.reason)"
    default: break
    }
    let isRule = AuctionRefusal.allCases.allSatisfy { "\($0)" != line.reason.rawValue }
    let said = line.reason == .none ? "taken" : isRule ? "rule=\(line.reason)" : "\(line.reason)"
    return "auction-answer \(said) lot=\(line.order)"
  }
}
