/// What the operator asks for that a second person may have to approve, and that is shown before it is done.
public enum OperatorAction: Sendable, BitwiseCopyable {
  case market(ControlMarket)
  case kill(SetKillSwitch)
  case trade(ControlTrade)
  case reserve(UseReserve)
  case change(ChangeParameter)
  case withdraw(WithdrawChange)
  case auction(ControlAuction)

  /// Its kind; nil where its code is none.
  public var kind: OperatorActionKind? {
    switch self {
    case .market(let body): MarketAction(rawValue: body.actionCode).map { OperatorActionKind($0) }
    case .kill(let body): body.isOn == 0 ? .lift : .kill
    case .trade(let body): TradeControl(rawValue: body.actionCode).map { OperatorActionKind($0) }
    case .reserve: .useReserve
    case .change: .changeParameter
    case .withdraw: .withdrawChange
    case .auction(let body):
      AuctionControl(rawValue: body.actionCode).map { OperatorActionKind($0) }
    }
  }

  /// The operator's request that it answers.
  public var request: UInt32 {
    get {
      switch self {
      case .market(let body): body.request
      case .kill(let body): body.request
      case .trade(let body): body.request
      case .reserve(let body): body.request
      case .change(let body): body.request
      case .withdraw(let body): body.request
      case .auction(let body): body.request
      }
    }
    set {
      switch self {
      case .market(var body):
        body.request = newValue
        self = .market(body)
      case .kill(var body):
        body.request = newValue
        self = .kill(body)
      case .trade(var body):
        body.request = newValue
        self = .trade(body)
      case .reserve(var body):
        body.request = newValue
        self = .reserve(body)
      case .change(var body):
        body.request = newValue
        self = .change(body)
      case .withdraw(var body):
        body.request = newValue
        self = .withdraw(body)
      case .auction(var body):
        body.request = newValue
        self = .auction(body)
      }
    }
  }

  /// Who asks: the user.
  public var uid: UInt32 {
    switch self {
    case .market(let body): body.uid
    case .kill(let body): body.uid
    case .trade(let body): body.uid
    case .reserve(let body): body.uid
    case .change(let body): body.uid
    case .withdraw(let body): body.uid
    case .auction(let body): body.uid
    }
  }
}

/// The kinds of actions, as a definition names those that two persons do. Raw values are stored.
public enum OperatorActionKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case halt = 1
  case resume = 2
  case open = 3
  case close = 4
  case kill = 5
  case lift = 6
  case bust = 7
  case dispute = 8
  /// Resume and settle of a trade.
  case endDispute = 9
  /// Of the buyer or the seller.
  case declareDefault = 10
  case useReserve = 11
  case changeParameter = 12
  case withdrawChange = 13
  /// Of lots of auctions, here and below.
  case announceLot = 14
  case refuseLot = 15
  case cancelLot = 16
  case voidBid = 17

  init(_ action: MarketAction) {
    switch action {
    case .halt: self = .halt
    case .resume: self = .resume
    case .open: self = .open
    case .close: self = .close
    }
  }

  init(_ action: TradeControl) {
    switch action {
    case .bust: self = .bust
    case .dispute: self = .dispute
    case .resume, .settle: self = .endDispute
    case .declareBuyerDefault, .declareSellerDefault: self = .declareDefault
    }
  }

  init(_ action: AuctionControl) {
    switch action {
    case .announce: self = .announceLot
    case .refuse: self = .refuseLot
    case .cancel: self = .cancelLot
    case .voidBid: self = .voidBid
    }
  }

  /// Its place in a set of kinds.
  public var bit: UInt64 { 1 << UInt64(rawValue) }

  /// The set of all of them.
  public static var all: UInt64 { allCases.reduce(0) { $0 | $1.bit } }
}

/// What has become of an action that needs a second person. Raw values are stored.
public enum ApprovalState: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case pending = 1
  case approved = 2
  case declined = 3
  /// Nobody has decided in time.
  case expired = 4
}
