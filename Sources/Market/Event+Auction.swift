/// An application, a deposit or what the operator wants with a lot is taken, or refused:
/// SecurityDefinition(d), CollateralResponse(AZ), the operator's answer. 120 bytes.
public struct AuctionAnswered: Sendable, BitwiseCopyable {
  /// SecurityReqID(320) or CollAsgnID(902).
  public var reference = Text32()
  public var execID = ExecID.none
  public var symbol = Symbol()
  /// The deposit that is held, or due; zero where it is neither.
  public var amount = Amount.zero
  public var rejectDetail: Int64 = 0
  /// The bid that is void; none otherwise.
  public var orderID = OrderID.none
  /// AuctionID(7762); zero where there is no lot.
  public var auction: UInt32 = 0
  public var firm = FirmID.none
  public var request: UInt32 = 0
  /// The command's type.
  public var commandType: UInt16 = 0
  /// `AuctionRefusal`; zero where it is taken.
  public var reasonCode: UInt16 = 0
  /// `OrderReject` of the guard that refuses it; zero for none.
  public var orderRejectCode: UInt16 = 0
  /// `AuctionState` of the lot.
  public var stateCode: UInt8 = 0
  /// CollAsgnTransType(903) of a deposit.
  public var transTypeCode: UInt8 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// A lot is announced, for all that may trade: SecurityDefinition(d). 144 bytes; the documents of a lot that is sold
/// follow.
public struct AuctionAnnounced: Sendable, BitwiseCopyable {
  /// Who hears it: all that may trade, and supervisors.
  public var audience = Audience()
  public var auction: UInt32 = 0
  public var instrument = InstrumentID.none
  public var symbol = Symbol()
  public var startPrice = Price.zero
  public var priceStep = Price.zero
  /// The floor or ceiling of a lot by clock; zero by bids, where the reserve is nobody's to know.
  public var limitPrice = Price.zero
  public var quantity = Quantity.zero
  /// What each bidder puts down before the lot opens.
  public var deposit = Amount.zero
  public var opensAt = Instant.none
  /// When it closes if nothing extends it, or its last step ends.
  public var closesAt = Instant.none
  public var initiator = FirmID.none
  /// By clock: how long each step lasts.
  public var stepSeconds: UInt32 = 0
  /// By bids: a bid in the last so many seconds extends the lot by as many.
  public var extensionSeconds: UInt32 = 0
  /// As often at most.
  public var extensionsMost: UInt16 = 0
  /// The deposit, 1/100 of a percent of the value at the start price.
  public var depositBasisPoints: UInt16 = 0
  /// Side(54) of the initiator.
  public var sideCode: UInt8 = 0
  /// TradingMode(7761).
  public var modeCode: UInt8 = 0
  public var cashMarginCode: UInt8 = 0
  /// 1 where a pledgee sells what is pledged to it.
  public var isForeclosure: UInt8 = 0
  /// 1 where by bids there is a reserve.
  public var hasReserve: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var documentCount: UInt16 = 0
  public var request: UInt32 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

/// A lot goes on, for all that may trade: its state, its best price or the clock's, its close: SecurityStatus(f).
/// 112 bytes.
public struct AuctionChanged: Sendable, BitwiseCopyable {
  /// Who hears it: all that may trade, and supervisors.
  public var audience = Audience()
  public var auction: UInt32 = 0
  public var instrument = InstrumentID.none
  public var symbol = Symbol()
  /// The lowest winning bid of a lot that is sold, the highest of one that is bought, or the clock's price; zero
  /// where nobody has bid.
  public var price = Price.zero
  /// What is bid for at that price or better, or what has been sold.
  public var quantity = Quantity.zero
  /// When it closes, or the clock's price moves; none where its time stands still or is over.
  public var endsAt = Instant.none
  /// How often it was extended, or how often the price has moved: AuctionRound(7767).
  public var round: UInt32 = 0
  public var bidCount: UInt32 = 0
  /// `AuctionState`.
  public var stateCode: UInt8 = 0
  /// TradingMode(7761).
  public var modeCode: UInt8 = 0
  public var sideCode: UInt8 = 0
  /// ReserveMet(7766): Y or N; zero where there is no reserve.
  public var reserveMetCode: UInt8 = 0
  /// `AuctionReason` of the change.
  public var reasonCode: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var request: UInt32 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public init() {}
}
