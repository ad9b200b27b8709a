import FIX44
import Market
public import TradeClient

/// An entry of MarketDataSnapshotFullRefresh(W) or MarketDataIncrementalRefresh(X).
public struct MarketEntry: Equatable, Sendable {
  /// MDUpdateAction(279), empty in W: 0 new, 1 changed, 2 gone.
  public private(set) var action = ""
  /// MDEntryType(269).
  public private(set) var type = ""
  /// MDEntryID(278) of a trade.
  public private(set) var entryID: String?
  /// MDEntryPx(270).
  public private(set) var price: String?
  /// MDEntrySize(271).
  public private(set) var size: String?
  /// OrderID(37) where the book is told order by order.
  public private(set) var orderID: String?
  /// NumberOfOrders(346) where it is told by price.
  public private(set) var orders: String?
  /// MDEntryPositionNo(290): its place behind the message, from 1.
  public private(set) var position: Int?
  /// ExecInst(18) is G.
  public private(set) var isAllOrNone = false
  /// TradingSessionID(336), of a trade beside the book.
  public private(set) var tradingSession: String?
  /// MDEntryOriginator(282).
  public private(set) var originator: String?

  /// What was told before is gone.
  public var isDeleted: Bool { action == "2" }

  /// The entries of a message, in their order. Each begins with MDUpdateAction(279) in X, with
  /// MDEntryType(269) in W.
  public static func entries(_ message: WireMessage) -> [MarketEntry] {
    let first: FIX44.Tag = message.msgType == "X" ? .mdUpdateAction : .mdEntryType
    var entries: [MarketEntry] = []
    for field in message.fields {
      if field.tag == first { entries.append(MarketEntry()) }
      guard !entries.isEmpty else { continue }
      entries[entries.count - 1].take(field)
    }
    return entries
  }

  private mutating func take(_ field: WireMessage.Field) {
    switch field.tag {
    case .mdUpdateAction: action = field.value
    case .mdEntryType: type = field.value
    case .mdEntryID: entryID = field.value
    case .mdEntryPx: price = field.value
    case .mdEntrySize: size = field.value
    case .orderID: orderID = field.value
    case .numberOfOrders: orders = field.value
    case .mdEntryPositionNo: position = Int(field.value)
    case .execInst: isAllOrNone = field.value.contains("G")
    case .tradingSessionID: tradingSession = field.value
    case .mdEntryOriginator: originator = field.value
    default: break
    }
  }

  /// The price as a number, for the order of a side; nil where there is none, or it is no number.
  var ticks: Int64? {
    guard let price else { return nil }
    do { return try DecimalText.parse(price, scale: Price.scale) } catch { return nil }
  }

  /// Whether both are about the same price, or the same order.
  func isSame(as other: MarketEntry) -> Bool {
    orderID == other.orderID && (orderID != nil || ticks == other.ticks)
  }
}
