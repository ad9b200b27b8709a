import Market

/// How the trades of an instrument are settled: the times for each state (market rules 2.2), and what the
/// risk reserve gets (Art. 28). venue.yaml has those of all instruments, an instrument its own beside them.
public struct SettlementDefinition: Equatable, Sendable {
  /// For both parties to affirm a trade; zero for no deadline, here and below.
  public var signSeconds: UInt32 = 0
  /// For the buyer to pay the rest of a guaranteed trade: the time of Art. 11.
  public var balanceSeconds: UInt32 = 0
  /// For clearing to answer for the funds leg.
  public var fundsSeconds: UInt32 = 0
  /// For the registry to answer for the title leg.
  public var titleSeconds: UInt32 = 0
  /// For the outturn weights, and for the buyer to object.
  public var weightSeconds: UInt32 = 0
  /// For the buyer to top up a guarantee that a fixing has left short.
  public var topUpSeconds: UInt32 = 0
  /// Of the turnover, 1/100 of a percent.
  public var reserveBasisPoints: UInt16 = 0
  public init() {}
}

extension SettlementDefinition {
  static let keys = [
    "signWithin", "balanceWithin", "fundsWithin", "titleWithin", "weightWithin",
    "topUpWithin", "riskReservePercent",
  ]

  /// Takes what `node` says in the place of what was there.
  mutating func apply(_ node: ConfigurationNode) {
    node.expectKeys(Self.keys)
    signSeconds = node.child("signWithin")?.durationSeconds ?? signSeconds
    balanceSeconds = node.child("balanceWithin")?.durationSeconds ?? balanceSeconds
    fundsSeconds = node.child("fundsWithin")?.durationSeconds ?? fundsSeconds
    titleSeconds = node.child("titleWithin")?.durationSeconds ?? titleSeconds
    weightSeconds = node.child("weightWithin")?.durationSeconds ?? weightSeconds
    topUpSeconds = node.child("topUpWithin")?.durationSeconds ?? topUpSeconds
    if let basisPoints = node.child("riskReservePercent")?.basisPoints {
      reserveBasisPoints = UInt16(basisPoints)
    }
  }
}

extension InstrumentDefinition {
  /// Its signing, its clearing, and the times that are its own; read behind the guarantee.
  mutating func readSettlement(_ node: ConfigurationNode) {
    if let own = node.child("settlement") { settlement.apply(own) }
    let flow = node.child("signingFlow")
    signing = flow?.firstWord([("automatic", .automatic), ("affirm", .affirm)]) ?? .automatic
    if signing == .affirm && settlement.signSeconds == 0 {
      flow?.complain(
        "affirm needs 'settlement: signWithin', the time in which both parties affirm a trade")
    }
    if guaranteeBasisPoints > 0 && settlement.balanceSeconds == 0 {
      node.child("guarantee")?.complain(
        "'guarantee' needs 'settlement: balanceWithin', the time to pay the rest (Art. 11), here or in "
          + "venue.yaml")
    }
    clearing = node.child("clearing")?.choice([("gross", .gross), ("net", .net)]) ?? .gross
  }
}

extension ConfigurationNode {
  /// A time such as `60 s`, `10 min`, `2 h`, `1 d`, as seconds: from 1 s to 366 d.
  var durationSeconds: UInt32? {
    value("a time like 60 s, 10 min, 2 h or 1 d, of 366 d at most") { text in
      let words = text.split(separator: " ")
      let units: [(Substring, UInt32)] = [("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400)]
      guard words.count == 2, let count = UInt32(words[0]),
        let unit = units.first(where: { $0.0 == words[1] })?.1
      else { return nil }
      let (seconds, overflows) = count.multipliedReportingOverflow(by: unit)
      return !overflows && (1...366 * 86_400).contains(seconds) ? seconds : nil
    }
  }

  /// The first of words, which is one of the names of `choices`; what stands behind it is for readers.
  func firstWord<Value>(_ choices: [(String, Value)]) -> Value? {
    guard let text else { return nil }
    let word = text.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
    if let found = choices.first(where: { $0.0 == word }) { return found.1 }
    let names = choices.map(\.0)
    complain(
      "'\(text)' does not begin with one of \(names.joined(separator: ", "))"
        + NearestName.hint(String(word), among: names))
    return nil
  }
}
