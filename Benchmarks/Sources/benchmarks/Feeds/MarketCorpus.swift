import FIX44
import FIXWire
import Market
import MarketCore
import MarketData
import Memory
import Records

/// The events of the same day that change what is published, and the market data that one subscriber is told of
/// them: FEEDS_WORKLOAD.md.
struct MarketCorpus: ~Copyable {
  let workload: VenueWorkload
  /// The book that the day begins with, order by order, and the changes behind it.
  private var events: RecordBuffer
  private var hash = FNV()
  private var mdSeq: UInt64 = 0

  /// Bytes of an order's events that are kept, at most on average.
  private static var bytesPerOrder: Int { 2_048 }
  private static var instrument: InstrumentID { InstrumentID(rawValue: 1) }

  init(_ workload: VenueWorkload) throws {
    self.workload = workload
    let log = try VenueLog(workload)
    var market = log.market()
    events = RecordBuffer(capacity: Self.bytesPerOrder * (workload.depth + workload.orders))
    var clock = FeedClock()
    begin(market, at: clock.next())
    var offset = 0
    for number in 1...log.commandCount {
      market.apply(log.records, at: offset)
      offset += log.records.bytes.recordLength(at: offset)
      keep(market.events, of: Sequence(rawValue: UInt64(number) + 1), at: clock.next())
      market.seal()
    }
  }

  /// FNV-1a over times and types, to be told with the figures.
  var digest: UInt64 { hash.value }

  /// What rests before the first command, as changes of an empty book.
  private mutating func begin(_ market: borrowing VenueMarket, at time: Instant) {
    for side in [Side.buy, .sell] {
      var last = BookChanged()
      market.venue.forEachOrder(of: Self.instrument, side) { order in
        mdSeq += 1
        let isSame = order.price == last.price
        last.mdSeq = mdSeq
        last.orderID = order.orderID
        last.instrument = Self.instrument
        last.price = order.price
        last.tick = Int32(order.price.tenThousandths / VenueMarket.tick.tenThousandths)
        last.sideCode = side.rawValue
        last.actionCode = MDUpdateAction.new.rawValue
        last.lots = order.lots
        last.levelLots = (isSame ? last.levelLots : 0) + order.lots
        last.levelOrders = (isSame ? last.levelOrders : 0) + 1
        var head = RecordHead()
        head.typeCode = EventType.bookChanged.rawValue
        head.sequence = Sequence(rawValue: 1)
        head.time = time
        events.append(head, body: last)
      }
    }
  }

  /// What is published of a command's events. Changes of the book count from the ones that began it.
  private mutating func keep(
    _ made: borrowing RecordBuffer, of sequence: Sequence, at time: Instant
  ) {
    var offset = 0
    while offset < made.count {
      let length = made.bytes.recordLength(at: offset)
      let record = made.bytes.extracting(offset..<offset + length)
      offset += length
      var head = record.loadHead()
      let type = EventType(rawValue: head.typeCode)
      guard type == .bookChanged || type == .tradeMatched || type == .tradeChanged else { continue }
      let start = events.append(record: record)
      head.sequence = sequence
      head.time = time
      events.store(head, at: start)
      if type == .bookChanged {
        mdSeq += 1
        var body = events.bytes.loadBody(BookChanged.self, at: start)
        body.mdSeq = mdSeq
        events.store(body, at: start + RecordHead.byteCount)
      }
      hash.add(UInt64(bitPattern: time.nanoseconds))
      hash.add(UInt64(head.typeCode))
    }
  }

  /// A feed with one subscriber, who takes all entries by price, ten of each side; nothing is told yet.
  func feed() throws -> MarketFeed {
    let limits = workload.limits
    var feed = MarketFeed(
      MarketBoard(
        orders: limits.restingOrders, levelPages: limits.levelPages,
        instruments: limits.instruments, firms: limits.firms), sessions: 1, links: 16, channels: 16)
    feed.define(
      Self.instrument, VenueMarket.symbol, lot: VenueMarket.unit, brand: Text32())
    var terms = FeedTerms()
    terms.entries = .all
    terms.depth = 10
    terms.isIncremental = true
    guard
      feed.subscribe(
        SessionID(rawValue: 1), Text32(Self.name) ?? Text32(), to: Self.instrument, terms)
    else { throw Benchmark.VoidRun(reason: "the feed has no room for a subscription") }
    return feed
  }

  private static var name: String { "MD-1" }

  /// Gives `body` each message in its order; how many.
  func tell(_ feed: consuming MarketFeed, _ body: (RawSpan) -> Void) throws -> Int {
    var teller = MarketTeller(feed: feed)
    var offset = 0
    while offset < events.count {
      let length = events.bytes.recordLength(at: offset)
      let event = events.bytes.extracting(offset..<offset + length)
      offset += length
      if teller.feed.isDue(before: event) { teller.tell(body) }
      // The book that the day begins with is told by the snapshot.
      if teller.count == 0, event.loadHead().sequence.rawValue > 1 { teller.tellSnapshots(body) }
      teller.time = event.loadHead().time
      try teller.feed.take(event)
    }
    teller.tell(body)
    return teller.count
  }
}

/// Writes what a feed has to tell, as a session does.
private struct MarketTeller: ~Copyable {
  var feed: MarketFeed
  var time = Instant.none
  private(set) var count = 0
  private var encoder = MessageEncoder(capacity: 1 << 16)

  init(feed: consuming MarketFeed) { self.feed = feed }

  mutating func tell(_ body: (RawSpan) -> Void) {
    // Before the snapshot nothing is told to anybody.
    if count > 0, let channel = feed.firstChannel, let link = feed.firstLink(of: channel) {
      switch feed.encodeChange(of: channel) {
      case .none: break
      case .snapshot: feed.makeStale(link)
      case .entries(let entries):
        begin(.marketDataIncrementalRefresh)
        feed.writeChange(entries, for: link, to: &encoder)
        finish(body)
      }
    }
    feed.didTell()
    if count > 0 { tellSnapshots(body) }
  }

  mutating func tellSnapshots(_ body: (RawSpan) -> Void) {
    feed.didTell()
    while let link = feed.takeStale() {
      begin(.marketDataSnapshotFullRefresh)
      feed.writeSnapshot(of: link, to: &encoder)
      finish(body)
    }
  }

  private mutating func begin(_ msgType: MsgType) {
    count += 1
    encoder.begin(
      OutboundHeader(
        msgType, from: CompID(Text16(name: "CANGDAN")), to: CompID(Text16(name: "MARKETDATA")),
        msgSeqNum: MsgSeqNum(rawValue: UInt64(count)), sendingTime: time))
  }

  private mutating func finish(_ body: (RawSpan) -> Void) {
    encoder.finish()
    body(encoder.message)
  }
}
