/// ChangeStatus(7874): what has become of a change of a parameter. Raw values are stored.
public enum ChangeStatus: UInt8, Sendable, CaseIterable {
  case published = 1
  case inForce = 2
  case withdrawn = 3
  /// When its time came the instrument could not have the value any more.
  case void = 4
  /// When its time came lots of the instrument were auctioned by the present terms: it comes a day later.
  case postponed = 5
}

/// A change of an instrument's parameter is published, takes effect, or will not: News(B) to everybody. 160 bytes.
public struct ParameterChanged: Sendable, BitwiseCopyable {
  public var audience = Audience()
  /// Counts all changes, from 1.
  public var number: UInt64 = 0
  public var symbol = Symbol()
  /// The value that it is about, and the present one or, where it is in force, the former one.
  public var value: Int64 = 0
  public var former: Int64 = 0
  public var publishedOn = Instant.none
  public var effectiveAt = Instant.none
  public var instrument = InstrumentID.none
  /// The operator's request, where it is the cause; zero else.
  public var request: UInt32 = 0
  /// So many orders of the instrument are cancelled, one after the other.
  public var affectedOrders: UInt32 = 0
  /// RuleVersion(7773) behind it.
  public var ruleVersion: UInt16 = 0
  public var reserved0: UInt16 = 0
  /// `InstrumentParameter`.
  public var parameterCode: UInt8 = 0
  /// `ChangeStatus`.
  public var statusCode: UInt8 = 0
  /// `AbnormalSituation` that it is an emergency measure in; zero for none.
  public var situationCode: UInt8 = 0
  public var reserved1: UInt8 = 0
  public var reserved2: UInt32 = 0
  /// The operator's, of what it has done; empty where the clock has.
  public var reason = ReasonText()
  public init() {}
}

extension ExecutionReport {
  /// RuleVersion(7773) of a fill or of its undoing, which no `orderReject` stands in: it has the place of the detail.
  public var ruleVersion: UInt16 {
    get { tradeID == .none ? 0 : UInt16(truncatingIfNeeded: rejectDetail) }
    set { rejectDetail = rejectDetail & ~0xFFFF | Int64(newValue) }
  }

  /// SettlDate(64) of a fill that is delivered later: the beginning of that day; none for at once. It has the place of
  /// the detail above `ruleVersion`, in seconds.
  public var settlDate: Instant {
    get {
      let seconds = tradeID == .none ? 0 : rejectDetail >> 16
      return seconds == 0 ? .none : Instant(nanoseconds: seconds * 1_000_000_000)
    }
    set {
      let seconds = newValue == .none ? 0 : newValue.nanoseconds / 1_000_000_000
      rejectDetail = rejectDetail & 0xFFFF | seconds << 16
    }
  }
}
