/// A request for market data is taken, or refused: MarketDataRequestReject(Y). Told to its session, which then gets
/// MarketDataSnapshotFullRefresh(W) of each instrument. 88 bytes; the command's symbols follow where it is taken.
public struct MarketDataAnswered: Sendable, BitwiseCopyable {
  public var request = MarketDataRequest()
  /// The first symbol that is unknown; empty else.
  public var symbol = Symbol()
  /// `MarketDataRefusal`.
  public var refusalCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}

/// A request for a status is taken or refused: SecurityStatus(f) or TradingSessionStatus(h). 72 bytes.
public struct StatusAnswered: Sendable, BitwiseCopyable {
  public var request = StatusRequest()
  /// `MarketDataRefusal`.
  public var refusalCode: UInt8 = 0
  /// `TradingPhase` of the instrument, or `MarketStatus`; zero where it is refused, or a subscription ends.
  public var statusCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}

/// The hours of deals of an instrument that has its own have begun or are over: to all that have subscribed to its
/// phase; or how they stand, behind the answer to a request for it. 56 bytes.
public struct DealHoursChanged: Sendable, BitwiseCopyable {
  /// SecurityStatusReqID(324) of the request; empty where they have changed.
  public var reqID = Text32()
  public var symbol = Symbol()
  public var instrument = InstrumentID.none
  /// 1 where firms may deal, unless the instrument is halted.
  public var areOpen: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public init() {}
}

/// The market as a whole has come to another status: to all that have subscribed to it. 8 bytes.
public struct MarketStatusChanged: Sendable, BitwiseCopyable {
  /// `MarketStatus`.
  public var statusCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}
