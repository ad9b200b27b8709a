import FIX44
import Market
public import TradeClient

/// Subscribes to the market data of instruments, and keeps a book of each: it sees what is missing, and asks for
/// the whole again.
public struct MarketReader: Sendable {
  /// In the order in which they were named.
  public let symbols: [String]
  /// MarketDepth(264).
  private let depth: Int
  /// AggregatedBook(266)=N, order by order.
  private let isByOrder: Bool
  /// Books by the place of their symbol.
  public private(set) var books: [LiveBook]
  /// By the place of the symbol: its snapshot is awaited, and no change before it counts.
  private var isAwaited: [Bool]
  private var lastID = 0
  /// Messages of market data that were taken, and how often something was missing.
  public private(set) var count: UInt64 = 0
  public private(set) var gaps: UInt64 = 0

  /// What a message has come to.
  public struct Outcome: Equatable, Sendable {
    /// The place of the book that it has changed.
    public var changed: Int?
    /// To be asked of the venue.
    public var asks: [OutboundMessage] = []
    /// To be said to the user.
    public var text: String?
    /// The venue refuses what was asked for.
    public var isRefused = false
  }

  /// MDEntryType(269) of what is asked for: the book, trades, figures of the day, the
  /// reference price, and what a call would trade.
  public static var entryTypes: [String] {
    ["0", "1", "2", "3", "4", "5", "7", "8", "9", "A", "B"]
  }

  public init(_ symbols: [String], depth: Int, isByOrder: Bool) {
    self.symbols = symbols
    self.depth = depth
    self.isByOrder = isByOrder
    books = symbols.map { LiveBook($0) }
    isAwaited = symbols.map { _ in true }
  }

  /// What is asked for behind each logon, since subscriptions end with the connection.
  public mutating func requests() throws -> [OutboundMessage] {
    books = symbols.map { LiveBook($0) }
    isAwaited = symbols.map { _ in true }
    var requests: [OutboundMessage] = []
    for start in stride(from: 0, to: symbols.count, by: Limits.symbolsPerRequest) {
      let part = symbols[start..<min(start + Limits.symbolsPerRequest, symbols.count)]
      requests.append(try request(Array(part), isSubscription: true))
    }
    return requests
  }

  /// Takes a message of the venue; what is no market data changes nothing.
  public mutating func take(_ message: WireMessage) throws -> Outcome {
    switch message.msgType {
    case "W": takeSnapshot(message)
    case "X": try takeChange(message)
    case "Y": refused(message)
    case "j" where message[.refMsgType] == "V", "3" where message[.refMsgType] == "V":
      refused(message)
    default: Outcome()
    }
  }

  private mutating func takeSnapshot(_ message: WireMessage) -> Outcome {
    guard let place = place(message) else { return Outcome() }
    books[place].replace(message)
    isAwaited[place] = false
    count += 1
    return Outcome(changed: place)
  }

  private mutating func takeChange(_ message: WireMessage) throws -> Outcome {
    guard let place = place(message), !isAwaited[place] else { return Outcome() }
    let last = books[place].mdSeq
    switch books[place].apply(message) {
    case .taken:
      count += 1
      return Outcome(changed: place)
    case .old: return Outcome()
    case .gap(let previous):
      let stands = last.map { "\($0)" } ?? "none"
      return try lost(
        place,
        "a change follows MDSeq(7830) \(previous), PrevMDSeq(7832), and the last that came is \(stands)"
      )
    case .contradiction:
      return try lost(place, "a change does not go with the book, by MDEntryPositionNo(290)")
    }
  }

  /// What is missing comes with a snapshot that is asked for once; changes go on behind it.
  private mutating func lost(_ place: Int, _ text: String) throws -> Outcome {
    isAwaited[place] = true
    gaps += 1
    return Outcome(
      asks: [try request([symbols[place]], isSubscription: false)],
      text: "\(symbols[place]): \(text): a new snapshot is asked for")
  }

  private func refused(_ message: WireMessage) -> Outcome {
    Outcome(
      text: "the venue refuses market data: \(message[.text] ?? "without a reason")",
      isRefused: true)
  }

  private func place(_ message: WireMessage) -> Int? {
    message[.symbol].flatMap { symbols.firstIndex(of: $0) }
  }

  /// MarketDataRequest(V).
  private mutating func request(
    _ symbols: [String], isSubscription: Bool
  ) throws -> OutboundMessage {
    lastID += 1
    var fields: [WireMessage.Field] = [
      .init(.msgType, "V"), .init(.mdReqID, "TAP\(lastID)"),
      .init(.subscriptionRequestType, isSubscription ? "1" : "0"),
      .init(.marketDepth, "\(depth)"),
    ]
    if isSubscription { fields.append(.init(.mdUpdateType, "1")) }
    fields.append(.init(.aggregatedBook, isByOrder ? "N" : "Y"))
    fields.append(.init(.noMDEntryTypes, "\(Self.entryTypes.count)"))
    fields += Self.entryTypes.map { .init(.mdEntryType, $0) }
    fields.append(.init(.noRelatedSym, "\(symbols.count)"))
    fields += symbols.map { .init(.symbol, $0) }
    return try OutboundMessage(raw: fields)
  }
}
