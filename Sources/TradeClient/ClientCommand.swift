import FIX44

/// What a person or a script tells the client to do.
public enum ClientCommand: Equatable, Sendable {
  case order(OrderRequest)
  case cancel(name: String, id: String?)
  case massCancel(MassRequest)
  case massStatus(MassRequest)
  case replace(ReplaceRequest)
  case status(name: String)
  /// The client's own book of orders.
  case orders
  /// A message as it is; header and trailer are filled in.
  case raw([WireMessage.Field])
  /// Messages on the wire are shown, or not.
  case log(Bool)
  /// The time from each order to its first answer is shown, or not.
  case measure(Bool)
  case print(String)
  /// Cuts the TCP connection without a word.
  case drop
  case reconnect
  case logout
  case help
  case quit
  /// An empty line or a comment.
  case nothing
}

/// `buy CU-BW-A 25 @ 68450 ioc guarantee doc R26110000017 id A1`
public struct OrderRequest: Equatable, Sendable {
  /// Side(54): 1 or 2.
  public var side: String
  /// Symbol(55).
  public var symbol: String
  /// OrderQty(38).
  public var qty: String
  /// Price(44); nil for a market order, a stop order without a limit, and market to limit.
  public var price: String?
  /// Whether the order is market to limit, OrdType(40) K.
  public var isMarketToLimit = false
  /// StopPx(99) of a stop order.
  public var stopPx: String?
  /// TimeInForce(59).
  public var timeInForce = "0"
  /// ExpireTime(126), or ExpireDate(432) where it is a date only.
  public var expiry: String?
  /// MinQty(110).
  public var minQty: String?
  /// MaxFloor(111).
  public var maxFloor: String?
  /// SelfMatchPreventionInstruction(7821).
  public var selfMatch: String?
  /// CashMargin(544) 2, performance guarantee.
  public var hasGuarantee = false
  /// ExecInst(18): 6 post only, G all or none.
  public var execInst: [String] = []
  /// Account(1).
  public var account: String?
  /// Title documents, NoUnderlyings(711).
  public var documents: [String] = []
  /// The name to be known by; nil for a number of the client's.
  public var id: String?

  public init(side: String, symbol: String, qty: String, price: String?) {
    self.side = side
    self.symbol = symbol
    self.qty = qty
    self.price = price
  }

  /// OrdType(40).
  var ordType: String {
    if isMarketToLimit { return "K" }
    if stopPx != nil { return price == nil ? "3" : "4" }
    return price == nil ? "1" : "2"
  }
}

/// `replace A1 50 @ 68460`
public struct ReplaceRequest: Equatable, Sendable {
  /// The order, by the name it has in the client's book.
  public var name: String
  /// OrderQty(38).
  public var qty: String
  /// Price(44); nil where it stays.
  public var price: String?
  /// StopPx(99); nil where it stays.
  public var stopPx: String?
  /// ExpireTime(126) or ExpireDate(432); nil where it stays.
  public var expiry: String?
  /// Title documents that the order keeps.
  public var documents: [String] = []
  /// The name of the replacement; nil for a number of the client's.
  public var id: String?

  public init(name: String, qty: String, price: String?) {
    self.name = name
    self.qty = qty
    self.price = price
  }
}

/// `cancelall CU-BW-A buy account DLR001-P`, and the same behind `statusall`
public struct MassRequest: Equatable, Sendable {
  /// Symbol(55); nil for all instruments.
  public var symbol: String?
  /// Side(54): 1 or 2; nil for both.
  public var side: String?
  /// AccountFilter(7831) or Account(1); nil for all accounts.
  public var account: String?
  /// ClOrdID(11) or MassStatusReqID(584) of the request; nil for a number of the client's.
  public var id: String?

  public init() {}
}

/// Why a line is no command. The text is for whoever wrote it.
public struct CommandError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
