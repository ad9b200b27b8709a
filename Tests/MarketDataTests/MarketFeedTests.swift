import Market
import Records
import Testing

@testable import MarketData

/// What one message tells: both sides of the number of documents behind which a trade is the next message's.
@Suite struct MarketFeedTests {
  /// A trade in the mode listing that moves so many documents.
  private static func trade(_ documents: Int) -> RecordBuffer {
    var body = TradeMatched()
    body.tradeID = TradeID(rawValue: 1)
    body.instrument = InstrumentID(rawValue: 1)
    body.modeCode = TradingMode.listing.rawValue
    body.documentCount = UInt16(documents)
    var head = RecordHead()
    head.typeCode = EventType.tradeMatched.rawValue
    head.sequence = Sequence(rawValue: 7)
    var record = RecordBuffer(capacity: 8_192)
    let size = MemoryLayout<TitleDocID>.size + MemoryLayout<TradedDocument>.size
    _ = record.append(head, body: body, trailingByteCount: documents * size)
    return record
  }

  @Test("documents of a message", arguments: [(63, false), (64, true), (1, false)])
  func documents(_ row: (count: Int, isDue: Bool)) throws {
    let board = MarketBoard(orders: 8, levelPages: 8, instruments: 1, firms: 1)
    var feed = MarketFeed(board, sessions: 1, links: 4, channels: 4)
    var terms = FeedTerms()
    terms.entries = .trades
    terms.isIncremental = true
    let isIn = feed.subscribe(
      SessionID(rawValue: 1), Text32(), to: InstrumentID(rawValue: 1), terms)
    #expect(isIn)
    let first = Self.trade(row.count)
    try feed.take(first.bytes)
    let next = Self.trade(64)
    let isDue = feed.isDue(before: next.bytes)
    #expect(isDue == row.isDue)
    if isDue { feed.didTell() }
    try feed.take(next.bytes)
    let count = feed.documentCount
    #expect(count == (row.isDue ? 64 : row.count + 64))
  }
}
