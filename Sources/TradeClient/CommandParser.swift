import FIX44

/// Reads a line of words as a command.
public enum CommandParser {
  /// What `help` prints.
  public static var help: String {
    """
    buy SYMBOL QTY @ PRICE [WORDS]
    sell ...                 the same; in the place of `@ PRICE` `market`, or `best` for market to limit
      stop PRICE             waits for the price; a limit order then, a market order with `market`
      ioc|fok|gtc|day        how long it stays; until TIME: 20261123-07:00:00, or a date, 20261123
      min QTY, show QTY      at least so much at once; no more than so much shown
      post, aon              post only; all or none
      oldest|newest|both     which gives way where it meets an order of its own group
      guarantee, account A, doc R1 R2, id X
    cancelall [SYMBOL] [buy|sell] [account A] [id X]   all orders of the firm, or these
    cancel ID [id X]         ID: the name or number that `orders` shows, or an OrderID(37)
    replace ID QTY [@ PRICE] [stop PRICE] [until TIME] [doc R1 R2] [id X]
    statusall [WORDS]        ask for the state of all open orders of the firm; words as of cancelall
    status ID                ask the venue for the order's state
    orders                   what this client knows of its orders
    raw 35=D|55=CU-BW-A|...  a message as it is; header and trailer are filled in
    log on|off               show messages as they are on the wire
    measure on|off           show the time from each order to its first answer
    drop, reconnect          cut the TCP connection; connect and log on again
    logout, quit, help
    """
  }

  /// The command of a line; one that begins with `#` is a comment.
  public static func parse(_ line: String) throws(CommandError) -> ClientCommand {
    var words = Words(line)
    guard let verb = words.next(), !verb.hasPrefix("#") else { return .nothing }
    switch verb.lowercased() {
    case "buy": return .order(try order("1", &words))
    case "sell": return .order(try order("2", &words))
    case "cancel": return try cancel(&words)
    case "cancelall": return .massCancel(try massRequest(&words))
    case "statusall": return .massStatus(try massRequest(&words))
    case "replace": return .replace(try replace(&words))
    case "status": return .status(name: try words.required("the order's ID"))
    case "orders": return .orders
    case "raw", "send": return .raw(try fields(words.rest))
    case "log": return .log(try words.onOrOff())
    case "measure": return .measure(try words.onOrOff())
    case "print": return .print(words.rest)
    case "drop": return .drop
    case "reconnect": return .reconnect
    case "logout": return .logout
    case "help", "?": return .help
    case "quit", "exit": return .quit
    default: throw CommandError("'\(verb)' is no command; try help")
    }
  }

  /// `35=D|55=CU-BW-A`; a delimiter may be SOH too.
  public static func fields(_ text: String) throws(CommandError) -> [WireMessage.Field] {
    var fields: [WireMessage.Field] = []
    for part in text.split(whereSeparator: { $0 == "|" || $0 == "\u{1}" }) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let tag = pair[0].drop { $0 == " " }
      guard pair.count == 2, let number = UInt32(tag), number > 0, number <= 99_999 else {
        throw CommandError("'\(part)' is not TAG=VALUE")
      }
      fields.append(.init(Tag(rawValue: number), String(pair[1])))
    }
    if fields.isEmpty { throw CommandError("TAG=VALUE|TAG=VALUE... is missing") }
    return fields
  }

  private static func order(
    _ side: String, _ words: inout Words
  ) throws(CommandError) -> OrderRequest {
    let symbol = try words.required("the symbol")
    let qty = try words.decimal("the quantity")
    var order = OrderRequest(side: side, symbol: symbol, qty: qty, price: nil)
    let kind = try words.required("@ PRICE, market or best")
    switch kind.lowercased() {
    case "@": order.price = try words.decimal("the price")
    case "market": break
    case "best": order.isMarketToLimit = true
    default: throw CommandError("'\(kind)' stands where @ PRICE, market or best is expected")
    }
    while let word = words.next() { try add(word, to: &order, &words) }
    return order
  }

  private static func add(
    _ word: String, to order: inout OrderRequest, _ words: inout Words
  ) throws(CommandError) {
    switch word.lowercased() {
    case "day": order.timeInForce = "0"
    case "gtc": order.timeInForce = "1"
    case "ioc": order.timeInForce = "3"
    case "fok": order.timeInForce = "4"
    case "until":
      order.timeInForce = "6"
      order.expiry = try words.required("the time")
    case "stop": order.stopPx = try words.decimal("the stop price")
    case "min": order.minQty = try words.decimal("the least quantity")
    case "show": order.maxFloor = try words.decimal("the quantity to show")
    case "oldest": order.selfMatch = "O"
    case "newest": order.selfMatch = "N"
    case "both": order.selfMatch = "B"
    case "guarantee": order.hasGuarantee = true
    case "post": order.execInst.append("6")
    case "aon": order.execInst.append("G")
    case "account": order.account = try words.required("the account")
    case "id": order.id = try words.required("the name")
    case "doc": order.documents += try words.documents()
    default: throw CommandError("'\(word)' is no word of an order; try help")
    }
  }

  private static func cancel(_ words: inout Words) throws(CommandError) -> ClientCommand {
    let name = try words.required("the order's ID")
    guard let word = words.next() else { return .cancel(name: name, id: nil) }
    guard word.lowercased() == "id" else {
      throw CommandError("'\(word)' is no word of a cancel; try help")
    }
    return .cancel(name: name, id: try words.required("the name"))
  }

  private static func massRequest(_ words: inout Words) throws(CommandError) -> MassRequest {
    var request = MassRequest()
    while let word = words.next() {
      switch word.lowercased() {
      case "buy": request.side = "1"
      case "sell": request.side = "2"
      case "account": request.account = try words.required("the account")
      case "id": request.id = try words.required("the name")
      default:
        guard request.symbol == nil else {
          throw CommandError("'\(word)' is no word of a request for many orders; try help")
        }
        request.symbol = word
      }
    }
    return request
  }

  private static func replace(_ words: inout Words) throws(CommandError) -> ReplaceRequest {
    let name = try words.required("the order's ID")
    var request = ReplaceRequest(name: name, qty: try words.decimal("the quantity"), price: nil)
    while let word = words.next() {
      switch word.lowercased() {
      case "@": request.price = try words.decimal("the price")
      case "stop": request.stopPx = try words.decimal("the stop price")
      case "until": request.expiry = try words.required("the time")
      case "id": request.id = try words.required("the name")
      case "doc": request.documents += try words.documents()
      default: throw CommandError("'\(word)' is no word of a replace; try help")
      }
    }
    return request
  }
}
