import Market

/// The reject table of mass cancels.
extension MassCancelReject {
  var sentence: String {
    switch self {
    case .codeNotOffered: "Orders can't be cancelled by this code"
    case .unknownSymbol: "Symbol(55) is unknown"
    case .unknownAccount: "AccountFilter(7831) is unknown to the firm"
    case .symbolNotExpected: "Symbol(55) is there, MassCancelRequestType(530) is 7"
    case .tooManyPending: "Too many mass cancels are pending"
    case .firmHasTooManyPending: "Too many mass cancels of the firm are pending"
    }
  }
}
