import Market

/// A stream as a table of Tests/Scenarios/venue: its rows, and what the rules say happens at each.
public struct VenueTable {
  let market: MarketTerms
  private(set) var naive: NaiveVenue

  private init(_ market: MarketTerms) {
    self.market = market
    naive = NaiveVenue(market, now: CommandStream.start)
  }

  /// The rows of a market with as many documents as the steps can sell, and of the steps. Each row is
  /// said before it is performed: of a stream that ends the process the last row is the one that does.
  public static func say(_ steps: [Step], in market: MarketTerms, _ say: (String) -> Void) {
    var table = VenueTable(market)
    table.firms.forEach(say)
    for (index, terms) in market.instruments.enumerated() { say(row(of: terms, index)) }
    table.documents(for: steps).forEach(say)
    table.pledges(for: steps).forEach(say)
    for step in steps {
      if step.wait != 0 { say("wait \(decimal(step.wait / 100_000))") }
      say(table.row(of: step))
      table.naive.perform(step)
      table.naive.lines.forEach { say("> \(table.expectation($0))") }
    }
  }

  private var firms: [String] {
    market.groups.enumerated().flatMap { index, group in
      [
        "firm DLR00\(index + 1)" + (group == 0 ? "" : " group=\(group)"),
        "credit DLR00\(index + 1) \(market.money)",
      ]
    }
      + ["firm DLR00\(market.broker)", "credit DLR00\(market.broker) \(market.money)"]
      + market.groups.indices.filter { market.isServed($0 + 1) }.map { index in
        let group = market.groups[index]
        return "firm DLR00\(index + 1) broker=DLR00\(market.broker)"
          + (group == 0 ? "" : " group=\(group)")
      }
      + (1...market.brokerSession).map {
        "session S\($0) DLR00\(market.firm(ofSession: $0))"
          + ($0 == market.brokerSession ? " broker" : " dealer")
      } + ["warehouse W1 grade=A"]
  }

  private func documents(for steps: [Step]) -> [String] {
    var rows: [String] = []
    for index in market.instruments.indices {
      for firm in 1...market.firms {
        let sold = steps.reduce(0) { $0 + $1.lotsSold(index, by: firm, in: market) }
        for number in 0..<min(sold, market.documents) {
          rows.append("doc R\(firm)-\(index)-\(number) DLR00\(firm) weight=1 symbol=I\(index)")
        }
      }
    }
    return rows
  }

  private func row(of step: Step) -> String {
    switch step.action {
    case .new(let terms):
      "new S\(step.session) N\(terms.name) \(terms.side) \(body(of: terms, step.wait))"
    case .replace(let original, let terms):
      "replace S\(step.session) N\(terms.name) N\(original) \(terms.side)"
        + " \(body(of: terms, step.wait))"
    case .cancel(let name, let original): "cancel S\(step.session) N\(name) N\(original) symbol="
    case .phase(let instrument, let phase): "phase I\(instrument) \(phase?.rawValue ?? "calendar")"
    case .schedule(let instrument, let phase, let seconds):
      "schedule I\(instrument) \(phase) \(seconds)"
    case .scheduleDeals(let instrument, let isOpen, let seconds):
      "schedule-deals I\(instrument) \(isOpen ? Phase.open : .closed) \(seconds)"
    case .define(let instrument, let terms): Self.row(of: terms, instrument)
    case .massCancel(let name, let terms):
      "mass-cancel S\(step.session) N\(name)" + terms.words
    case .massStatus(let name, let terms):
      "mass-status S\(step.session) N\(name)" + terms.words
    case .kill(let scope, let isOn): "\(isOn ? "kill" : "lift") \(scope.words)"
    case .logOn(let terms): "logon S\(step.session) \(terms.words)"
    case .disconnect(let isOrderly): "\(isOrderly ? "logout" : "drop") S\(step.session)"
    case .counterparties(let firm, let others):
      "counterparties DLR00\(firm) "
        + (others.map { $0.isEmpty ? "none" : $0.map { "DLR00\($0)" }.joined(separator: ",") }
          ?? "all")
    case .benchmark(let value): "fixing \(SettlementNames.benchmark) \(decimal(value))"
    case .cross(let terms): row(of: terms, step.session)
    case .report(let terms): row(of: terms, step.session)
    case .apply(let terms): row(of: terms, step.session, naive.now + step.wait)
    case .deposit(let terms): row(of: terms, step.session)
    case .control(let terms): row(of: terms)
    case .ask(let terms): row(of: terms, step.session, naive.now + step.wait)
    case .quote(let terms): row(of: terms, step.session, naive.now + step.wait)
    case .restart: "restart"
    case .resume: "resume"
    case .tick: "tick"
    }
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
    if terms.intervalSeconds != 0 { words.append("interval=\(terms.intervalSeconds)") }
    if terms.intervalDays != 0 { words.append("days=\(terms.intervalDays)") }
    if terms.isNegotiated {
      words.append("negotiated answer=\(terms.answerSeconds) quotes=\(terms.quoteSeconds)")
      words.append("rounds=\(terms.quoteRounds) delivery=\(terms.deliveryDays)")
      if terms.hasDealHours { words.append("own-deals") }
    }
    words += Self.words(of: terms.auctions)
    if terms.hasPremiums {
      words.append("benchmark=\(SettlementNames.benchmark) bmband=\(terms.benchmarkBasisPoints)")
    }
    if terms.dealBandBasisPoints != 0 { words.append("nband=\(terms.dealBandBasisPoints)") }
    return words.joined(separator: " ")
  }

