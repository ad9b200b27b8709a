/// What a session's rules are set to; durations in nanoseconds unless the name says otherwise.
public struct SessionSettings: Sendable, Equatable {
  /// HeartBtInt(108) that an initiator asks for, seconds; 0 for no heartbeats.
  public var heartBtInt: UInt32 = 30
  /// The least HeartBtInt(108) that a Logon(A) may carry, seconds.
  public var leastHeartBtInt: UInt32 = 1
  /// The most HeartBtInt(108) that a Logon(A) may carry, seconds.
  public var mostHeartBtInt: UInt32 = 300
  /// How far SendingTime(52) may be from the time of reception; 0 switches the check off.
  public var sendingTimeAccuracy: Int64 = 120 * .second
  /// NextExpectedMsgSeqNum(789) on our Logon(A), and honoured on the counterparty's.
  public var usesNextExpectedMsgSeqNum = false
  /// LastMsgSeqNumProcessed(369) in the header of every message of ours.
  public var sendsLastMsgSeqNumProcessed = false
  /// Whether an acceptor honours ResetSeqNumFlag(141)=Y; otherwise such a Logon(A) is refused.
  public var allowsReset = true
  /// TestMessageIndicator(464)=Y on both sides.
  public var isTest = false
  /// The least MaxMessageSize(383) that a counterparty may ask for, bytes: the longest of our messages.
  public var leastMaxMessageSize: UInt64 = 8_192
  /// How long after the connection a Logon(A) must have come.
  public var logonTimeout: Int64 = 10 * .second
  /// How long each side of the Logout(5) handshake waits for the other.
  public var logoutTimeout: Int64 = 10 * .second
  /// The least time without progress before a ResendRequest(2) is repeated; 2 x HeartBtInt if more.
  public var leastResendWait: Int64 = 30 * .second
  /// ResendRequest(2) for the same number before the session is ended as a loop.
  public var resendRequestsPerGap = 5

  public init() {}
}

extension Int64 {
  /// One second in nanoseconds.
  static var second: Int64 { 1_000_000_000 }
}
