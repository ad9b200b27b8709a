/// NewOrderSingle(D). The trailing part is `documentCount` TitleDocIDs, in the client's order.
///
/// The gateway has checked syntax only; every rule is the core's. 168 bytes.
public struct NewOrder: Sendable, BitwiseCopyable {
  public var clOrdID = ClOrdID()
  public var account = AccountCode()
  public var symbol = Symbol()
  /// Price(44); `Price.zero` with OrdType(40) market.
  public var price = Price.zero
  /// StopPx(99); zero where absent.
  public var stopPx = Price.zero
  public var orderQty = Quantity.zero
  /// MinQty(110); zero where absent.
  public var minQty = Quantity.zero
  /// MaxFloor(111); zero where absent.
  public var maxFloor = Quantity.zero
  /// ExpireTime(126), or the end of ExpireDate(432); `Instant.none` where absent.
  public var expireTime = Instant.none
  /// TransactTime(60) as the client wrote it.
  public var transactTime = Instant.none
  /// ListingOrderID(7772); none where absent.
  public var listingOrderID = OrderID.none
  /// SelfMatchPreventionID(7820); zero where absent.
  public var selfMatchPreventionID: UInt64 = 0
  /// Currency(15) as three ASCII bytes, first lowest; zero where absent.
  public var currency: UInt32 = 0
  public var ordTypeCode: UInt8 = 0
  public var sideCode: UInt8 = 0
  public var timeInForceCode: UInt8 = 0
  /// CashMargin(544); zero where absent, then full payment.
  public var cashMarginCode: UInt8 = 0
  public var execInst = ExecInst()
  /// TradingMode(7761); zero where absent.
  public var modeCode: UInt8 = 0
  /// SelfMatchPreventionInstruction(7821): O, N or B; zero where absent.
  public var selfMatchInstruction: UInt8 = 0
  /// 1 where OrderRestrictions(529) contains 1, program trade.
  public var isProgramTrade: UInt8 = 0
  /// PriceType(423); zero where absent.
  public var priceType: UInt8 = 0
  /// PriceBasis(7770); zero where absent.
  public var priceBasisCode: UInt8 = 0
  public var documentCount: UInt16 = 0
  /// AuctionID(7762): a bid for that lot, or an acceptance; zero where it is neither.
  public var auction: UInt32 = 0
  /// ComplianceID(376) of a program trade as ProgramRegID(7801); zero where it is none, and of other orders.
  public var programRegID: UInt32 = 0
  /// BenchmarkRef(7771); none where absent.
  public var benchmark = BenchmarkRef.none
  public init() {}
  /// The enumerated fields were checked by the decoder, so a stranger here is our own error.
  public var side: Side { required(Side(rawValue: sideCode)) }
  public var ordType: OrdType { required(OrdType(rawValue: ordTypeCode)) }
  public var timeInForce: TimeInForce { required(TimeInForce(rawValue: timeInForceCode)) }
}

/// OrderCancelRequest(F). 128 bytes.
public struct CancelOrder: Sendable, BitwiseCopyable {
  public var clOrdID = ClOrdID()
  public var origClOrdID = ClOrdID()
  public var symbol = Symbol()
  /// OrderID(37); none where absent.
  public var orderID = OrderID.none
  public var transactTime = Instant.none
  public var sideCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public var reserved5: UInt64 = 0
  public init() {}
}

/// OrderCancelReplaceRequest(G): the order as it shall be, and which one it replaces. 232 bytes.
public struct ReplaceOrder: Sendable, BitwiseCopyable {
  public var order = NewOrder()
  public var origClOrdID = ClOrdID()
  /// OrderID(37); none where absent.
  public var orderID = OrderID.none
  public var reserved0: UInt64 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// OrderStatusRequest(H). 128 bytes.
public struct OrderStatusRequest: Sendable, BitwiseCopyable {
  public var clOrdID = ClOrdID()
  /// OrdStatusReqID(790); empty where absent.
  public var ordStatusReqID = Text32()
  public var symbol = Symbol()
  public var orderID = OrderID.none
  public var sideCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public var reserved5: UInt64 = 0
  public var reserved6: UInt64 = 0
  public init() {}
}

/// OrderMassCancelRequest(q). 96 bytes.
public struct MassCancel: Sendable, BitwiseCopyable {
  public var clOrdID = ClOrdID()
  /// AccountFilter(7831); empty for all accounts.
  public var account = AccountCode()
  /// Symbol(55); empty where absent.
  public var symbol = Symbol()
  public var transactTime = Instant.none
  /// MassCancelRequestType(530).
  public var requestTypeCode: UInt8 = 0
  /// Side(54); zero for both.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
  /// The enumerated fields were checked by the decoder, so a stranger here is our own error.
  public var requestType: MassCancelRequestType {
    required(MassCancelRequestType(rawValue: requestTypeCode))
  }
  /// The side that is asked for; nil for both.
  public var side: Side? { sideCode == 0 ? nil : required(Side(rawValue: sideCode)) }
}

/// OrderMassStatusRequest(AF). 96 bytes.
public struct MassStatusRequest: Sendable, BitwiseCopyable {
  /// MassStatusReqID(584).
  public var massStatusReqID = Text32()
  /// Account(1); empty for all accounts.
  public var account = AccountCode()
  /// Symbol(55); empty where absent.
  public var symbol = Symbol()
  /// MassStatusReqType(585): its one character.
  public var requestTypeCode: UInt8 = 0
  /// Side(54); zero for both.
  public var sideCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public init() {}
  /// The enumerated fields were checked by the decoder, so a stranger here is our own error.
  public var requestType: MassStatusReqType {
    required(MassStatusReqType(rawValue: requestTypeCode))
  }
  /// The side that is asked for; nil for both.
  public var side: Side? { sideCode == 0 ? nil : required(Side(rawValue: sideCode)) }
}

/// An application message that consumed its number but is refused before any rule of the market:
/// unsupported, not authorised, throttled, or a value that no order can have. 128 bytes.
///
/// The core answers it with the event that the message's kind demands (35=8, 35=9, 35=r or 35=j).
public struct RefusedMessage: Sendable, BitwiseCopyable {
  /// ClOrdID(11) of an order message; empty otherwise.
  public var clOrdID = ClOrdID()
  public var origClOrdID = ClOrdID()
  public var symbol = Symbol()
  /// The first 16 bytes of the message's business identifier, BusinessRejectRefID(379).
  public var businessRejectRefID = Text16()
  /// Quantity of an order message, for the answer's OrderQty(38).
  public var orderQty = Quantity.zero
  /// RefMsgType(372): its characters, first lowest.
  public var refMsgType: UInt16 = 0
  /// Why: `Refusal`.
  public var refusalCode: UInt16 = 0
  /// RefTagID(371); zero where absent.
  public var refTagID: UInt32 = 0
  public var sideCode: UInt8 = 0
  /// MassCancelRequestType(530) of an OrderMassCancelRequest(q); zero otherwise.
  public var requestTypeCode: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

@inline(__always)
func required<Value>(_ value: Value?) -> Value {
  guard let value else { preconditionFailure("a checked code has left its code set") }
  return value
}