  private func body(of terms: OrderTerms, _ wait: Int64) -> String {
    let isWhole = terms.quantity % 1_000 == 0
    var words = [
      isWhole ? "\(terms.quantity / 1_000)" : "0",
      terms.type == .market ? "market" : decimal(terms.price),
      "symbol=I\(terms.instrument)", "tif=\(terms.force.word)",
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
    if terms.isAllOrNone { words.append("aon") }
    let hasPremiums =
      market.instruments.indices.contains(terms.instrument)
      && market.instruments[terms.instrument].hasPremiums
    if hasPremiums != terms.saysOtherKind { words.append("premium") }
    if terms.selfMatch != 0 { words.append("smp=\(Character(UnicodeScalar(terms.selfMatch)))") }
    if let lot = terms.lot { words.append("auction=\(naive.lotNumbers[lot] ?? NaiveVenue.noLot)") }
    if let name = terms.listing { words.append("listing=\(naive.names[name] ?? 1_000_000_000)") }
    if terms.expireTime != 0 {
      words.append("expires=\(decimal((terms.expireTime - naive.now - wait) / 100_000))")
    }
    return words.joined(separator: " ")
  }

  /// What the rules say of an event, in the words that a table has for it.
  private func expectation(_ line: TraceLine) -> String {
    switch line.kind {
    case .trade:
      "trade \(naive.symbol(of: line.order)) buyer=DLR00\(naive[line.order].firm)"
        + " seller=DLR00\(naive[line.name].firm) last=\(line.last)@\(decimal(line.lastPx))"
    case .alleged, .reportAnswered: negotiated(line)
    case .quoteRequested, .quoteOffered, .quoteAnswered: quoting(line)
    case .lotAnswered, .lotAnnounced, .lotChanged: auctioned(line)
    case .deals: "deals I\(line.order) \(line.name == 1 ? "open" : "closed")"
    case .phase: "phase I\(line.order) \(line.entered.map(\.rawValue) ?? "") by=\(line.cause)"
    case .refused: "refused \(line.reason)"
    case .sessionAccepted, .sessionEnded: "\(line.kind) to=S\(line.session)"
    case .other: "other"
    case .massCancel:
      "mass-cancel N\(line.name) total=\(line.last) to=S\(line.session)"
        + (line.reason == .none ? "" : " \(line.reason)")
    case .status:
      "orderStatus status=\(line.status) order=\(line.order) leaves=\(line.leaves) cum=\(line.cum)"
        + (line.last == 0 && line.origName == 0
          ? "" : " 584=N\(line.origName) 911=\(line.last) 912=\(line.liquidity)")
        + " to=S\(line.session)"
    case .businessReject: "business-reject \(line.reason) to=S\(line.session)"
    case .killSwitch:
      line.name == 1 ? "stopped \(line.order) total=\(line.last)" : "lifted \(line.order)"
    case .cancelReject:
      "cancel-reject N\(line.name) \(line.reason.cancelWords) status=\(line.status) to=S\(line.session)"
    case .new, .replaced, .fill, .canceled, .expired, .rejected, .restated: report(line)
    }
  }

  private func report(_ line: TraceLine) -> String {
    let kind = line.kind == .fill ? "trade" : "\(line.kind)"
    var words = ["report N\(line.name) \(kind) status=\(line.status) leaves=\(line.leaves)"]
    words.append("cum=\(line.cum) avg=\(decimal(line.avgPx))")
    if line.kind != .rejected { words.append("px=\(decimal(line.price))") }
    if line.origName != 0 { words.append("orig=N\(line.origName)") }
    if line.last != 0 {
      let liquidity = [
        LastLiquidityInd.added.rawValue: "maker", LastLiquidityInd.removed.rawValue: "taker",
      ]
      words.append(
        "last=\(line.last)@\(decimal(line.lastPx)) \(liquidity[line.liquidity] ?? "uncross")")
    }
    if line.restatement >= 0 { words.append("378=\(line.restatement)") }
    if line.reason != .none { words.append(line.reason.rawValue) }
    return words.joined(separator: " ") + " to=S\(line.session)"
  }
}

extension Step {
  /// Most lots of an instrument for which this step may need documents of a firm.
  fileprivate func lotsSold(_ instrument: Int, by firm: Int, in market: MarketTerms) -> Int {
    switch action {
    case .new(let terms), .replace(_, let terms):
      guard terms.side == .sell, terms.instrument == instrument,
        market.firm(ofSession: session) == firm
      else { return 0 }
      return max(0, Int(terms.quantity / 1_000))
    case .cross(let terms):
      let sells = terms.instrument == instrument && terms.sell.firm == firm
      return sells ? max(0, Int(terms.sell.quantity / 1_000)) : 0
    case .report(let terms):
      let seller = terms.side == .sell ? market.firm(ofSession: session) : terms.contra
      let sells = terms.instrument == instrument && seller == firm && terms.kind == .accepts
      return sells ? max(0, Int(terms.quantity / 1_000)) : 0
    case .quote(let terms):
      // Who sells is known by the offer alone: as much as any deal can have.
      return terms.kind == .hits && terms.instrument == instrument ? 4 : 0
    case .apply(let terms):
      let sells = terms.side == .sell && terms.instrument == instrument
      return sells && market.firm(ofSession: session) == firm ? Int(terms.quantity / 1_000) : 0
    case .deposit, .control, .ask, .cancel, .phase, .schedule, .define, .massCancel, .massStatus,
      .kill, .logOn, .disconnect, .scheduleDeals, .benchmark,
      .restart, .resume, .counterparties, .tick:
      return 0
    }
  }
}

extension MassCancelTerms {
  fileprivate var words: String {
    (instrument.map { " symbol=I\($0)" } ?? " all") + (side.map { " side=\($0)" } ?? "")
  }
}

extension DisconnectTerms {
  fileprivate var words: String { "cod=\(type) grace=\(seconds)" + (cancelsGoodTill ? " gtc" : "") }
}

extension Scope {
  fileprivate var words: String {
    switch self {
    case .session(let number): "session S\(number)"
    case .firm(let number): "firm DLR00\(number)"
    case .venue: "venue"
    }
  }
}

extension TimeInForce {
  fileprivate var word: String {
    switch self {
    case .day: "day"
    case .goodTillCancel: "gtc"
    case .atTheOpening: "opening"
    case .immediateOrCancel: "ioc"
    case .fillOrKill: "fok"
    case .goodTillDate: "gtd"
    case .atTheClose: "closing"
    }
  }
}

extension Reason {
  /// A cancel reject's own reason, or the rule of order entry that a replace breaks.
  fileprivate var cancelWords: String {
    let isOwn = CancelReject.allCases.contains { "\($0)" == rawValue }
    return isOwn ? rawValue : "orderRule rule=\(rawValue)"
  }
}

/// A number of ten-thousandths with its point.
func decimal(_ value: Int64) -> String {
  let (whole, part) = (value.magnitude / 10_000, value.magnitude % 10_000)
  var fraction = String(part + 10_000).dropFirst()
  while fraction.last == "0" { fraction.removeLast() }
  return (value < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : ".\(fraction)")
}
