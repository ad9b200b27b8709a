import Market

/// What Text(58) says of a trade that has come to a state.
extension TradeState {
  var sentence: String {
    switch self {
    case .matched: "The trade waits for both parties"
    case .signed: "Both parties are bound"
    case .funded: "The price is secured"
    case .guaranteed: "A guarantee secures the trade"
    case .balanceDue: "The rest of the price is due"
    case .titleLocked: "The registry moves the title"
    case .dvpDone: "Title and money have changed hands"
    case .weightFinal: "The weights are final"
    case .invoiced: "The trade is invoiced"
    case .closed: "The trade is closed"
    case .bust: "The trade is undone"
    case .buyerDefault: "The buyer has defaulted"
    case .sellerDefault: "The seller has defaulted"
    case .dispute: "The trade stands in dispute"
    }
  }
}

extension TradeReason {
  /// What follows the state's sentence; empty where it says all.
  var clause: String {
    switch self {
    case .none: ""
    case .affirmed: "both have affirmed it"
    case .notAffirmed: "a party has rejected it"
    case .deadline: "the deadline has passed"
    case .paid: "the rest of the price is paid"
    case .fundsSettled: "clearing has settled the funds leg"
    case .fundsRefused: "clearing has refused the funds leg"
    case .titleTransferred: "the registry has moved the title"
    case .titleRefused: "the registry has refused to move the title"
    case .weighed: "all documents are weighed"
    case .weightOutsideTolerance: "a weight is outside the tolerance"
    case .weightUnpaid: "the difference in weight is not paid"
    case .objection: "a party has objected"
    case .operatorDecision: "the operator has decided so"
    case .documentFrozen: "a document is frozen"
    case .netRunFailed: "the clearing member has not paid in a net run"
    case .topUpMissed: "the guarantee was not topped up in time"
    case .accountFull: "the seller's account can't take more"
    }
  }
}

extension NoticeRefusal {
  /// Why a notice about a trade changes nothing.
  var sentence: String {
    switch self {
    case .unknownTrade: "The trade is unknown"
    case .unknownInstruction: "The trade has no such instruction"
    case .repeated: "It was answered so before"
    case .contradicts: "It was answered before, and otherwise"
    case .late: "Its time is over"
    case .notAddressed: "The sender is no party of it and was not asked"
    case .wrongState: "The state of the trade does not let it"
    case .countersignatureMissing: "The warehouse's signature is missing, WarehouseSigned(7758)"
    case .unknownDocument: "The document was not delivered in the trade"
    case .invalidValue: "A value is none that can be"
    case .titleUnchanged: "The document can't be changed so"
    case .unknownCurrency: "The currency is not taken here"
    case .unknownWarehouse: "The warehouse is unknown"
    case .unknownProgram:
      "ProgramRegID(7801) with ComplianceID(376) names no registration of the firm's in force"
    case .tooManyPrograms: "The firm has too many registrations in force: end one"
    case .rateTooHigh: "MaxRate(7803) is above what is taken within a second"
    }
  }

  /// BusinessRejectReason(380).
  var businessRejectReason: UInt64 {
    switch self {
    case .unknownTrade, .unknownInstruction, .unknownDocument, .unknownWarehouse, .unknownProgram:
      1
    case .unknownCurrency: 2
    case .notAddressed: 6
    case .repeated, .contradicts, .late, .wrongState, .countersignatureMissing, .invalidValue,
      .titleUnchanged, .tooManyPrograms, .rateTooHigh:
      0
    }
  }
}

extension TextLine {
  /// A trade's state, and why it has come to it.
  mutating func append(_ state: TradeState, _ reason: TradeReason) {
    append(state.sentence)
    if reason == .none { return }
    append(": ")
    append(reason.clause)
  }
}
