import Market

/// What a CollateralResponse(AZ) says of an assignment that changes nothing.
extension CollateralRefusal {
  var sentence: String {
    switch self {
    case .unknownFirm: "The firm is unknown"
    case .notAddressed: "The sender is neither the firm nor its bank, or may not do this"
    case .unknownCurrency: "The currency is not taken here"
    case .invalidValue: "A value is none that can be"
    case .insufficient: "Less than the amount is free"
    case .overflow: "The account can't take more"
    case .called: "The firm is called to top up a guarantee"
    case .possResend: "It may have been done before: PossResend(97)=Y is not taken"
    }
  }

  /// CollAsgnRejectReason(906).
  var collAsgnRejectReason: UInt64 {
    switch self {
    case .notAddressed: 2
    case .insufficient: 3
    case .unknownCurrency: 4
    case .unknownFirm, .invalidValue, .overflow, .called, .possResend: 99
    }
  }
}
