/// The states of a trade: market rules 2.2. Raw values are stored.
///
/// `TradeState.allows` is the one table of what may follow what.
public enum TradeState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Two orders have met; where the instrument has it so, both parties still have to affirm it.
  case matched = 1
  /// Both parties are bound.
  case signed = 2
  /// The buyer's money secures it in full.
  case funded = 3
  /// A performance guarantee secures it.
  case guaranteed = 4
  /// The rest of the price is awaited until the deadline.
  case balanceDue = 5
  /// Clearing has settled the funds leg; the registry is moving the title.
  case titleLocked = 6
  /// Title and money have changed hands.
  case dvpDone = 7
  /// The difference to the outturn weight is settled.
  case weightFinal = 8
  case invoiced = 9
  case closed = 10
  /// Undone before delivery, by the operator or because a party has not affirmed it.
  case bust = 11
  /// The buyer has not paid; what secured the trade up to the guarantee is the seller's.
  case buyerDefault = 12
  /// The documents could not be delivered; the buyer's money is free.
  case sellerDefault = 13
  /// Both legs stand still until the operator decides.
  case dispute = 14

  /// Whether nothing follows any more.
  public var isFinal: Bool {
    switch self {
    case .closed, .bust, .buyerDefault, .sellerDefault: true
    case .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked, .dvpDone,
      .weightFinal, .invoiced, .dispute:
      false
    }
  }

  /// Whether title and money have not changed hands yet, so that it can be undone.
  public var isBeforeDelivery: Bool {
    switch self {
    case .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked: true
    case .dvpDone, .weightFinal, .invoiced, .closed, .bust, .buyerDefault, .sellerDefault,
      .dispute:
      false
    }
  }

  /// Whether `next` may follow this state: the table of market rules 2.2.
  public func allows(_ next: TradeState) -> Bool {
    switch self {
    case .matched: next == .signed || next == .bust || next == .dispute
    case .signed:
      next == .funded || next == .guaranteed || next == .bust || next == .dispute
    case .guaranteed: next == .balanceDue || next == .bust || next == .dispute
    case .balanceDue:
      next == .funded || next == .buyerDefault || next == .bust || next == .dispute
    case .funded:
      next == .titleLocked || next == .buyerDefault || next == .sellerDefault || next == .bust
        || next == .dispute
    case .titleLocked:
      next == .dvpDone || next == .sellerDefault || next == .bust || next == .dispute
    case .dvpDone: next == .weightFinal || next == .dispute
    case .weightFinal: next == .invoiced
    case .invoiced: next == .closed
    case .dispute:
      next.isBeforeDelivery || next == .dvpDone || next == .weightFinal || next == .bust
        || next == .buyerDefault || next == .sellerDefault
    case .closed, .bust, .buyerDefault, .sellerDefault: false
    }
  }
}

/// Why a trade has come to a state. Raw values are stored.
public enum TradeReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// It follows from the state before by itself.
  case none = 0
  /// Both parties have affirmed it.
  case affirmed = 1
  /// A party has refused it.
  case notAffirmed = 2
  /// The deadline of its state has passed.
  case deadline = 3
  /// The rest of the price has been taken from the buyer's account.
  case paid = 4
  /// Clearing has settled the funds leg.
  case fundsSettled = 5
  /// Clearing has refused the funds leg.
  case fundsRefused = 6
  /// The registry has moved the title.
  case titleTransferred = 7
  /// The registry has refused to move the title.
  case titleRefused = 8
  /// All documents have been weighed, or the time for it is over.
  case weighed = 9
  /// An outturn weight is outside the tolerance.
  case weightOutsideTolerance = 10
  /// Who owes a difference in weight has not the money.
  case weightUnpaid = 11
  /// A party has objected.
  case objection = 12
  /// The operator has decided so.
  case operatorDecision = 13
  /// One of its documents is frozen.
  case documentFrozen = 14
  /// The clearing member of who had to pay for it has not paid in a net run.
  case netRunFailed = 15
  /// The guarantee was not topped up in time.
  case topUpMissed = 16
  /// The seller's account can't take what is forfeited to it.
  case accountFull = 17
}

/// How the money of an instrument's trades is cleared (rule book Art. 12).
public enum ClearingMode: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Each trade by itself, delivery versus payment.
  case gross = 1
  /// One run a day, by clearing member.
  case net = 2
}

/// What a net run has come to. Raw values are stored.
public enum NetRunState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Its trades are being collected and netted.
  case begun = 1
  /// The nets of a round are published: members pay.
  case published = 2
  /// A member has not paid: the trades that it had to pay for are taken out.
  case failed = 3
  /// All have paid: the funds legs of all its trades are settled.
  case settled = 4
  /// No round is left: what is left of it is settled trade by trade.
  case gross = 5
  /// Nothing of it is left to do.
  case ended = 6
  /// The run of a day is due; it begins when this one has ended.
  case nextDue = 7
}

/// How the parties of an instrument's trades come to be bound (rule book Art. 11).
public enum SigningFlow: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// By the match: their admission agreements say so.
  case automatic = 1
  /// By ConfirmationAck(AU) of both.
  case affirm = 2
}

/// AffirmStatus(940): what a party answers to a confirmation.
public enum AffirmStatus: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case rejected = 0x32
  case affirmed = 0x33
}

/// What an institution answers to an instruction. Raw values are stored.
public enum InstructionResult: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case done = 1
  case refused = 2
}

/// What the operator does with a trade. Raw values are stored.
public enum TradeControl: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Undoes it: 35=8 with ExecType(150) H to both.
  case bust = 1
  /// Stops both legs.
  case dispute = 2
  /// Ends a dispute: the trade goes on where it stood, with the whole time of that state.
  case resume = 3
  /// Ends a dispute behind delivery: the weights stand as they are.
  case settle = 4
  /// Ends a dispute before delivery to the buyer's debit.
  case declareBuyerDefault = 5
  /// Ends a dispute before delivery to the seller's debit.
  case declareSellerDefault = 6
}

/// Why an institution's or a party's notice changes nothing. Raw values are stored.
public enum NoticeRefusal: UInt16, Sendable, CaseIterable {
  case unknownTrade = 1
  /// The trade has had no such instruction, or has another one by now.
  case unknownInstruction = 2
  /// It was answered so before.
  case repeated = 3
  /// It was answered before, and otherwise.
  case contradicts = 4
  /// Its deadline had passed.
  case late = 5
  /// The sender is no party of the trade, or not the institution that was asked.
  case notAddressed = 6
  /// The trade is not in a state in which this can be.
  case wrongState = 7
  /// The warehouse's signature is missing: an endorsement without it moves no title.
  case countersignatureMissing = 8
  case unknownDocument = 9
  case invalidValue = 10
  /// A title document can't be changed so: TitleRefusal(7756) says why.
  case titleUnchanged = 11
  /// The currency is not among those in which guarantees are taken.
  case unknownCurrency = 12
  case unknownWarehouse = 13
  /// The firm has no such registration of a programme in force.
  case unknownProgram = 14
  /// The firm has as many registrations in force as it may have.
  case tooManyPrograms = 15
  /// MaxRate(7803) is above what is taken of an account within a second.
  case rateTooHigh = 16
}
