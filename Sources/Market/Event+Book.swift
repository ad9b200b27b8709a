/// One change of what an instrument's book shows: an order has come, shows other lots, or is gone.
/// 64 bytes.
///
/// In the book is what rests there, also while it gathers orders without matching them and may be
/// crossed; not what waits for a StopPx(99) or for the closing call. What an order hides is not told:
/// MaxFloor(111) limits `lots`.
public struct BookChanged: Sendable, BitwiseCopyable {
  /// MDSeq(7830): counts the changes of the instrument's book, from 1 without a gap.
  public var mdSeq: UInt64 = 0
  public var orderID = OrderID.none
  public var symbol = Symbol()
  /// MDEntryPx(270).
  public var price = Price.zero
  public var instrument = InstrumentID.none
  /// The price in ticks of the instrument.
  public var tick: Int32 = 0
  /// What shows of the order in lots; zero where it is gone.
  public var lots: UInt32 = 0
  /// What shows of all orders at its price in lots, this one included; below 2^30, since a book has
  /// fewer than 2^24 orders of at most `Limits.documentsPerOrder` lots.
  public var levelLots: UInt32 = 0
  /// NumberOfOrders(346) at its price, this one included.
  public var levelOrders: UInt32 = 0
  public var sideCode: UInt8 = 0
  /// MDUpdateAction(279).
  public var actionCode: UInt8 = 0
  /// 1 where a changed order has gone behind the others of its price.
  public var losesPlace: UInt8 = 0
  /// 1 where ExecInst(18) G: it trades as a whole or not at all.
  public var isAllOrNone: UInt8 = 0
  public init() {}
}
