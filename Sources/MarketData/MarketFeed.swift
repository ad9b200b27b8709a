import FIX44
import FIXWire
import Market
import Memory
import Records

/// Who has subscribed to what, and what each is to be told of the board.
///
/// What one command changes of one instrument is one message for each terms in which it is taken: its
/// entries are written once, and each session's message has them behind its own head. A session that
/// can't take a message gets a snapshot when it can: so each message says, by PrevMDSeq(7832), which
/// one stands before it, and none is missing. Owner: whoever reads the events.
///
/// ```
/// for each event {
///   if feed.isDue(before: event) { tell }
///   try feed.take(event)
/// }
/// tell:  var channel = feed.firstChannel
///        while let present = channel {
///          let change = feed.encodeChange(of: present)
///          go through the links of `present`: write one message of `change` to each
///          channel = feed.next(channel: present)
///        }
///        feed.didTell()
/// ```
public struct MarketFeed: ~Copyable {
  /// What is published.
  public internal(set) var board: MarketBoard
  var links: FeedLinks
  var channels: FeedChannels
  /// The entries of the change that is told, or of a snapshot.
  var entries: MessageEncoder
  /// The best of a side as it is now.
  var now: Slab<WindowEntry>
  /// The trades of the pending change.
  var trades: Slab<ToldTrade>
  var tradeCount = 0
  /// What is published of their documents.
  var documents: Slab<ToldDocument>
  var documentCount = 0
  /// The instrument whose change is still to be told, and the command that has made it.
  private var pending = InstrumentID.none
  private var pendingSequence = Sequence(rawValue: 0)

  /// Instruments in subscriptions, of all sessions together, and those that wait to be told once.
  public static var linksMost: Int { 65_536 }
  /// Different terms of instruments that are told by changes.
  public static var channelsMost: Int { 4_096 }
  /// Trades that one message tells.
  static var tradesMost: Int { 128 }
  /// Documents of these, from which on the next trade is the next message's.
  static var documentsMost: Int { 64 }
  /// The longest entries of a message, in bytes: 200 orders of 92, and the figures.
  public static var entryBytesMost: Int { 20_480 }

  /// A feed of a board, for sessions up to this number.
  public init(
    _ board: consuming MarketBoard, sessions: Int, links: Int = linksMost,
    channels: Int = channelsMost
  ) {
    self.links = FeedLinks(capacity: links, sessions: sessions)
    self.channels = FeedChannels(capacity: channels, instruments: board.capacity)
    entries = MessageEncoder(capacity: Self.entryBytesMost)
    now = Slab(capacity: FeedTerms.depthMost, repeating: WindowEntry())
    trades = Slab(capacity: Self.tradesMost, repeating: ToldTrade())
    documents = Slab(
      capacity: Self.documentsMost + Limits.documentsPerOrder, repeating: ToldDocument())
    self.board = board
  }

  /// Whether a change is still to be told.
  public var isPending: Bool { pending != .none }

  /// Whether the pending change is to be told before `event` is taken: it is of another command, or of another
  /// instrument, or has as many trades as a message.
  public func isDue(before event: RawSpan) -> Bool {
    guard isPending, MarketBoard.concerns(event) else { return false }
    return event.loadHead().sequence != pendingSequence || tradeCount == Self.tradesMost
      || documentCount >= Self.documentsMost || MarketBoard.instrument(of: event) != pending
  }

  /// Takes the next event of the log.
  public mutating func take(_ event: RawSpan) throws(BookViewError) {
    guard let instrument = try board.take(event), channels.first(of: instrument) != nil else {
      return
    }
    pending = instrument
    pendingSequence = event.loadHead().sequence
    guard var trade = ToldTrade(event) else { return }
    readDocuments(of: &trade, event)
    trades[UInt32(tradeCount)] = trade
    tradeCount += 1
  }

  /// Documents are published in the mode listing alone.
  private mutating func readDocuments(of trade: inout ToldTrade, _ event: RawSpan) {
    guard trade.modeCode == TradingMode.listing.rawValue else { return }
    let count = Int(event.loadBody(TradeMatched.self).documentCount)
    trade.firstDocument = UInt32(documentCount)
    trade.documentCount = UInt32(count)
    for place in 0..<count {
      var told = ToldDocument()
      told.id = event.loadDocument(place, behind: TradeMatched.self)
      told.particulars = event.loadTradedDocument(place, of: count)
      documents[UInt32(documentCount)] = told
      documentCount += 1
    }
  }

  /// The first channel to which the pending change is to be told.
  public var firstChannel: UInt32? { isPending ? channels.first(of: pending) : nil }

  /// The next one of the same instrument.
  public func next(channel: UInt32) -> UInt32? { channels.next(channel) }

  /// The change has been told to all channels.
  public mutating func didTell() {
    pending = .none
    tradeCount = 0
    documentCount = 0
  }
}

/// A document of a trade in the mode listing, as a message tells it.
struct ToldDocument: BitwiseCopyable {
  var id = TitleDocID()
  var particulars = TradedDocument()
}

/// A trade as a message tells it.
struct ToldTrade: BitwiseCopyable {
  var trade = DayTrade()
  var seller = FirmID.none
  var modeCode: UInt8 = 0
  var isBust: UInt8 = 0
  /// Among the feed's documents; in the mode listing alone there are any.
  var firstDocument: UInt32 = 0
  var documentCount: UInt32 = 0

  init() {}

  /// Whether it was made in the book.
  var isOfBook: Bool { TradingMode(rawValue: modeCode).map(MarketBoard.isBook) ?? false }

  /// The trade that an event is of; nil where it is of none, or of nothing that is published.
  init?(_ event: RawSpan) {
    let head = event.loadHead()
    switch EventType(rawValue: head.typeCode) {
    case .tradeMatched:
      let body = event.loadBody(TradeMatched.self)
      trade = DayTrade(body, at: head.time)
      seller = body.sellFirm
      modeCode = body.modeCode
    case .tradeChanged:
      let body = event.loadBody(TradeChanged.self)
      guard body.isBust else { return nil }
      trade.tradeID = body.tradeID
      isBust = 1
    default: return nil
    }
  }
}
