import Market

/// The reject table of cancels and replaces; `orderRule` speaks with the order reject's sentence.
extension CancelReject {
  var sentence: String {
    switch self {
    case .tooLateToCancel: "The order is filled, canceled or expired"
    case .unknownOrder: "OrigClOrdID(41) names no order of the firm"
    case .duplicateClOrdID: "ClOrdID(11) was used before"
    case .throttled: "The session is over its limit of messages"
    case .orderRule: "The replacement breaks a rule of order entry"
    case .symbolDiffers: "Symbol(55) is not the order's"
    case .sideDiffers: "Side(54) is not the order's"
    case .quantityBelowFilled: "OrderQty(38) leaves nothing to fill"
    case .instrumentHalted: "The instrument is halted"
    case .unchangeableField: "A field differs that a replace does not change"
    case .pendingCancel: "The order is being cancelled already"
    case .irrevocable: "A bid, and a lot, binds who has made it (Art. 49)"
    }
  }

  /// What stands before the detail's number; empty where there is no detail.
  var detailLabel: String {
    switch self {
    case .throttled: "limit "
    case .quantityBelowFilled: "filled "
    case .unchangeableField: ""
    case .tooLateToCancel, .unknownOrder, .duplicateClOrdID, .orderRule, .symbolDiffers,
      .sideDiffers, .instrumentHalted, .pendingCancel, .irrevocable:
      ""
    }
  }
}
