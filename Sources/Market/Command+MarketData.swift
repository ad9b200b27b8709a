/// MarketDataRequest(V): market data is asked for, subscribed to, or not wanted any more. The trailing part is
/// `symbolCount` symbols. 64 bytes.
public struct MarketDataRequest: Sendable, BitwiseCopyable {
  /// MDReqID(262).
  public var mdReqID = Text32()
  /// The gateway's number of the connection: subscriptions end with it.
  public var connection: UInt32 = 0
  /// `MarketDataEntries`.
  public var entries: UInt16 = 0
  /// MarketDepth(264), at most `UInt16.max`.
  public var depth: UInt16 = 0
  /// SubscriptionRequestType(263).
  public var subscriptionType: UInt8 = 0
  /// MDUpdateType(265): 0x30 or 0x31; zero where absent.
  public var updateType: UInt8 = 0
  /// 1 where AggregatedBook(266)=N: order by order.
  public var isByOrder: UInt8 = 0
  /// The first MDEntryType(269) that is not offered; zero for none.
  public var unsupportedEntry: UInt8 = 0
  public var symbolCount: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// SecurityStatusRequest(e) or TradingSessionStatusRequest(g): the phase of an instrument, or of the market, is asked
/// for, subscribed to, or not wanted any more. 64 bytes.
public struct StatusRequest: Sendable, BitwiseCopyable {
  /// SecurityStatusReqID(324) or TradSesReqID(335).
  public var reqID = Text32()
  /// Symbol(55) of the instrument; TradingSessionID(336) of the market, empty where absent.
  public var symbol = Symbol()
  /// The gateway's number of the connection: subscriptions end with it.
  public var connection: UInt32 = 0
  /// SubscriptionRequestType(263).
  public var subscriptionType: UInt8 = 0
  /// `StatusSubject`.
  public var subjectCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

extension StatusRequest {
  /// TradingSessionID(336) of the market as a whole: DAY.
  public static var day: Text16 {
    var text = Text16()
    text.word0 = 0x59_4144
    return text
  }
}
