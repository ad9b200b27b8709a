public import Market

/// What a NewOrderCross(s) of a stream says: prices in 1/10,000 CNY, quantities in 1/1,000 of the unit.
public struct CrossTerms: Equatable, Sendable {
  /// CrossID(548) is N and this number.
  public var cross: Int
  /// From 0; a number that the market does not have is an unknown Symbol(55).
  public var instrument: Int
  public var price: Int64
  public var buy: CrossParty
  public var sell: CrossParty
  /// SettlDate(64): so many days behind the first step of a stream; nil where absent.
  public var settles: Int?
  /// It comes with PossResend(97)=Y.
  public var isResent = false

  public init(cross: Int, instrument: Int, price: Int64, buy: CrossParty, sell: CrossParty) {
    self.cross = cross
    self.instrument = instrument
    self.price = price
    self.buy = buy
    self.sell = sell
  }
}

/// One side of a cross.
public struct CrossParty: Equatable, Sendable {
  /// The firm, from 1; zero where the side names none and so is of the broker's own.
  public var firm: Int
  /// ClOrdID(11) is N and this number.
  public var name: Int
  public var quantity: Int64

  public init(firm: Int, name: Int, quantity: Int64) {
    self.firm = firm
    self.name = name
    self.quantity = quantity
  }
}

/// What a TradeCaptureReport(AE) of a stream says.
public struct ReportTerms: Equatable, Sendable {
  public var kind: TradeReportKind
  /// TradeReportID(571) is N and this number.
  public var name: Int
  /// ClOrdID(11) of the sender's side; zero where absent.
  public var order = 0
  public var instrument: Int
  /// What the sender's firm does.
  public var side: Side
  public var price: Int64
  public var quantity: Int64
  /// The other firm.
  public var contra: Int
  /// The report that TradeReportRefID(572) means: one that a firm has alleged by its TradeReportID(571).
  public var about: OrderName?
  /// SettlDate(64): so many days behind the first step of a stream; nil where absent.
  public var settles: Int?
  /// It comes with PossResend(97)=Y.
  public var isResent = false

  public init(
    _ kind: TradeReportKind, name: Int, instrument: Int, side: Side, price: Int64, quantity: Int64,
    contra: Int
  ) {
    self.kind = kind
    self.name = name
    self.instrument = instrument
    self.side = side
    self.price = price
    self.quantity = quantity
    self.contra = contra
  }
}
