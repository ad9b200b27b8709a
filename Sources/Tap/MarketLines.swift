public import FIX44
public import TradeClient

/// Makes lines of market data: of a snapshot the book, of a change its entries in words; or as CSV, JSON, FIX.
public struct MarketLines: Sendable {
  private let format: LineFormat
  private let rows: Int
  private let text: MessageText
  private let json: MessageJSON

  /// `rows` prices of each side of a book at most.
  public init(_ format: LineFormat, rows: Int, _ dictionary: FIX44Dictionary) {
    self.format = format
    self.rows = rows
    text = MessageText(dictionary)
    json = MessageJSON(dictionary)
  }

  /// The line before all others, where the format has one.
  public var header: String? { format == .csv ? Self.columns : nil }

  /// The lines of a message that has made `book` what it is, or, where that is nil, is no market data.
  public func lines(_ message: WireMessage, _ book: LiveBook?) -> [String] {
    switch format {
    case .text: words(message, book)
    case .csv: book.map { csv(message, $0) } ?? []
    case .json: [json.line(message)]
    case .raw: [message.wire]
    }
  }

  private func words(_ message: WireMessage, _ book: LiveBook?) -> [String] {
    let time = message[.sendingTime] ?? ""
    guard let book else { return ["\(time) \(text.short(message))"] }
    guard message.msgType == "X" else {
      let lines = BookText.lines(book, rows: rows)
      return ["\(time) \(lines[0])"] + lines.dropFirst()
    }
    return [BookText.line(MarketEntry.entries(message), of: book, at: time)]
  }

  private static var columns: String {
    "sendingTime,msgSeqNum,msgType,symbol,mdSeq,action,entryType,entryID,price,size,orders,orderID,"
      + "position,tradingSession"
  }

  /// A line for each entry; of a snapshot without any, one that says so by its empty cells.
  private func csv(_ message: WireMessage, _ book: LiveBook) -> [String] {
    let head = [
      message[.sendingTime], message[.msgSeqNum], message.msgType, book.symbol, message[.mdSeq],
    ]
    let entries = MarketEntry.entries(message)
    return (entries.isEmpty ? [MarketEntry()] : entries).map { entry in
      let cells: [String?] =
        head + [
          entry.action, entry.type, entry.entryID, entry.price, entry.size, entry.orders,
          entry.orderID, entry.position.map { "\($0)" }, entry.tradingSession,
        ]
      return cells.map { MessageCSV.cell($0 ?? "") }.joined(separator: ",")
    }
  }
}
