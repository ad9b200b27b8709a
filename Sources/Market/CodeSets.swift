/// Side(54).
public enum Side: UInt8, Sendable, BitwiseCopyable {
  case buy = 0x31
  case sell = 0x32
  public var opposite: Side {
    switch self {
    case .buy: .sell
    case .sell: .buy
    }
  }
}

/// OrdType(40).
public enum OrdType: UInt8, Sendable, BitwiseCopyable {
  case market = 0x31
  case limit = 0x32
  case stop = 0x33
  case stopLimit = 0x34
  case marketToLimit = 0x4b
}

/// TimeInForce(59).
public enum TimeInForce: UInt8, Sendable, BitwiseCopyable {
  case day = 0x30
  case goodTillCancel = 0x31
  case atTheOpening = 0x32
  case immediateOrCancel = 0x33
  case fillOrKill = 0x34
  case goodTillDate = 0x36
  case atTheClose = 0x37

  /// Whether it lives from day to day.
  public var isGoodTill: Bool { self == .goodTillCancel || self == .goodTillDate }
}

/// CashMargin(544): how a buy is secured (rule book Art. 9).
public enum CashMargin: UInt8, Sendable, BitwiseCopyable {
  case cash = 0x31
  case performanceGuarantee = 0x32
}

/// SelfMatchPreventionInstruction(7821): which of two orders of one owner gives way.
public enum SelfMatchInstruction: UInt8, Sendable, BitwiseCopyable {
  case cancelOldest = 0x4f  // O
  case cancelNewest = 0x4e  // N
  case cancelBoth = 0x42  // B
}

/// MassCancelRequestType(530), and the MassCancelResponse(531) of a request that is taken.
public enum MassCancelRequestType: UInt8, Sendable, BitwiseCopyable {
  case security = 0x31
  case all = 0x37
}

/// MassStatusReqType(585).
public enum MassStatusReqType: UInt8, Sendable, BitwiseCopyable {
  case security = 0x31
  case all = 0x37
}

/// UserRequestType(924).
public enum UserRequestType: UInt8, Sendable, BitwiseCopyable {
  case logOn = 0x31
  case logOff = 0x32
  case changePassword = 0x33
  case status = 0x34
}

/// UserStatus(926).
public enum UserStatus: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case loggedIn = 0x31
  case notLoggedIn = 0x32
  case notRecognised = 0x33
  case passwordIncorrect = 0x34
  case passwordChanged = 0x35
  case other = 0x36
}

/// ExecType(150).
public enum ExecType: UInt8, Sendable, BitwiseCopyable {
  case new = 0x30
  case canceled = 0x34
  case replaced = 0x35
  case rejected = 0x38
  case expired = 0x43
  case restated = 0x44
  case trade = 0x46
  case tradeCancel = 0x48
  case orderStatus = 0x49
}

/// OrdStatus(39).
public enum OrdStatus: UInt8, Sendable, BitwiseCopyable {
  case new = 0x30
  case partiallyFilled = 0x31
  case filled = 0x32
  case canceled = 0x34
  case rejected = 0x38
  case expired = 0x43
  /// Whether no further fill is possible.
  public var isFinal: Bool {
    switch self {
    case .new, .partiallyFilled: false
    case .filled, .canceled, .rejected, .expired: true
    }
  }
}

/// LastLiquidityInd(851).
public enum LastLiquidityInd: UInt8, Sendable, BitwiseCopyable {
  case none = 0
  case added = 0x31
  case removed = 0x32
}

/// MDUpdateAction(279): what has become of an entry of a book.
public enum MDUpdateAction: UInt8, Sendable, BitwiseCopyable {
  case new = 0x30
  case change = 0x31
  case delete = 0x32
}

/// TradingMode(7761): how an instrument trades, and how a trade came about (rule book Art. 7).
public enum TradingMode: UInt8, Sendable, BitwiseCopyable {
  case listing = 0x4c  // L
  case continuous = 0x43  // C
  case negotiated = 0x4e  // N
  case auctionAscending = 0x45  // E
  case auctionDescending = 0x44  // D
}

