/// Application for a lot of a one-way auction (rule book Art. 7(2)): SecurityDefinitionRequest(c) of a firm, or the
/// operator's for a pledgee. The trailing part is `documentCount` TitleDocIDs of a lot that is sold. 160 bytes.
public struct ApplyAuction: Sendable, BitwiseCopyable {
  /// SecurityReqID(320).
  public var reference = Text32()
  public var symbol = Symbol()
  public var account = AccountCode()
  /// StartPrice(7764).
  public var startPrice = Price.zero
  /// PriceStep(7765).
  public var priceStep = Price.zero
  /// Price(44), the worst that the initiator takes: by bids the reserve, which nobody is told; by clock the floor or
  /// ceiling. Zero where absent.
  public var limitPrice = Price.zero
  /// OrderQty(38).
  public var quantity = Quantity.zero
  /// TradSesOpenTime(342).
  public var opensAt = Instant.none
  /// TradSesCloseTime(344); by clock none: the last step ends it.
  public var closesAt = Instant.none
  /// TransactTime(60) as the client wrote it.
  public var transactTime = Instant.none
  /// The initiator, where the operator applies; empty for the firm of the session.
  public var party = CompID()
  public var documentCount: UInt16 = 0
  /// Side(54) of the initiator: AuctionSide(7763) S sells, B buys.
  public var sideCode: UInt8 = 0
  /// TradingMode(7761): E ascending, D descending.
  public var modeCode: UInt8 = 0
  /// CashMargin(544); zero where absent, then full payment.
  public var cashMarginCode: UInt8 = 0
  /// 1 where a pledgee sells what is pledged to it and the default is declared.
  public var isForeclosure: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// Counts the operator's requests since the process has started, from 1; zero from a firm.
  public var request: UInt32 = 0
  /// Who acted, where the operator did: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}

/// A bidder puts down the deposit of a lot, or takes it back before the lot opens: CollateralAssignment(AY) with
/// AuctionID(7762). 64 bytes.
public struct DepositAuction: Sendable, BitwiseCopyable {
  /// CollAsgnID(902).
  public var reference = Text32()
  /// TotalNetValue(900): has to be what is due; zero where absent.
  public var amount = Amount.zero
  /// AuctionID(7762).
  public var auction: UInt32 = 0
  /// CollAsgnTransType(903): 0 new, 3 release.
  public var transTypeCode: UInt8 = 0
  /// 1 with PossResend(97)=Y.
  public var possResend: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// What the operator does with a lot. 48 bytes; the reason's text follows.
public struct ControlAuction: Sendable, BitwiseCopyable {
  /// AuctionID(7762).
  public var auction: UInt32 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// The bid that is void; none otherwise.
  public var orderID = OrderID.none
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  /// `AuctionControl`.
  public var actionCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}
