import Market

/// The commands of a stream of orders as the venue takes them: each order has a firm, and a new name
/// with each change.
struct VenueOrders {
  /// What is known of an order by its number in the stream.
  private struct Known {
    var firm: UInt32 = 0
    /// The number of its last name.
    var name = 0
    /// OrderQty(38) in lots.
    var lots: UInt32 = 0
    var price: Int32 = 0
  }

  private var orders: [Known]
  private var lastName = 0

  init(_ stream: BookStream) {
    orders = [Known](repeating: Known(), count: Int(stream.maxID) + 1)
  }

  /// Such firms have orders in turn, but not one after the other.
  static func number(of id: UInt32) -> Int { Int(id &* 0x9e37_79b1 >> 8) }

  /// The session of a command, once it has been made.
  func session(of command: BookCommand) -> UInt32 { orders[Int(command.id)].firm }

  mutating func new(_ command: BookCommand, of firm: UInt32) -> NewOrder {
    lastName += 1
    orders[Int(command.id)] = Known(
      firm: firm, name: lastName, lots: command.quantity, price: command.price)
    return body(command)
  }

  mutating func cancel(_ command: BookCommand) -> CancelOrder {
    var body = CancelOrder()
    body.origClOrdID = Self.clOrdID(orders[Int(command.id)].name)
    body.clOrdID = nextName(of: command)
    body.symbol = VenueMarket.symbol
    body.sideCode = Self.side(command).rawValue
    return body
  }

  /// What is cut comes off OrderQty(38); a new price leaves that as it is.
  mutating func replace(_ command: BookCommand) -> ReplaceOrder {
    let id = Int(command.id)
    var body = ReplaceOrder()
    body.origClOrdID = Self.clOrdID(orders[id].name)
    switch command.kind {
    case .reduce: orders[id].lots -= command.quantity
    case .reprice: orders[id].price = command.price
    case .new, .cancel: preconditionFailure("a change of an order")
    }
    _ = nextName(of: command)
    body.order = self.body(command)
    return body
  }

  private mutating func nextName(of command: BookCommand) -> ClOrdID {
    lastName += 1
    orders[Int(command.id)].name = lastName
    return Self.clOrdID(lastName)
  }

  private func body(_ command: BookCommand) -> NewOrder {
    let order = orders[Int(command.id)]
    var body = NewOrder()
    body.clOrdID = Self.clOrdID(order.name)
    body.account = VenueMarket.account(order.firm)
    body.symbol = VenueMarket.symbol
    body.price = Price(
      tenThousandths: Int64(order.price) * VenueMarket.tick.tenThousandths)
    body.orderQty = Quantity(
      thousandths: Int64(order.lots) * VenueMarket.unit.thousandths)
    body.currency = Currency.cny
    body.ordTypeCode = OrdType.limit.rawValue
    body.sideCode = Self.side(command).rawValue
    body.timeInForceCode = TimeInForce.day.rawValue
    return body
  }

  private static func side(_ command: BookCommand) -> Side { command.side == 0 ? .buy : .sell }

  private static func clOrdID(_ name: Int) -> ClOrdID { ClOrdID(BenchmarkVenue.name(name, "N")) }
}
