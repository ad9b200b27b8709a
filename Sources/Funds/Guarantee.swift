public import Market

/// The performance guarantee of a trade: what its buyer has put up until it pays. Art. 9.
public struct Guarantee: Equatable, Sendable, BitwiseCopyable {
  public let firm: FirmID
  /// What must be covered, in CNY.
  public let required: Amount
  /// What is added to the haircut of foreign money, 1/100 of a percent.
  public let haircutAddition: UInt32
  public private(set) var state = GuaranteeState.required
  /// Until when it must be topped up; none in all other states.
  public private(set) var topUpBy = Instant.none
  /// What is held for it; nothing in the final states.
  public internal(set) var held = GuaranteeHold()

  /// A guarantee of which nothing is held.
  public init(of firm: FirmID, required: Amount, haircutAddition: UInt32 = 0) {
    precondition(required.fen >= 0, "what is required is not negative")
    precondition(haircutAddition <= CurrencyTable.haircutBelowGradeA, "a grade adds no more")
    self.firm = firm
    self.required = required
    self.haircutAddition = haircutAddition
  }

  /// Whether it should have been topped up by now.
  public func isTopUpOverdue(at now: Instant) -> Bool {
    state == .topUpDue && topUpBy != .none && topUpBy <= now
  }

  /// Whether the table permits an action now.
  public func permits(_ action: GuaranteeAction) -> Bool {
    GuaranteeTransition.next(from: state, by: action) != nil
  }

  /// The buyer has missed a deadline: what is held stays held until it is forfeited.
  public mutating func declareDefault() throws(GuaranteeRefusal) {
    guard permits(.declareDefault) else { throw .notPermitted }
    perform(.declareDefault)
  }

  /// Gives a call that stands another time: its trade has stood still meanwhile.
  public mutating func renewCall(until deadline: Instant) {
    precondition(state == .topUpDue, "the buyer is called for more")
    topUpBy = deadline
  }

  /// Goes on as the table says; a call for more that stands keeps its deadline.
  mutating func perform(_ action: GuaranteeAction, topUpBy deadline: Instant = .none) {
    guard let next = GuaranteeTransition.next(from: state, by: action) else {
      preconditionFailure("the caller has looked at the table")
    }
    if next != .topUpDue { topUpBy = .none } else if state != .topUpDue { topUpBy = deadline }
    state = next
  }
}

/// The states of a guarantee: market rules 2.7. Raw values are stored.
public enum GuaranteeState: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Nothing is held for it.
  case required = 1
  /// It is covered, as far as the last fixing says.
  case held = 2
  /// A fixing has left it short, and the buyer was called for more.
  case topUpDue = 3
  /// The buyer has missed a deadline.
  case defaulted = 4
  /// The trade's price is secured in full; the guarantee is part of that.
  case applied = 5
  /// The buyer has it back.
  case released = 6
  /// The seller has it.
  case forfeited = 7
}

/// What is done with a guarantee.
public enum GuaranteeAction: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// What is missing is taken of the firm's free money.
  case cover = 1
  /// A fixing leaves it short.
  case fallShort = 2
  /// A fixing leaves it covered again.
  case recover = 3
  /// What is not needed is freed.
  case releaseExcess = 4
  /// A deadline has passed: that of a call for more, or that of the trade's balance.
  case declareDefault = 5
  /// The buyer pays the price.
  case apply = 6
  /// The trade is over without fault of the buyer.
  case release = 7
  /// The seller gets it.
  case forfeit = 8
}

/// A row of the table of guarantees; what no row permits is refused.
public struct GuaranteeTransition: Equatable, Sendable, BitwiseCopyable {
  public let from: GuaranteeState
  public let action: GuaranteeAction
  public let to: GuaranteeState

  init(_ from: GuaranteeState, _ action: GuaranteeAction, _ to: GuaranteeState) {
    self.from = from
    self.action = action
    self.to = to
  }

  /// The whole table.
  public static var all: InlineArray<16, GuaranteeTransition> {
    [
      GuaranteeTransition(.required, .cover, .held),
      GuaranteeTransition(.required, .declareDefault, .defaulted),
      GuaranteeTransition(.required, .apply, .applied),
      GuaranteeTransition(.required, .release, .released),
      GuaranteeTransition(.held, .fallShort, .topUpDue),
      GuaranteeTransition(.held, .releaseExcess, .held),
      GuaranteeTransition(.held, .declareDefault, .defaulted),
      GuaranteeTransition(.held, .apply, .applied),
      GuaranteeTransition(.held, .release, .released),
      GuaranteeTransition(.topUpDue, .cover, .held),
      GuaranteeTransition(.topUpDue, .recover, .held),
      GuaranteeTransition(.topUpDue, .fallShort, .topUpDue),
      GuaranteeTransition(.topUpDue, .declareDefault, .defaulted),
      GuaranteeTransition(.topUpDue, .apply, .applied),
      GuaranteeTransition(.topUpDue, .release, .released),
      GuaranteeTransition(.defaulted, .forfeit, .forfeited),
    ]
  }

  /// The state behind an action; nil where the table has no row for it.
  static func next(from state: GuaranteeState, by action: GuaranteeAction) -> GuaranteeState? {
    let rows = all
    for row in 0..<rows.count where rows[row].from == state && rows[row].action == action {
      return rows[row].to
    }
    return nil
  }
}

/// What a fixing makes of a guarantee.
public enum GuaranteeJudgement: Equatable, Sendable {
  case covered
  /// So much CNY is missing: margin deficiency, CollAsgnReason(895)=3.
  case short(Amount)
  /// What is worth so much CNY is not needed: margin excess, CollAsgnReason(895)=4.
  case excess(Amount)
}

/// Why a guarantee stays as it is. Raw values are stored.
public enum GuaranteeRefusal: UInt8, Error, CaseIterable, Sendable, BitwiseCopyable {
  /// The table has no row for the action.
  case notPermitted = 1
  /// The firm's free money does not cover what is missing.
  case insufficient = 2
  /// An account would leave its limit.
  case overflow = 3
}
