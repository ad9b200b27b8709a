import Market

/// The reject table of messages that are refused before any rule of the market.
extension Refusal {
  var sentence: String {
    switch self {
    case .unsupportedMessageType: "MsgType(35) is not supported"
    case .notAuthorised: "The session's role may not send this MsgType(35)"
    case .throttled: "The session is over its limit of messages"
    case .conditionallyRequiredFieldMissing: "Conditionally required field missing"
    case .valueNotRepresentable: "Value is not supported or beyond what the venue can hold"
    case .applicationNotAvailable: "The venue takes no new orders now, only cancels and queries"
    case .tooManyDocuments: "More than 64 documents are named"
    case .codeNotOffered: "Code is not offered"
    case .unknownSymbol: "Symbol(55) is unknown"
    case .unknownAccount: "Account(1) is unknown to the firm"
    case .symbolNotExpected: "Symbol(55) is there, MassStatusReqType(585) is 7"
    case .massStatusPending: "A mass status request of the session is being answered"
    case .tooManyMassStatuses: "Too many mass status requests are being answered"
    }
  }
}
