import FIX44
import Market

/// The application messages by which firms agree on trades beside the book.
enum NegotiationMessage: CaseIterable {
  /// A broker crosses two firms: NewOrderCross(s).
  case cross
  /// A firm alleges a trade, or answers one that is alleged: TradeCaptureReport(AE).
  case report

  /// The message of this MsgType(35); nil for all others.
  init?(_ msgType: MsgType) {
    switch msgType {
    case .newOrderCross: self = .cross
    case .tradeCaptureReport: self = .report
    default: return nil
    }
  }

  /// Whether a session of this role may send it.
  func isPermitted(to role: SessionRole) -> Bool {
    switch self {
    case .cross: role == .broker
    case .report: role.mayTrade
    }
  }

  /// The command that it becomes.
  var commandType: CommandType {
    switch self {
    case .cross: .newCross
    case .report: .reportTrade
    }
  }
}
