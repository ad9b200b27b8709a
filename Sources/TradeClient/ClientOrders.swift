import FIX44

/// The client's own book: its orders as their reports say they are.
public struct ClientOrders: Sendable {
  /// In the order in which they became known.
  public private(set) var orders: [ClientOrder] = []

  public init() {}

  /// The order that has this ClOrdID(11) or OrderID(37); the newest where several had it.
  public func order(_ id: String) -> ClientOrder? { orders.last { $0.isKnown(as: id) } }

  /// An order is being sent.
  public mutating func sent(_ request: OrderRequest, clOrdID: String) {
    orders.append(ClientOrder(clOrdID: clOrdID, request))
  }

  /// A cancel or replace of an order is being sent.
  public mutating func sentRequest(_ clOrdID: String, for order: ClientOrder) {
    guard let index = orders.lastIndex(where: { $0.clOrdID == order.clOrdID }) else { return }
    orders[index].requestIDs.append(clOrdID)
  }

  /// An ExecutionReport(8) says how an order stands; other messages say nothing.
  public mutating func received(_ message: WireMessage) {
    guard message.msgType == "8", let clOrdID = message[.clOrdID] else { return }
    let ids = [clOrdID, message[.origClOrdID], message[.orderID]].compactMap { $0 }
    var known: Int?
    for id in ids where known == nil { known = orders.lastIndex { $0.isKnown(as: id) } }
    let index = known ?? adopt(message, clOrdID)
    orders[index].update(message)
  }

  /// The book as a table; a client without orders has one line that says so.
  public var table: [String] {
    if orders.isEmpty { return ["no orders"] }
    let head = ["ClOrdID", "side", "symbol", "qty", "price", "cum", "leaves", "status", "OrderID"]
    let rows = [head] + orders.map(\.cells)
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return (3...6).contains(column) ? blanks + row[column] : row[column] + blanks
      }.joined(separator: "  ")
    }
  }

  /// An order that this run of the client has not sent.
  private mutating func adopt(_ message: WireMessage, _ clOrdID: String) -> Int {
    var request = OrderRequest(
      side: message[.side] ?? "", symbol: message[.symbol] ?? "", qty: message[.orderQty] ?? "",
      price: message[.price])
    request.isMarketToLimit = message[.ordType] == "K"
    request.stopPx = message[.stopPx]
    request.timeInForce = message[.timeInForce] ?? "0"
    request.expiry = message[.expireTime]
    request.minQty = message[.minQty]
    request.maxFloor = message[.maxFloor]
    request.execInst = (message[.execInst] ?? "").split(separator: " ").map(String.init)
    request.hasGuarantee = message[.cashMargin] == "2"
    request.account = message[.account]
    orders.append(ClientOrder(clOrdID: clOrdID, request))
    return orders.count - 1
  }
}

extension ClientOrder {
  fileprivate var cells: [String] {
    let sideName = CodeMeaning.of(.side, side) ?? side
    return [
      clOrdID, sideName, symbol, qty, price.isEmpty ? "market" : price, cum, leaves, status,
      orderID,
    ]
  }

  fileprivate mutating func update(_ message: WireMessage) {
    if let id = message[.orderID], id != "NONE" { orderID = id }
    if message[.execType] == "5", let id = message[.clOrdID], id != clOrdID {
      formerIDs.append(clOrdID)
      clOrdID = id
    }
    if let value = message[.orderQty] { qty = value }
    if let value = message[.price] { price = value }
    if let value = message[.stopPx] { terms.stopPx = value }
    if let value = message[.expireTime] { terms.expiry = value }
    if let value = message[.cumQty] { cum = value }
    if let value = message[.leavesQty] { leaves = value }
    if let value = message[.ordStatus] { status = CodeMeaning.of(.ordStatus, value) ?? value }
  }
}
