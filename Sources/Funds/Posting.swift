public import Market

/// An amount that goes from one account to another: the only way in which balances change.
public struct Posting: Equatable, Sendable, BitwiseCopyable {
  public let from: LedgerAccount
  public let to: LedgerAccount
  /// In 1/100 of the currency's unit, more than zero.
  public let amount: Amount
  public let currency: CurrencyIndex
  public let reason: PostingReason

  /// A posting; whether it may be done, the ledger says.
  public init(
    _ reason: PostingReason, _ amount: Amount, from: LedgerAccount, to: LedgerAccount,
    in currency: CurrencyIndex = .cny
  ) {
    self.reason = reason
    self.amount = amount
    self.from = from
    self.to = to
    self.currency = currency
  }

  /// What takes it back.
  public var reversed: Posting { Posting(.unwinding, amount, from: to, to: from, in: currency) }
}

/// Why an amount is posted. Raw values are stored.
public enum PostingReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Money has come in.
  case paidIn = 1
  /// Money has left.
  case paidOut = 2
  /// A firm moves money between its cash and its guarantees.
  case transfer = 3
  /// What a trade's documents cost.
  case price = 4
  /// One side's trading fee.
  case tradeFee = 5
  /// The buyer's fee for the transfer of the titles.
  case titleTransferFee = 6
  /// What the market risk reserve gets of a trade's fees: Art. 28.
  case reserveAccrual = 7
  /// What the weight at delivery adds to the price or takes off it.
  case weightDifference = 8
  /// What was posted for a trade goes back.
  case unwinding = 9
  /// A guarantee in CNY becomes part of the price.
  case guaranteeApplied = 10
  /// A guarantee goes to the seller: the buyer has not paid.
  case forfeiture = 11
  /// What a clearing member owes or gets in a net run.
  case netting = 12
  /// The market risk reserve pays for a loss: Art. 28, reported within a day by Art. 43.
  case reserveUse = 13
  /// A warehouse's deposit pays for a loss: Art. 29.
  case depositUse = 14
  /// The registry gets its share of the title fees.
  case registryFee = 15

  /// Whether money may go from one account to another for this reason.
  public func permits(_ from: LedgerAccount, _ to: LedgerAccount) -> Bool {
    let isSameFirm = from.number == to.number
    func goes(_ payer: LedgerAccountKind, _ payee: LedgerAccountKind) -> Bool {
      from.kind == payer && to.kind == payee
    }
    switch self {
    case .paidIn:
      return from.kind == .bank && to.kind.takesPayments
    case .paidOut:
      return to.kind == .bank && from.kind.makesPayments
    case .transfer:
      return isSameFirm && (goes(.cash, .guarantee) || goes(.guarantee, .cash))
    case .price, .weightDifference: return !isSameFirm && goes(.cash, .cash)
    case .tradeFee: return goes(.cash, .tradeFees)
    case .titleTransferFee: return goes(.cash, .titleFees)
    case .reserveAccrual: return goes(.tradeFees, .riskReserve)
    case .unwinding:
      return (!isSameFirm && goes(.cash, .cash)) || goes(.tradeFees, .cash)
        || goes(.titleFees, .cash) || goes(.riskReserve, .tradeFees)
    case .guaranteeApplied: return isSameFirm && goes(.guarantee, .cash)
    case .forfeiture: return !isSameFirm && (goes(.cash, .cash) || goes(.guarantee, .cash))
    case .netting:
      return goes(.member, .clearing) || goes(.clearing, .member) || goes(.clearing, .bank)
    case .reserveUse: return goes(.riskReserve, .cash) || goes(.riskReserve, .member)
    case .depositUse: return goes(.deposit, .cash) || goes(.deposit, .riskReserve)
    case .registryFee: return goes(.titleFees, .registryFees)
    }
  }
}

extension LedgerAccountKind {
  /// Whether somebody outside may pay into it.
  var takesPayments: Bool {
    switch self {
    case .cash, .guarantee, .member, .deposit, .riskReserve: true
    case .tradeFees, .titleFees, .clearing, .bank, .registryFees: false
    }
  }

  /// Whether somebody outside may be paid out of it. The reserve is for losses alone.
  var makesPayments: Bool {
    switch self {
    case .cash, .guarantee, .member, .deposit, .tradeFees, .titleFees: true
    case .riskReserve, .clearing, .bank, .registryFees: false
    }
  }
}

/// Why nothing was posted. Raw values are stored.
public enum PostingRefusal: UInt8, Error, CaseIterable, Sendable, BitwiseCopyable {
  /// An amount is more than zero; the direction says who pays.
  case invalidAmount = 1
  case unknownCurrency = 2
  /// No such firm, member or warehouse, or a number where the account has none.
  case unknownAccount = 3
  /// The reason does not go with the accounts.
  case notPermitted = 4
  /// Less than the amount is available.
  case insufficient = 5
  /// A balance would leave its limit: `Ledger.highestBalance`, `Ledger.lowestOutside`.
  case overflow = 6
}

/// A few postings that are done together or not at all, in their order.
public struct Postings: Sendable, BitwiseCopyable {
  private var list: InlineArray<9, Posting>
  /// How many there are.
  public private(set) var count = 0
  /// As many as a guarantee has parts: CNY cash, and a guarantee in each currency.
  public static var capacity: Int { 1 + CurrencyTable.capacity }

  /// None.
  public init() {
    list = InlineArray(
      repeating: Posting(.unwinding, .zero, from: .bank, to: .bank))
  }

  public subscript(_ index: Int) -> Posting {
    precondition(index < count, "a posting stands there")
    // By its span: an array that is indexed itself is copied first (benchmark venue).
    return list.span[index]
  }

  /// Adds a posting behind the others; one of nothing is left out.
  public mutating func append(_ posting: Posting) {
    guard posting.amount != .zero else { return }
    precondition(count < Self.capacity, "there is room for all postings of a step")
    list[count] = posting
    count += 1
  }
}
