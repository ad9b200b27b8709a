/// Entries of market data that a session takes: MDEntryType(269). Raw values are stored.
public struct MarketDataEntries: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static var bids: MarketDataEntries { MarketDataEntries(rawValue: 1) }
  public static var offers: MarketDataEntries { MarketDataEntries(rawValue: 2) }
  public static var trades: MarketDataEntries { MarketDataEntries(rawValue: 4) }
  /// The first price of the day.
  public static var opening: MarketDataEntries { MarketDataEntries(rawValue: 8) }
  /// The last price of a day that is over.
  public static var closing: MarketDataEntries { MarketDataEntries(rawValue: 16) }
  public static var high: MarketDataEntries { MarketDataEntries(rawValue: 32) }
  public static var low: MarketDataEntries { MarketDataEntries(rawValue: 64) }
  /// Price times weight by weight: rule book Art. 33.
  public static var average: MarketDataEntries { MarketDataEntries(rawValue: 128) }
  /// The quantity that was traded.
  public static var volume: MarketDataEntries { MarketDataEntries(rawValue: 256) }
  /// The price around which the day's price band lies.
  public static var reference: MarketDataEntries { MarketDataEntries(rawValue: 512) }
  /// In a call what would be left over, and at what price it would trade.
  public static var imbalance: MarketDataEntries { MarketDataEntries(rawValue: 1_024) }
  /// All that there are.
  public static var all: MarketDataEntries { MarketDataEntries(rawValue: 2_047) }
  /// The two sides of the book.
  public static var book: MarketDataEntries { [.bids, .offers] }
}

/// Why a request for market data is refused. Raw values are stored and never used again.
public enum MarketDataRefusal: UInt8, Sendable, CaseIterable {
  case none = 0
  /// Symbol(55) is no instrument; the answer says which.
  case unknownSymbol = 1
  /// MDReqID(262) names a subscription of the session.
  case duplicateMDReqID = 2
  /// MDReqID(262) names none that could be ended.
  case unknownMDReqID = 3
  /// SubscriptionRequestType(263) is none that is offered.
  case subscriptionType = 4
  /// MarketDepth(264) is below zero or above `Limits.marketDepthMost`.
  case depth = 5
  /// MDUpdateType(265) is missing, or none that is offered.
  case updateType = 6
  /// MDEntryType(269) is none that is offered; the answer says which.
  case entryType = 7
  /// The session has as many subscriptions as it may.
  case tooManySubscriptions = 8
  /// The session, or all together, have as many instruments in subscriptions as may be.
  case tooManyInstruments = 9
  /// TradingSessionID(336) is none that there is.
  case tradingSession = 10
}

/// SubscriptionRequestType(263). Raw values are stored.
public enum SubscriptionType: UInt8, Sendable, CaseIterable {
  case snapshot = 0x30
  case updates = 0x31
  case end = 0x32
}

/// What a status is asked of. Raw values are stored.
public enum StatusSubject: UInt8, Sendable, CaseIterable {
  /// An instrument: SecurityStatusRequest(e).
  case instrument = 1
  /// The market as a whole: TradingSessionStatusRequest(g).
  case market = 2
}

/// TradSesStatus(340) of the market as a whole. Raw values are stored.
public enum MarketStatus: UInt8, Sendable, CaseIterable {
  /// No instrument trades, and one that would is halted.
  case halted = 1
  /// An instrument trades, or is in a call behind an interruption.
  case open = 2
  /// No instrument takes orders.
  case closed = 3
  /// An instrument gathers orders before its opening.
  case preOpen = 4
  /// An instrument is in its closing call.
  case preClose = 5
}

extension TradingPhase {
  /// SecurityTradingStatus(326).
  public var securityTradingStatus: UInt64 {
    switch self {
    case .closed, .pause: 18
    case .preOpen: 21
    case .open: 17
    case .halted: 2
    case .openingCall: 22
    case .closingCall, .interrupted: 5
    }
  }

  /// What it is, as Text(58) says.
  public var words: StaticString {
    switch self {
    case .closed: "closed"
    case .preOpen: "before the opening"
    case .open: "open"
    case .halted: "halted"
    case .pause: "break"
    case .openingCall: "opening call"
    case .closingCall: "closing call"
    case .interrupted: "call behind an interruption"
    }
  }
}
