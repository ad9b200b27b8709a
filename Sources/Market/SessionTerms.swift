/// CancelOnDisconnectType(7812): after which end of its connection a session's orders are cancelled.
/// Its bits: 1 a connection that is lost, 2 one that both sides end by Logout(5).
public enum CancelOnDisconnectType: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case none = 0
  case drop = 1
  case logout = 2
  case dropOrLogout = 3

  /// Whether orders are cancelled where the connection has ended so.
  public func applies(isOrderly: Bool) -> Bool { rawValue & (isOrderly ? 2 : 1) != 0 }
}

/// What becomes of a session's orders when its connection ends.
public struct CancelOnDisconnect: Sendable, BitwiseCopyable, Equatable {
  public var type: CancelOnDisconnectType
  /// How long the session may be away before its orders are cancelled: CancelOnDisconnectGrace(7813).
  public var graceMilliseconds: UInt32
  /// Whether good-till-cancel and good-till-date orders are cancelled too.
  public var cancelsGoodTill: Bool

  public init(
    _ type: CancelOnDisconnectType = .none, graceMilliseconds: UInt32 = 5_000,
    cancelsGoodTill: Bool = false
  ) {
    self.type = type
    self.graceMilliseconds = graceMilliseconds
    self.cancelsGoodTill = cancelsGoodTill
  }

  /// What is in force where the operator has agreed on this and a Logon(A) asks for a type and a grace, nil
  /// where it does not say: a session may ask for more ends of its connection and for a shorter grace,
  /// never for less protection than the operator demands.
  public func asked(
    _ type: CancelOnDisconnectType?, graceMilliseconds: UInt64?
  ) -> CancelOnDisconnect {
    let bits = self.type.rawValue | (type ?? .none).rawValue
    let most = UInt64(self.graceMilliseconds)
    return CancelOnDisconnect(
      CancelOnDisconnectType(rawValue: bits) ?? .dropOrLogout,
      graceMilliseconds: UInt32(min(graceMilliseconds ?? most, most)),
      cancelsGoodTill: cancelsGoodTill)
  }
}

/// How many messages a session may send.
public struct ThrottleTerms: Sendable, BitwiseCopyable, Equatable {
  /// ThrottleLimit(7815): messages within any window; 0 for no limit.
  public var limit: UInt32 = 0
  /// ThrottleWindow(7816).
  public var windowMilliseconds: UInt32 = 1_000
  /// After so many windows in a row with refused messages the session is logged out; 0 for never.
  public var breachWindows: UInt32 = 10
  /// How long it then can't log on.
  public var delaySeconds: UInt32 = 15

  public init() {}

  public var windowNanos: Int64 { Int64(windowMilliseconds) * 1_000_000 }
  public var delayNanos: Int64 { Int64(delaySeconds) * 1_000_000_000 }
}
