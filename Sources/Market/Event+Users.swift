/// UserResponse(BF): what has come of a UserRequest(BE). 80 bytes.
public struct UserResponse: Sendable, BitwiseCopyable {
  /// UserRequestID(923) of the request.
  public var userRequestID = Text32()
  /// Username(553) of the request.
  public var username = Text32()
  /// UserStatus(926).
  public var statusCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  /// `UserReason`, where the status is other.
  public var reasonCode: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}
