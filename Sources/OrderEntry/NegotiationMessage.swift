import FIX44
import Market

/// The application messages by which firms agree on trades beside the book.
enum NegotiationMessage: CaseIterable {
  /// A broker crosses two firms: NewOrderCross(s).
  case cross
  /// A firm alleges a trade, or answers one that is alleged: TradeCaptureReport(AE).
  case report
  /// A firm asks for quotes: QuoteRequest(R).
  case quoteRequest
  /// A firm makes an offer, answers one or takes its own back: Quote(S), QuoteResponse(AJ), QuoteCancel(Z).
  case quote, quoteResponse, quoteCancel

  /// The message of this MsgType(35); nil for all others.
  init?(_ msgType: MsgType) {
    switch msgType {
    case .newOrderCross: self = .cross
    case .tradeCaptureReport: self = .report
    case .quoteRequest: self = .quoteRequest
    case .quote: self = .quote
    case .quoteResponse: self = .quoteResponse
    case .quoteCancel: self = .quoteCancel
    default: return nil
    }
  }

  /// Whether it brings something about: not taken while the venue has no room for its logs.
  var isNewWork: Bool { self != .quoteCancel }

  /// Whether a session of this role may send it.
  func isPermitted(to role: SessionRole) -> Bool {
    switch self {
    case .cross: role == .broker
    case .report, .quoteRequest, .quote, .quoteResponse, .quoteCancel: role.mayTrade
    }
  }

  /// The command that it becomes.
  var commandType: CommandType {
    switch self {
    case .cross: .newCross
    case .report: .reportTrade
    case .quoteRequest: .requestQuote
    case .quote, .quoteResponse, .quoteCancel: .answerQuote
    }
  }
}
