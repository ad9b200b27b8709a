import Market
import Titles

/// An order of the day, live or finished: what reports, cancels and replaces need of it.
struct Order: BitwiseCopyable {
  /// Neighbours in the list that the order is in: one of its instrument's, or the finished. These and the
  /// next two stand in front, for they change without the rest of the order (`OrderTable.expectNeighbours`).
  var previous = Order.none
  var next = Order.none
  /// Neighbours among the live orders of its account.
  var earlier = Order.none
  var later = Order.none
  var orderID = OrderID.none
  /// The ClOrdID(11) that the order goes by now: the last accepted one.
  var clOrdID = ClOrdID()
  var account = AccountCode()
  var symbol = Symbol()
  /// Price(44) as entered; zero for a market order.
  var price = Price.zero
  /// StopPx(99) as entered; zero where it is no stop order.
  var stopPx = Price.zero
  /// OrderQty(38) as entered, in units.
  var orderQty = Quantity.zero
  /// What each lot of a buy holds of its firm's cash.
  var holdPerLot = Amount.zero
  /// Sum over the fills of tick times lots.
  var filledTicks: Int64 = 0
  var finishedAt = Instant.none
  /// ExpireTime(126); none unless good till date.
  var expireTime = Instant.none
  /// The documents that back a sell, one for each lot that is left.
  var documents = DocumentChain()
  var firm = FirmID.none
  var session = SessionID.venue
  var instrument = InstrumentID.none
  /// The worst tick it trades at; `noTick` where a market-to-limit order has found nothing.
  var tick: Int32 = 0
  /// StopPx(99) in ticks; of an order of an auction, which has none, its AuctionID(7762).
  var stopTick: Int32 = 0
  /// As entered, without those whose trades were undone.
  var lots: UInt32 = 0
  var filledLots: UInt32 = 0
  /// Its place in the book; none while it does not rest.
  var bookSlot = Order.none
  /// The times of the last fills of its control group in its instrument.
  var fillTimes = Order.none
  /// Its place among the orders that expire by the clock; none while it does not rest.
  var expiryPlace = Order.none
  /// The first of its ClOrdIDs.
  var names = Order.none
  /// Where its account's live orders are counted; none where it neither rests nor waits at all.
  var accountBook = AccountBook.none
  /// The mass status request that has told of it last, by its number; zero for none.
  var toldBy: UInt32 = 0
  /// MinQty(110) and MaxFloor(111) in lots; zero where absent.
  var minLots: UInt16 = 0
  var floorLots: UInt16 = 0
  var rejectCode: UInt16 = 0
  var status = OrdStatus.new
  var side = Side.buy
  var ordType = OrdType.limit
  var timeInForce = TimeInForce.day
  var cashMargin = CashMargin.cash
  var execInst = ExecInst()
  var selfMatch = SelfMatchInstruction.cancelNewest
  /// Bits: 1 `isTriggered`, 2 `isProgramTrade`.
  private var marks: UInt8 = 0
  /// The mode that it trades in where that is not its book's: it was agreed on, and was never in a book.
  var mode: TradingMode?
  /// The list of its instrument that it is in.
  var list: OrderListKind?

  init() {}

  /// The slot that stands for no order, no place or no entry.
  static var none: UInt32 { .max }
  /// No limit at all.
  static var noTick: Int32 { .min }
  /// Whether it waits outside the book for its StopPx(99).
  @inline(__always) var waitsForTrigger: Bool { ordType.isStop && !isTriggered }
  var isAllOrNone: Bool { execInst.contains(.allOrNone) }

  /// Whether a stop order's price was reached, so that it is in the book now.
  var isTriggered: Bool {
    get { marks & 1 != 0 }
    set { marks = newValue ? marks | 1 : marks & ~1 }
  }

  /// Whether a programme has made it, by OrderRestrictions(529) of its entry or of a replace.
  var isProgramTrade: Bool {
    get { marks & 2 != 0 }
    set { marks = newValue ? marks | 2 : marks & ~2 }
  }

  /// Whether it is a bid or an acceptance in an auction, or a lot's own order: irrevocable, and never in a book.
  @inline(__always) var isOfAuction: Bool {
    mode == .auctionAscending || mode == .auctionDescending
  }

  /// AuctionID(7762) of its lot; zero where it is of no auction.
  var auction: UInt32 {
    get { isOfAuction ? UInt32(bitPattern: stopTick) : 0 }
    set { stopTick = Int32(bitPattern: newValue) }
  }

  /// Lots of LeavesQty(151).
  var leavesLots: UInt32 { status.isFinal ? 0 : lots - filledLots }

  /// Whether a performance guarantee backs it: then more than cash may be held.
  @inline(__always)  // no copy of an order in the table (benchmark `venue`)
  var isByGuarantee: Bool { side == .buy && cashMargin == .performanceGuarantee }

  /// What the order holds now of its firm's cash.
  @inline(__always) var held: Amount { Amount(fen: holdPerLot.fen * Int64(leavesLots)) }

  /// AvgPx(6), half up: the sum over the fills divided by their lots.
  @inline(__always)
  func avgPx(tickSize: Price) -> Price {
    filledLots == 0 ? .zero : Self.avgPx(filledTicks, filledLots, tickSize)
  }

  private static func avgPx(_ filledTicks: Int64, _ filledLots: UInt32, _ tickSize: Price) -> Price
  {
    let lots = Int128(filledLots)
    let doubled = 2 * Int128(filledTicks) * Int128(tickSize.tenThousandths) + lots
    let quotient = doubled / (2 * lots)
    let floored = doubled < 0 && quotient * 2 * lots != doubled ? quotient - 1 : quotient
    return Price(tenThousandths: Int64(floored))
  }
}

extension Order {
  /// Whether what is left of it may rest in the book.
  @inline(__always) var mayRest: Bool {
    switch timeInForce {
    case .immediateOrCancel, .fillOrKill: false
    case .atTheOpening, .atTheClose: true
    case .day, .goodTillCancel, .goodTillDate:
      switch ordType {
      case .limit, .stopLimit: true
      case .marketToLimit: tick != Order.noTick
      case .market, .stop: false
      }
    }
  }
}
