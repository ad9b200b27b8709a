import Funds
import Market

/// The guards of what an order asks for beyond price and quantity.
extension Venue {
  /// ExpireTime(126) of a good-till-date order is later than now.
  func checkExpireTime(_ expireTime: Instant, _ timeInForce: TimeInForce) throws(OrderRefusal) {
    guard timeInForce != .goodTillDate || expireTime > now else {
      throw OrderRefusal(.expireTimePast)
    }
  }

  /// MinQty(110) in lots: whole ones, one to all of the order; zero where absent.
  func minLots(of order: NewOrder, in instrument: Instrument) throws(OrderRefusal) -> UInt16 {
    guard order.minQty <= order.orderQty, let lots = instrument.exactLots(of: order.minQty) else {
      throw OrderRefusal(
        .minQtyNotPossible, detail: instrument.terms.documentUnit.thousandths)
    }
    return lots
  }

  /// MaxFloor(111) in whole lots; zero where absent.
  func floorLots(of order: NewOrder, in instrument: Instrument) throws(OrderRefusal) -> UInt16 {
    guard let lots = instrument.exactLots(of: order.maxFloor) else {
      throw OrderRefusal(
        .maxFloorNotPossible, detail: instrument.terms.documentUnit.thousandths)
    }
    return lots
  }
}

extension Instrument {
  /// A quantity in lots, as many as a book knows at most; nil where these are not whole, or negative.
  func exactLots(of quantity: Quantity) -> UInt16? {
    if quantity == .zero { return 0 }
    let unit = terms.documentUnit.thousandths
    let (lots, remainder) = quantity.thousandths.quotientAndRemainder(dividingBy: unit)
    return remainder == 0 && lots >= 0 ? UInt16(clamping: lots) : nil
  }

  /// The price of a limit; zero where there is none.
  func limitPrice(of tick: Int32) -> Price { tick == Order.noTick ? .zero : price(of: tick) }
}

extension OrdType {
  /// Whether orders of this type may have this TimeInForce(59).
  func allows(_ timeInForce: TimeInForce) -> Bool {
    switch timeInForce {
    case .day, .goodTillCancel, .goodTillDate: true
    case .immediateOrCancel:
      switch self {
      case .limit, .market, .marketToLimit: true
      case .stop, .stopLimit: false
      }
    case .fillOrKill:
      switch self {
      case .limit, .market: true
      case .marketToLimit, .stop, .stopLimit: false
      }
    case .atTheOpening, .atTheClose:
      switch self {
      case .limit, .market: true
      case .marketToLimit, .stop, .stopLimit: false
      }
    }
  }
}

extension NewOrder {
  /// The tag of the first field that asks for something that this venue does not offer, or not with
  /// what else the order asks for.
  @inline(__always) var tagNotOffered: Int64? { isUnqualified ? nil : tagOfQualifierNotOffered }

  /// Whether it asks for nothing beyond price and quantity, as most orders: then no qualifier is looked at.
  @inline(__always) private var isUnqualified: Bool {
    let amounts = minQty.thousandths | maxFloor.thousandths | stopPx.tenThousandths
    let codes = execInst.rawValue | selfMatchInstruction | cashMarginCode
    return amounts == 0 && codes == 0 && documentCount == 0 && expireTime == .none
      && listingOrderID == .none
  }

  /// The same, and for nothing that another instrument, mode or kind of price would be needed for.
  @inline(__always) var isPlain: Bool {
    isUnqualified && modeCode | priceType | priceBasisCode == 0 && benchmark == .none
  }

  private var tagOfQualifierNotOffered: Int64? {
    if minQty != .zero && !mayHaveMinQty { return 110 }
    if maxFloor != .zero && !mayHaveMaxFloor { return 111 }
    if stopPx != .zero && !ordType.isStop { return 99 }
    if !mayHaveExecInst { return 18 }
    if expireTime != .none && timeInForce != .goodTillDate { return 126 }
    if listingOrderID != .none && !mayNameListing { return 7772 }
    if selfMatchInstruction != 0 && SelfMatchInstruction(rawValue: selfMatchInstruction) == nil {
      return 7821
    }
    if cashMarginCode != 0 && CashMargin(rawValue: cashMarginCode) == nil { return 544 }
    if side == .buy && documentCount > 0 { return 711 }
    if side == .sell && cashMarginCode == CashMargin.performanceGuarantee.rawValue { return 544 }
    return nil
  }

  /// The tag of the first field that means something only while orders trade, at once or later.
  var tagOfContinuousTrading: Int64? {
    if minQty != .zero { return 110 }
    if listingOrderID != .none { return 7772 }
    return execInst.isEmpty ? nil : 18
  }

  /// MinQty(110): of orders that are not filled as a whole anyway.
  private var mayHaveMinQty: Bool {
    switch timeInForce {
    case .day, .goodTillCancel, .goodTillDate, .immediateOrCancel:
      !ordType.isStop && !execInst.contains(.allOrNone)
    case .fillOrKill, .atTheOpening, .atTheClose: false
    }
  }

  /// MaxFloor(111): of limit orders that may rest, and show there.
  private var mayHaveMaxFloor: Bool { mayRestAtLimit && !execInst.contains(.allOrNone) }

  /// ExecInst(18): nothing, post only, or all or none.
  private var mayHaveExecInst: Bool {
    if execInst.isEmpty { return true }
    if execInst == .postOnly { return mayRestAtLimit }
    guard execInst == .allOrNone, ordType == .limit else { return false }
    switch timeInForce {
    case .day, .immediateOrCancel, .fillOrKill: return true
    case .goodTillCancel, .goodTillDate, .atTheOpening, .atTheClose: return false
    }
  }

  private var mayRestAtLimit: Bool {
    switch timeInForce {
    case .day, .goodTillCancel, .goodTillDate: ordType == .limit
    case .immediateOrCancel, .fillOrKill, .atTheOpening, .atTheClose: false
    }
  }
}

extension OrdType {
  /// Whether Price(44) is looked at.
  var hasLimit: Bool {
    switch self {
    case .limit, .stopLimit, .marketToLimit: true
    case .market, .stop: false
    }
  }

  /// Whether orders of this type wait for a price outside the book.
  var isStop: Bool {
    switch self {
    case .stop, .stopLimit: true
    case .market, .limit, .marketToLimit: false
    }
  }
}
