public import Market

/// The kinds of accounts that the ledger has. Raw values are stored.
public enum LedgerAccountKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A firm's money at the venue: in CNY it backs buys and pays for them, in other currencies it is
  /// what the firm was given of a forfeited guarantee.
  case cash = 1
  /// A firm's money for performance guarantees, in CNY or foreign: Art. 8, 9.
  case guarantee = 2
  /// What a clearing member has paid in for a net run: Art. 13.
  case member = 3
  /// A warehouse's risk deposit: Art. 29.
  case deposit = 4
  /// The venue's trading fees.
  case tradeFees = 5
  /// Buyers' fees for the transfer of titles.
  case titleFees = 6
  /// The market risk reserve: Art. 28.
  case riskReserve = 7
  /// Where payers and receivers of a net run meet; empty before and after it.
  case clearing = 8
  /// Outside: where money comes from and goes to. It is what all others have together, negative.
  case bank = 9
  /// Outside: what the registry was paid.
  case registryFees = 10

  /// Whether it stands for somebody else's books, so that its balance may be negative.
  public var isOutside: Bool {
    switch self {
    case .bank, .registryFees: true
    case .cash, .guarantee, .member, .deposit, .tradeFees, .titleFees, .riskReserve, .clearing:
      false
    }
  }
}

/// An account of the ledger; it has a balance in each currency.
public struct LedgerAccount: Equatable, Sendable, BitwiseCopyable {
  public let kind: LedgerAccountKind
  /// The firm, the clearing member's firm or the warehouse; zero for all others.
  public let number: UInt32

  /// The account of a kind; which numbers there are, the ledger knows.
  public init(_ kind: LedgerAccountKind, number: UInt32 = 0) {
    self.kind = kind
    self.number = number
  }

  /// A firm's money.
  public static func cash(_ firm: FirmID) -> LedgerAccount {
    LedgerAccount(.cash, number: firm.rawValue)
  }
  /// A firm's money for guarantees.
  public static func guarantee(_ firm: FirmID) -> LedgerAccount {
    LedgerAccount(.guarantee, number: firm.rawValue)
  }
  /// What a clearing member has paid in.
  public static func member(_ firm: FirmID) -> LedgerAccount {
    LedgerAccount(.member, number: firm.rawValue)
  }
  /// A warehouse's deposit.
  public static func deposit(_ warehouse: UInt32) -> LedgerAccount {
    LedgerAccount(.deposit, number: warehouse)
  }
  public static var tradeFees: LedgerAccount { LedgerAccount(.tradeFees) }
  public static var titleFees: LedgerAccount { LedgerAccount(.titleFees) }
  public static var riskReserve: LedgerAccount { LedgerAccount(.riskReserve) }
  public static var clearing: LedgerAccount { LedgerAccount(.clearing) }
  public static var bank: LedgerAccount { LedgerAccount(.bank) }
  public static var registryFees: LedgerAccount { LedgerAccount(.registryFees) }
}

/// Where accounts stand in the ledger: one behind the other, firms' CNY cash first.
///
/// ```
/// cash, guarantee, member   for each currency: 0 ... firms        (0 is nobody's)
/// deposit                   for each currency: 0 ... warehouses   (0 is nobody's)
/// all others                for each currency: 0
/// ```
struct LedgerLayout: BitwiseCopyable {
  let firms: UInt32
  let warehouses: UInt32
  /// Where the venue's accounts stand that each delivery moves, in CNY.
  private(set) var tradeFees: UInt32 = 0
  private(set) var titleFees: UInt32 = 0
  private(set) var riskReserve: UInt32 = 0

  init(firms: UInt32, warehouses: UInt32) {
    self.firms = firms
    self.warehouses = warehouses
    tradeFees = start(of: .tradeFees)
    titleFees = start(of: .titleFees)
    riskReserve = start(of: .riskReserve)
  }

  /// How many accounts there are, those of nobody included.
  var count: Int { Int(start(of: .registryFees) + width(of: .registryFees) * Self.currencies) }

  /// The place of an account; nil where there is no such account.
  func place(of account: LedgerAccount, in currency: CurrencyIndex) -> UInt32? {
    let width = width(of: account.kind)
    guard (width == 1) == (account.number == 0), account.number < width else { return nil }
    return start(of: account.kind) + UInt32(currency.rawValue) * width + account.number
  }

  /// The numbers that accounts of a kind may have.
  func width(of kind: LedgerAccountKind) -> UInt32 {
    switch kind {
    case .cash, .guarantee, .member: firms + 1
    case .deposit: warehouses + 1
    case .tradeFees, .titleFees, .riskReserve, .clearing, .bank, .registryFees: 1
    }
  }

  private func start(of kind: LedgerAccountKind) -> UInt32 {
    let kindsBefore = UInt32(kind.rawValue) - 1
    let ofFirms = min(kindsBefore, 3) * (firms + 1)
    let ofWarehouses = kindsBefore > 3 ? warehouses + 1 : 0
    let ofVenue = max(kindsBefore, 4) - 4
    return (ofFirms + ofWarehouses + ofVenue) * Self.currencies
  }

  private static var currencies: UInt32 { UInt32(CurrencyTable.capacity) }
}
