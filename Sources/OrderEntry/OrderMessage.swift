import FIX44
import Market

/// The application messages that become commands.
enum OrderMessage: CaseIterable {
  case newOrderSingle
  case orderCancelRequest
  case orderCancelReplaceRequest
  case orderStatusRequest
  case orderMassCancelRequest
  case orderMassStatusRequest
  case userRequest

  /// The message of this MsgType(35); nil for all others.
  init?(_ msgType: MsgType) {
    switch msgType {
    case .newOrderSingle: self = .newOrderSingle
    case .orderCancelRequest: self = .orderCancelRequest
    case .orderCancelReplaceRequest: self = .orderCancelReplaceRequest
    case .orderStatusRequest: self = .orderStatusRequest
    case .orderMassCancelRequest: self = .orderMassCancelRequest
    case .orderMassStatusRequest: self = .orderMassStatusRequest
    case .userRequest: self = .userRequest
    default: return nil
    }
  }

  /// The command that it becomes.
  var commandType: CommandType {
    switch self {
    case .newOrderSingle: .newOrder
    case .orderCancelRequest: .cancelOrder
    case .orderCancelReplaceRequest: .replaceOrder
    case .orderStatusRequest: .orderStatus
    case .orderMassCancelRequest: .massCancel
    case .orderMassStatusRequest: .massStatus
    case .userRequest: .userRequest
    }
  }

  /// Whether it is taken also from a session that is over its limit.
  var isExemptFromThrottle: Bool {
    switch self {
    case .orderCancelRequest, .orderMassCancelRequest: true
    case .newOrderSingle, .orderCancelReplaceRequest, .orderStatusRequest,
      .orderMassStatusRequest, .userRequest:
      false
    }
  }

  /// Whether it brings an order, or more of one: not taken while the venue has no room for its logs.
  var isNewWork: Bool { self == .newOrderSingle || self == .orderCancelReplaceRequest }

  /// Whether a session of this role may send it.
  func isPermitted(to role: SessionRole) -> Bool { role.mayTrade || self == .userRequest }
}
