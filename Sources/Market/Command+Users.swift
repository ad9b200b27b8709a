/// UserRequest(BE), without what is secret in it. 80 bytes.
///
/// A password is shown to the doorkeeper alone, which says by `CredentialChanged` or `CredentialRefused` what
/// has come of it; all else the gateway has judged.
public struct UserRequest: Sendable, BitwiseCopyable {
  /// UserRequestID(923).
  public var userRequestID = Text32()
  /// Username(553) as the client wrote it.
  public var username = Text32()
  /// UserRequestType(924).
  public var requestTypeCode: UInt8 = 0
  /// UserStatus(926) of the answer; zero where the doorkeeper is asked first.
  public var statusCode: UInt8 = 0
  /// `UserReason`, where the status is other.
  public var reasonCode: UInt16 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public init() {}
  /// The enumerated field was checked by the decoder, so a stranger here is our own error.
  public var requestType: UserRequestType { required(UserRequestType(rawValue: requestTypeCode)) }
}

/// How a session has changed its password. Raw values are stored; never reuse one.
public enum CredentialCause: UInt8, Sendable, CaseIterable {
  /// UserRequest(BE): the answer is that it is done.
  case userRequest = 1
  /// NewPassword(925) on Logon(A).
  case logon = 2
}

/// The head's session has another password, which stands in the file of credentials and nowhere else.
/// 16 bytes; the event's body too.
public struct CredentialChanged: Sendable, BitwiseCopyable {
  /// Counts the changes of the session's password that the log tells of, from 1; the core's to give.
  public var version: UInt32 = 0
  /// `CredentialCause`.
  public var causeCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// The doorkeeper has not changed the password of the head's session as its UserRequest(BE) has asked.
/// 16 bytes.
public struct CredentialRefused: Sendable, BitwiseCopyable {
  /// UserStatus(926).
  public var statusCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  /// `UserReason`, where the status is other.
  public var reasonCode: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}
