public import Market

/// What a QuoteRequest(R) of a stream says.
public struct AskTerms: Equatable, Sendable {
  /// QuoteReqID(131) is N and this number.
  public var name: Int
  /// From 0; a number that the market does not have is an unknown Symbol(55).
  public var instrument: Int
  /// What the sender's firm would do.
  public var side: Side
  /// In 1/1,000 of the unit.
  public var quantity: Int64
  /// The firms that are asked; none for all.
  public var firms: [Int] = []
  /// ExpireTime(126) in nanoseconds; zero where absent.
  public var until: Int64 = 0
  /// SettlDate(64): so many days behind the first step of a stream; nil where absent.
  public var settles: Int?
  /// It comes with PossResend(97)=Y.
  public var isResent = false

  public init(name: Int, instrument: Int, side: Side, quantity: Int64) {
    self.name = name
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
  }
}

/// What a Quote(S), a QuoteResponse(AJ) or a QuoteCancel(Z) of a stream says.
public struct QuoteTerms: Equatable, Sendable {
  public var kind: QuoteKind
  /// QuoteID(117) of S and Z, or QuoteRespID(693), is N and this number.
  public var name: Int
  public var instrument: Int
  /// The request that is meant, by who has asked and QuoteReqID(131).
  public var request: OrderName?
  /// The offer that is answered, by who has made it and what it was made by.
  public var offer: OrderName?
  /// ClOrdID(11); zero where absent, as what follows.
  public var order = 0
  public var side: Side?
  public var price: Int64 = 0
  public var quantity: Int64 = 0
  /// ValidUntilTime(62) in nanoseconds.
  public var until: Int64 = 0
  /// SettlDate(64): so many days behind the first step of a stream; nil where absent.
  public var settles: Int?
  /// It comes with PossResend(97)=Y.
  public var isResent = false

  public init(_ kind: QuoteKind, name: Int, instrument: Int) {
    self.kind = kind
    self.name = name
    self.instrument = instrument
  }
}