/// An instrument's phase. FIX: SecurityTradingStatus(326), TradSesStatus(340).
public enum TradingPhase: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case closed = 1
  /// Orders are gathered before the opening.
  case preOpen = 2
  case open = 3
  case halted = 4
  /// A break within the trading day.
  case pause = 5
  case openingCall = 6
  case closingCall = 7
  /// A call after a price has moved too far at once.
  case interrupted = 8

  /// Whether orders rest without matching: the book may cross until it uncrosses at one price.
  public var isCall: Bool {
    switch self {
    case .preOpen, .openingCall, .closingCall, .interrupted: true
    case .closed, .open, .halted, .pause: false
    }
  }
}

/// The calls that an instrument has.
public struct CallPhases: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static var opening: CallPhases { CallPhases(rawValue: 1) }
  public static var closing: CallPhases { CallPhases(rawValue: 2) }
}

/// What becomes of a second connection of a session that is live.
public enum TakeOver: Sendable, CaseIterable {
  /// The first one stays.
  case never
  /// The first one is asked by TestRequest(1): it stays if it answers, silence is its end.
  case probe
  /// The second one takes over at once where both have shown the same certificate; else the first one
  /// stays.
  case certificate
}

/// What a session's counterparty is at the market; it decides which messages it may send.
public enum SessionRole: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case dealer = 1
  case broker = 2
  case marketMaker = 3
  case clearing = 4
  case registry = 5
  case warehouse = 6
  case bank = 7
  case dropCopy = 8
  case marketData = 9
  case supervisor = 10
  case `operator` = 11
  /// Whether it may ask for market data.
  public var takesMarketData: Bool { self == .marketData || self == .supervisor }

  /// Whether its sessions ask for the phases of instruments and of the market: who trades, and who takes market data.
  public var asksStatus: Bool { mayTrade || takesMarketData }

  /// Whether it may ask for past trades: its firm's, or those that it watches.
  public var seesTrades: Bool {
    switch self {
    case .dealer, .broker, .marketMaker, .clearing, .registry, .dropCopy, .supervisor: true
    case .warehouse, .bank, .marketData, .operator: false
    }
  }
  /// Whether it may enter, replace and cancel orders (rule book Art. 10 and 26).
  public var mayTrade: Bool {
    switch self {
    case .dealer, .broker, .marketMaker: true
    case .clearing, .registry, .warehouse, .bank, .dropCopy, .marketData, .supervisor, .operator:
      false
    }
  }
  /// Whether it acts for its firm, and does not only look.
  public var speaksForFirm: Bool {
    switch self {
    case .dealer, .broker, .marketMaker, .clearing, .registry, .warehouse, .bank: true
    case .dropCopy, .marketData, .supervisor, .operator: false
    }
  }
}

/// TitleStatus(7706): the legal state of a title document.
public enum TitleStatus: UInt8, Sendable, BitwiseCopyable {
  case draft = 0
  case issued = 1
  case approved = 2
  case registered = 3
  case active = 4
  case pledged = 7
  case frozen = 8
  case withdrawing = 9
  case closed = 10
  case expired = 11
  case void = 12
}

/// The bits of ExecInst(18) that the venue knows.
public struct ExecInst: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// 6: participate, do not initiate (post only).
  public static var postOnly: ExecInst { ExecInst(rawValue: 1) }
  /// G: all or none.
  public static var allOrNone: ExecInst { ExecInst(rawValue: 2) }
  /// Of a report: the order's price is a premium, PriceType(423) 6. No order has it.
  public static var premium: ExecInst { ExecInst(rawValue: 4) }
  /// Any other value of the standard: it is refused.
  public static var notOffered: ExecInst { ExecInst(rawValue: 0x80) }
}
