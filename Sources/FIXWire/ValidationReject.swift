public import FIX44

/// Why a message that can be taken apart is not as the dictionary says.
public enum ValidationReject: Equatable, Sendable {
  /// The dictionary has no such MsgType(35): the caller answers Reject(3) with 373=11, or
  /// BusinessMessageReject(j) with 380=3 where the standard knows the type.
  case unknownMsgType
  /// SessionRejectReason(373) and RefTagID(371).
  case field(SessionRejectReason, Tag)
  /// A field is missing that another one demands: of an application message the caller answers
  /// BusinessMessageReject(j) with 380=5.
  case conditional(Tag)

  /// SessionRejectReason(373).
  public var reason: SessionRejectReason {
    switch self {
    case .unknownMsgType: .invalidMsgType
    case .field(let reason, _): reason
    case .conditional: .requiredTagMissing
    }
  }

  /// RefTagID(371).
  public var refTag: Tag {
    switch self {
    case .unknownMsgType: .msgType
    case .field(_, let tag), .conditional(let tag): tag
    }
  }
}

/// What becomes of tags from 5000 up that the dictionary does not have.
public enum UnknownUserTags: Sendable {
  /// 373=0.
  case reject
  /// As if they were not there; they have a value all the same.
  case ignore
}
