public import FIX44
public import FIXWire
public import Market

/// What became of an application message.
public enum DecodeResult: Equatable, Sendable {
  /// One record of this type stands at the end of the buffer.
  case appended(CommandType)
  /// Nothing was appended: the message is to be answered by Reject(3), RefTagID(371) being the tag.
  case reject(SessionRejectReason, Tag)
}

/// Why a message does not become the command that it asks for.
enum DecodeFailure: Error, Equatable, Sendable {
  /// It becomes a `RefusedMessage`.
  case refuse(Refusal, Tag)
  /// It breaks a rule of the session level, which validation before decoding finds too.
  case reject(SessionRejectReason, Tag)

  /// A value that can't be read: a wrong form is the session's matter, a wrong size is ours.
  init(_ error: ValueError, _ tag: Tag) {
    switch error {
    case .malformed: self = .reject(.incorrectDataFormat, tag)
    case .overflow, .excessPrecision: self = .notRepresentable(tag)
    }
  }

  /// The value is well formed, and no order can hold it.
  static func notRepresentable(_ tag: Tag) -> DecodeFailure {
    .refuse(.valueNotRepresentable, tag)
  }
}
