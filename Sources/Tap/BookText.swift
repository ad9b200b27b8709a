/// A live book as lines for people, the best prices of both sides beside each other.
public enum BookText {
  /// `rows` prices, or orders, of each side at most.
  public static func lines(_ book: LiveBook, rows: Int) -> [String] {
    var lines = [head(book)]
    let bids = book.bids.prefix(rows).map(Self.bid)
    let offers = book.offers.prefix(rows).map(Self.offer)
    let width = bids.map(\.count).max() ?? 0
    for row in 0..<max(bids.count, offers.count) {
      let bid = row < bids.count ? bids[row] : ""
      let offer = row < offers.count ? offers[row] : ""
      let left = String(repeating: " ", count: 2 + max(24, width) - bid.count) + bid
      lines.append(offer.isEmpty ? "\(left) |" : "\(left) | \(offer)")
    }
    if book.bids.count + book.offers.count == 0 { lines.append("  no orders") }
    return lines
  }

  /// One line of a message: when, of what, and each entry in words.
  ///
  /// `20261118-11:06:40.000 CU-BW-A 12: bid 68400 x 25 (2), offer 68450 gone, trade 68450 x 25`
  public static func line(_ entries: [MarketEntry], of book: LiveBook, at time: String) -> String {
    "\(time) \(name(book)): " + entries.map(words).joined(separator: ", ")
  }

  /// `CU-BW-A 12: last 68450 x 25, open 68400, high 68450, low 68400, average 68420, volume 125`
  private static func head(_ book: LiveBook) -> String {
    var parts: [String] = book.isKnown ? [] : ["waiting for a snapshot"]
    if let last = book.lastTrade { parts.append("last \(amount(last))") }
    for (type, name) in names {
      if let figure = book.figures[type] { parts.append("\(name) \(amount(figure))") }
    }
    return "\(name(book)): " + (parts.isEmpty ? "no trades" : parts.joined(separator: ", "))
  }

  private static func name(_ book: LiveBook) -> String {
    book.symbol + (book.mdSeq.map { " \($0)" } ?? "")
  }

  /// Figures by MDEntryType(269), in the order in which they are shown.
  private static var names: [(String, String)] {
    [
      ("4", "open"), ("7", "high"), ("8", "low"), ("9", "average"), ("B", "volume"),
      ("5", "close"), ("3", "reference"), ("A", "imbalance"),
    ]
  }

  private static func words(_ entry: MarketEntry) -> String {
    let name =
      switch entry.type {
      case "0": "bid"
      case "1": "offer"
      case "2": "trade" + (entry.tradingSession.map { " \($0)" } ?? "")
      default: names.first { $0.0 == entry.type }?.1 ?? "entry \(entry.type)"
      }
    guard entry.isDeleted else { return ([name, amount(entry)] + details(entry)).words }
    let what = entry.type == "2" ? entry.entryID : entry.price
    return ([name] + [what].compactMap { $0 } + ids(entry) + ["gone"]).words
  }

  /// `68450 x 25`, or the one of both that it has.
  private static func amount(_ entry: MarketEntry) -> String {
    [entry.price, entry.size].compactMap { $0 }.joined(separator: " x ")
  }

  private static func bid(_ entry: MarketEntry) -> String {
    (details(entry) + ["\(entry.size ?? "?") @ \(entry.price ?? "?")"]).words
  }

  private static func offer(_ entry: MarketEntry) -> String {
    (["\(entry.price ?? "?") @ \(entry.size ?? "?")"] + details(entry)).words
  }

  private static func details(_ entry: MarketEntry) -> [String] {
    let more = [entry.orders.map { "(\($0))" }, entry.originator.map { "of \($0)" }]
    return ids(entry) + more.compactMap { $0 } + (entry.isAllOrNone ? ["all-or-none"] : [])
  }

  private static func ids(_ entry: MarketEntry) -> [String] {
    entry.orderID.map { ["#\($0)"] } ?? []
  }
}

extension [String] {
  fileprivate var words: String { joined(separator: " ") }
}
