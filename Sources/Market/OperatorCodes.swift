/// What the operator does with trading. Raw values are stored.
public enum MarketAction: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// Nothing trades until it is resumed: rule book Art. 49(5).
  case halt = 1
  /// What is halted goes on where the calendar has come to.
  case resume = 2
  case open = 3
  case close = 4
}

/// What of the market an action is about. Raw values are stored.
public enum MarketScope: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case venue = 1
  /// The instruments whose Symbol(55) begins with it, up to the first hyphen.
  case commodity = 2
  /// The instruments whose goods lie there, and whatever else is stored there.
  case warehouse = 3
  case instrument = 4
}

/// Why the operator may take emergency measures: the abnormal situations of rule book Art. 49(5). Raw values are
/// stored.
public enum AbnormalSituation: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case forceMajeure = 1
  case systemFailure = 2
  case settlementCrisis = 3
  case deliveryCrisis = 4
  /// A dealer's breach of the rules moves prices.
  case ruleBreachPrice = 5
}
