/// What the client knows of one of its orders.
public struct ClientOrder: Equatable, Sendable {
  /// ClOrdID(11) in force, and those that it had before.
  public internal(set) var clOrdID: String
  public internal(set) var formerIDs: [String] = []
  /// ClOrdID(11)s of cancels and replaces that have been sent.
  public internal(set) var requestIDs: [String] = []
  /// OrderID(37); empty until the venue has given one.
  public internal(set) var orderID = ""
  /// Side(54).
  public internal(set) var side: String
  public internal(set) var symbol: String
  public internal(set) var qty: String
  /// Price(44); empty for a market order.
  public internal(set) var price: String
  public internal(set) var cum = "0"
  public internal(set) var leaves: String
  /// OrdStatus(39) in words; `sent` until the venue has answered.
  public internal(set) var status = "sent"
  /// What a replace must repeat; its quantity and price are those of the beginning.
  var terms: OrderRequest

  init(clOrdID: String, _ request: OrderRequest) {
    self.clOrdID = clOrdID
    side = request.side
    symbol = request.symbol
    qty = request.qty
    price = request.price ?? ""
    leaves = request.qty
    terms = request
    terms.documents = []
    terms.id = nil
  }

  /// Whether this is one of the order's ClOrdID(11)s, or its OrderID(37).
  func isKnown(as id: String) -> Bool {
    id == clOrdID || id == orderID || formerIDs.contains(id) || requestIDs.contains(id)
  }
}
