/// A currency in which guarantees are taken, defined or with another haircut (rule book Art. 8). 16 bytes.
///
/// Guarantees draw on the currencies in the order in which they were defined.
public struct DefineCurrency: Sendable, BitwiseCopyable {
  /// Three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  /// What is taken off its value, 1/100 of a percent.
  public var haircutBasisPoints: UInt32 = 0
  public var reserved0: UInt64 = 0
  public init() {}
}

/// What a unit of a currency is worth in CNY from now on, by the definition, clearing or the operator; or what a
/// benchmark's value is, by the operator.
/// 64 bytes.
public struct SetFixing: Sendable, BitwiseCopyable {
  /// FixingRef(7785): where it comes from.
  public var reference = Text32()
  /// In 1/10,000,000 CNY.
  public var tenMillionths: Int64 = 0
  /// Three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  /// The benchmark, where it is one's value; then the currency is zero.
  public var benchmark = BenchmarkRef.none
  public init() {}
  /// Decimal digits of a fixing behind the point.
  public static var scale: Int { 7 }
}

/// The operator has the market risk reserve pay for what a default has cost: rule book Art. 28. 32 bytes; the
/// reason's text follows.
public struct UseReserve: Sendable, BitwiseCopyable {
  /// The trade that has ended by the default.
  public var tradeID = TradeID.none
  /// In fen of CNY, more than zero.
  public var amount = Amount.zero
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  public var reserved0: UInt16 = 0
  public init() {}
}

/// Money that comes in, moves to a dealer's guarantees or is to leave: CollateralAssignment(AY). 64 bytes.
public struct AssignCollateral: Sendable, BitwiseCopyable {
  /// CollAsgnID(902).
  public var reference = Text32()
  /// The dealer, PartyID(448); empty for the sender's own firm.
  public var firm = CompID()
  /// TotalNetValue(900), in 1/100 of the currency's unit.
  public var amount = Amount.zero
  /// Three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  /// `CollAsgnTransType`.
  public var transTypeCode: UInt8 = 0
  /// `CollAsgnReason`.
  public var reasonCode: UInt8 = 0
  /// FundsAccount(7786), the kind of the dealer's account as the ledger numbers them.
  public var accountKind: UInt8 = 0
  public var reserved0: UInt8 = 0
  public init() {}
}

/// The trades that are paid for and wait for net clearing are netted: a net run begins (rule book Art. 12).
/// 32 bytes; the reason's text follows.
public struct ClearNet: Sendable, BitwiseCopyable {
  /// The settlement day whose run it is, in days since 1970-01-01; zero for one by the operator's hand.
  public var day: UInt32 = 0
  /// For members to pay their nets; zero for no deadline, here and below.
  public var paySeconds: UInt32 = 0
  /// The cure time: for members to pay the nets that are computed anew.
  public var cureSeconds: UInt32 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  /// How often nets are published at most; then what is left is settled trade by trade.
  public var rounds: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}
