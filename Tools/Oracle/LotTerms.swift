public import Market

/// What a SecurityDefinitionRequest(c) of a stream says: a firm applies for a lot.
public struct LotTerms: Equatable, Sendable {
  /// SecurityReqID(320) is N and this number.
  public var name: Int
  /// From 0; a number that the market does not have is an unknown Symbol(55).
  public var instrument: Int
  /// Of the initiator.
  public var side: Side
  public var isAscending: Bool
  /// In 1/1,000 of the unit.
  public var quantity: Int64
  /// In 1/10,000 CNY; a limit of zero is absent.
  public var start: Int64
  public var step: Int64
  public var limit: Int64 = 0
  /// In nanoseconds; zero where absent.
  public var opens: Int64 = 0
  public var closes: Int64 = 0
  /// The pledgee for whom the operator applies, and the pledged documents, from 0, that are sold so; zero and none of
  /// what a firm applies for.
  public var pledgee = 0
  public var foreclosed: [Int] = []
  /// It comes with PossResend(97)=Y.
  public var isResent = false

  public init(
    name: Int, instrument: Int, side: Side, isAscending: Bool, quantity: Int64, start: Int64,
    step: Int64
  ) {
    self.name = name
    self.instrument = instrument
    self.side = side
    self.isAscending = isAscending
    self.quantity = quantity
    self.start = start
    self.step = step
  }

  public var isForeclosure: Bool { !foreclosed.isEmpty }

  /// Whether bids compete for it until it closes; else a clock moves its price.
  public var isByBids: Bool { (side == .sell) == isAscending }
}

/// What comes of an application for pledged documents: a lot, or the first rule that it breaks.
public enum Foreclosure: CaseIterable, Sendable {
  case entered, notByOperator, countDiffers
  /// A buyer names no documents.
  case buys
  /// Of its documents.
  case unknownDocument, notPledgedToIt, soldBefore, notDeclared, namedTwice

  var reason: Reason {
    switch self {
    case .entered: .none
    case .notByOperator, .countDiffers: .invalidValue
    case .buys: .qualifierNotOffered
    case .unknownDocument, .notPledgedToIt, .soldBefore, .notDeclared, .namedTwice: .notForeclosable
    }
  }
}

/// What a CollateralAssignment(AY) with AuctionID(7762) of a stream says.
public struct LotDeposit: Equatable, Sendable {
  /// CollAsgnID(902) is N and this number.
  public var name: Int
  public var lot: OrderName
  public var isRelease = false
  /// TotalNetValue(900) in fen; zero where absent.
  public var amount: Int64 = 0
  /// It comes with PossResend(97)=Y.
  public var isResent = false

  public init(name: Int, lot: OrderName) {
    self.name = name
    self.lot = lot
  }
}

/// What the operator does with a lot of a stream.
public struct LotControl: Equatable, Sendable {
  public enum What: Equatable, Sendable {
    case announce, refuse, cancel
    /// The order of a bid, by who has made it and its ClOrdID(11).
    case voidBid(OrderName)
  }
  public var lot: OrderName
  public var what: What

  public init(_ what: What, lot: OrderName) {
    self.what = what
    self.lot = lot
  }
}
