/// What is done about collateral and fixings.
public enum MoneyAction: Equatable, Sendable {
  case assign(AssignTerms)
  case fix(FixTerms)
  /// The operator publishes a value of the benchmark, or of one that nobody knows; 1/10,000,000 CNY.
  case benchmark(isKnown: Bool, tenMillionths: Int64)
  /// A foreign currency has another haircut, 1/100 of a percent.
  case haircut(currency: Int, basisPoints: Int64)
  /// The risk reserve pays for a trade that is named as in notices; fen.
  case useReserve(back: Int, fen: Int64)
}

/// Money comes in, moves to the guarantees or is to leave.
public struct AssignTerms: Equatable, Sendable {
  public var session: Int
  /// The dealer; zero for the sender's own firm, and one that nobody knows above the last.
  public var firm = 0
  /// Its place among the currencies; behind the last one that is not taken.
  public var currency = 0
  /// 0 it comes, 3 it leaves.
  public var type = 0
  /// The account: 1 cash, 2 guarantees.
  public var kind = 2
  /// In 1/100 of the unit; nil for all that is there.
  public var amount: Int64?
  public var isResent = false
}

/// What a unit of a currency is worth from now on.
public struct FixTerms: Equatable, Sendable {
  /// Zero for the operator's hand.
  public var session: Int
  public var currency: Int
  /// 1/10,000,000 CNY.
  public var tenMillionths: Int64
}
