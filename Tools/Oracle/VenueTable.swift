import Market

/// A stream as rows of Tests/Scenarios/venue.
public enum VenueTable {
  /// The market and the steps.
  public static func rows(_ steps: [Step], in market: MarketTerms) -> [String] {
    var rows: [String] = []
    for (index, group) in market.groups.enumerated() {
      rows.append("firm DLR00\(index + 1)" + (group == 0 ? "" : " group=\(group)"))
      rows.append("credit DLR00\(index + 1) \(market.money)")
    }
    for number in 1...market.firms * 2 {
      rows.append("session S\(number) DLR00\(market.firm(ofSession: number)) dealer")
    }
    rows.append("warehouse W1 grade=A")
    for (index, terms) in market.instruments.enumerated() {
      rows.append(row(of: terms, index))
    }
    rows.append("# each firm has \(market.documents) documents of weight=1 in each instrument")
    for step in steps { rows += self.rows(of: step) }
    return rows
  }

  /// The rows of one step.
  public static func rows(of step: Step) -> [String] {
    var rows: [String] = []
    if step.wait != 0 { rows.append("wait \(decimal(step.wait / 100_000))") }
    switch step.action {
    case .new(let terms):
      rows.append(
        "new S\(step.session) N\(terms.name) \(terms.side) \(body(of: terms))")
    case .replace(let original, let terms):
      rows.append(
        "replace S\(step.session) N\(terms.name) N\(original) \(terms.side) \(body(of: terms))")
    case .cancel(let name, let original):
      rows.append("cancel S\(step.session) N\(name) N\(original)")
    case .phase(let instrument, let phase): rows.append("phase I\(instrument) \(phase)")
    case .schedule(let instrument, let phase, let seconds):
      rows.append("schedule I\(instrument) \(phase) \(seconds)")
    case .define(let instrument, let terms): rows.append(row(of: terms, instrument))
    case .tick: rows.append("tick")
    }
    return rows
  }

  private static func row(of terms: InstrumentTerms, _ index: Int) -> String {
    var words = [
      "instrument I\(index) unit=1 tick=\(decimal(terms.tick))",
      "ref=\(decimal(terms.referencePrice)) band=\(terms.bandBasisPoints) max=\(terms.maxLots)",
      "tolerance=0 premium=0 fee=0 minfee=0 transfer=0 guarantee=0",
    ]
    let calls = [terms.hasOpeningCall ? "opening" : nil, terms.hasClosingCall ? "closing" : nil]
    if terms.hasOpeningCall || terms.hasClosingCall {
      words.append("calls=\(calls.compactMap { $0 }.joined(separator: ","))")
    }
    if terms.dynamicBasisPoints != 0 { words.append("dynamic=\(terms.dynamicBasisPoints)") }
    if terms.interruptionSeconds != 0 { words.append("seconds=\(terms.interruptionSeconds)") }
    return words.joined(separator: " ")
  }

  private static func body(of terms: OrderTerms) -> String {
    let isWhole = terms.quantity % 1_000 == 0
    var words = [
      isWhole ? "\(terms.quantity / 1_000)" : "0",
      terms.type == .market ? "market" : decimal(terms.price),
      "symbol=I\(terms.instrument)", "tif=\(force(terms.force))",
    ]
    if !isWhole { words.append("qty=\(decimal(terms.quantity * 10))") }
    switch terms.type {
    case .market, .limit: break
    case .stop: words.append("type=3")
    case .stopLimit: words.append("type=4")
    case .marketToLimit: words.append("type=K")
    }
    if terms.stopPx != 0 { words.append("stop=\(decimal(terms.stopPx))") }
    if terms.minQty != 0 { words.append("min=\(decimal(terms.minQty * 10))") }
    if terms.maxFloor != 0 { words.append("floor=\(decimal(terms.maxFloor * 10))") }
    if terms.isPostOnly { words.append("post-only") }
    if terms.isAllOrNone { words.append("all-or-none") }
    if terms.selfMatch != 0 { words.append("smp=\(Character(UnicodeScalar(terms.selfMatch)))") }
    if terms.expireTime != 0 {
      words.append("expire=\(decimal((terms.expireTime - CommandStream.start) / 100_000))")
    }
    return words.joined(separator: " ")
  }

  private static func force(_ force: TimeInForce) -> String {
    switch force {
    case .day: "day"
    case .goodTillCancel: "gtc"
    case .atTheOpening: "opening"
    case .immediateOrCancel: "ioc"
    case .fillOrKill: "fok"
    case .goodTillDate: "gtd"
    case .atTheClose: "close"
    }
  }

  /// A number of ten-thousandths with its point.
  private static func decimal(_ value: Int64) -> String {
    let (whole, part) = (value.magnitude / 10_000, value.magnitude % 10_000)
    var fraction = String(part + 10_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }
}
