/// Who somebody is to a document or to a trade: rule book Art. 22. Raw values are stored.
public enum DisclosureTier: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Anybody.
  case everybody = 0
  /// A firm of the market that has no part in it.
  case dealer = 1
  /// Who holds the document, keeps the goods that it stands for, or is a party of the trade.
  case owner = 2
  /// Who has the document as a pledge.
  case pledgee = 3
  /// Registry, clearing, supervisor and operator.
  case supervisor = 4

  /// Whether somebody of this tier learns it.
  public func sees(_ field: DisclosedField) -> Bool { field.tiers.contains(DisclosureTiers(self)) }
}

/// Some of the tiers.
public struct DisclosureTiers: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// One tier.
  public init(_ tier: DisclosureTier) { self.init(rawValue: 1 << tier.rawValue) }

  /// Anybody.
  static var all: DisclosureTiers { DisclosureTiers(rawValue: 0b1_1111) }
  /// The market's firms and institutions.
  static var members: DisclosureTiers { DisclosureTiers(rawValue: 0b1_1110) }
  /// Those who have a right in the document, and who watches.
  static var concerned: DisclosureTiers { DisclosureTiers(rawValue: 0b1_1100) }
  /// Whose it is, and who watches.
  static var owners: DisclosureTiers { DisclosureTiers(rawValue: 0b1_0100) }
  /// Who watches.
  static var watchers: DisclosureTiers { DisclosureTiers(rawValue: 0b1_0000) }
}

/// What may be told of goods, documents, trades and firms, each kind to some tiers: the one table of who learns
/// what. Messages to sessions and the reports of the books go by it.
public enum DisclosedField: UInt8, Sendable, CaseIterable {
  case goods = 0
  case document = 1
  case status = 2
  case warehouse = 3
  case price = 4
  case figures = 5
  case weight = 6
  case version = 7
  case place = 8
  case digest = 9
  case origin = 10
  case endorsement = 11
  case holder = 12
  case recipient = 13
  case tradeState = 14
  case parties = 15
  case order = 16
  case money = 17
  case record = 18
  case finding = 19

  /// Who learns it.
  public var tiers: DisclosureTiers {
    switch self {
    case .goods, .document, .status, .warehouse, .price, .figures: .all
    case .weight, .version: .members
    case .place, .digest, .origin, .endorsement, .holder, .recipient: .concerned
    case .tradeState, .parties, .order, .money: .owners
    case .record, .finding: .watchers
    }
  }

  /// What it is, for people.
  public var words: StaticString {
    switch self {
    case .goods: "the instrument, its goods and unit"
    case .document: "number and kind of a document"
    case .status: "its legal state, and whether it is reserved or settling"
    case .warehouse: "the warehouse"
    case .price: "price, quantity, time and number of a trade"
    case .figures: "counts and sums over all trades and documents of an instrument"
    case .weight: "the weight of a document"
    case .version: "its version"
    case .place: "where in the warehouse the goods are"
    case .digest: "digests of the document and of its chain"
    case .origin: "the document that it has come from"
    case .endorsement: "entries of its chain: what was done, by whose right, and why"
    case .holder: "who holds it"
    case .recipient: "who gets it, or has it as a pledge"
    case .tradeState: "what a trade has come to, and its deadlines"
    case .parties: "the parties of a trade"
    case .order: "orders, their identifiers and accounts"
    case .money: "amounts, fees, balances and holdings of a firm"
    case .record: "records of the logs"
    case .finding: "what goods, trade and funds do not agree in"
    }
  }
}
