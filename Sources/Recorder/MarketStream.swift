import FIX44
import FIXWire
import Market
import MarketCore
import MarketData
import Memory
import OrderEntry
import Records

/// The market data of all instruments: what a session that subscribes to each of them, by price and with all that is
/// published, is told.
///
/// A day begins with a snapshot W of each instrument, and an instrument that is new with its own; what a command has
/// changed of an instrument is one X. It is told when an event of another command comes: until then nothing says that
/// the command has no more of them, and a message would depend on when the log was read.
struct MarketStream: FeedStream, ~Copyable {
  private var feed: MarketFeed
  private var encoder = MessageEncoder(capacity: MarketFeed.entryBytesMost + 1_024)
  private var numbers: DayNumbers
  private let venue: CompID
  private let zone: MarketZone
  /// All instruments, and those of them whose subscriptions are to begin.
  private var instruments: [InstrumentID] = []
  private var coming: [InstrumentID] = []
  private var day: CivilDate?
  /// The command of the last event.
  private var sequence = Sequence(rawValue: 0)
  private var time = Instant.none

  static var suffix: String { ".market-data.fix.lz4" }
  /// Whose subscription it is: nobody's.
  private static var session: SessionID { SessionID(rawValue: 1) }
  /// MDReqID(262).
  private static var mdReqID: Text32 { Text32("FEED") ?? Text32() }

  /// `limits` are those of the venue whose log it is.
  init(venue: CompID, zone: MarketZone, _ limits: VenueLimits) {
    let board = MarketBoard(
      orders: limits.restingOrders, levelPages: limits.levelPages, instruments: limits.instruments,
      firms: limits.firms)
    feed = MarketFeed(board, sessions: 1, links: limits.instruments, channels: limits.instruments)
    numbers = DayNumbers(zone)
    self.venue = venue
    self.zone = zone
  }

  /// Which instruments there are, and what a lot of each is.
  mutating func learn(_ command: RawSpan) {
    switch CommandType(rawValue: command.loadHead().typeCode) {
    case .defineInstrument:
      let body = command.loadBody(DefineInstrument.self)
      guard feed.board.has(body.instrument) else { return }
      feed.define(
        body.instrument, body.symbol, lot: body.documentUnit, brand: Self.brand(command, body))
      feed.define(body.instrument, tick: body.tick, reference: body.referencePrice)
      guard !instruments.contains(body.instrument) else { return }
      instruments.append(body.instrument)
      coming.append(body.instrument)
    default: return
    }
  }

  /// Brand(7721), one of the lines behind the definition; a brand that no field has room for is not told.
  private static func brand(_ command: RawSpan, _ body: DefineInstrument) -> Text32 {
    let start = RecordHead.byteCount + MemoryLayout<DefineInstrument>.size
    let bytes = Span<UInt8>(
      _bytes: command.extracting(start..<start + Int(body.attributesLength)))
    let text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("brand=") }
    return line.flatMap { Text32($0.dropFirst("brand=".count)) } ?? Text32()
  }

  mutating func take(
    _ event: RawSpan, at position: UInt64, into messages: inout [FeedMessage]
  ) throws(RecorderError) {
    let head = event.loadHead()
    if feed.isPending, head.sequence != sequence || feed.isDue(before: event) { tell(&messages) }
    (sequence, time) = (head.sequence, head.time)
    beginDay()
    if !coming.isEmpty { subscribe(&messages) }
    do throws(BookViewError) { try feed.take(event) } catch {
      throw .log(
        reason: "the event at \(position) does not go with the book before it (\(error)): "
          + "`cangdan log --verify` says where the log is damaged")
    }
  }

  /// Everything is asked for again on each day that has an event.
  private mutating func beginDay() {
    let today = zone.day(of: time)
    guard today != day else { return }
    day = today
    feed.unsubscribe(Self.session)
    coming = instruments
  }

  private mutating func subscribe(_ messages: inout [FeedMessage]) {
    guard !feed.isPending else { return }
    for instrument in coming {
      let isTaken = feed.subscribe(Self.session, Self.mdReqID, to: instrument, Self.terms)
      precondition(isTaken, "each instrument has room for one subscription")
    }
    coming.removeAll()
    tellSnapshots(&messages)
  }

  /// All that is published, by price.
  private static var terms: FeedTerms {
    var terms = FeedTerms()
    terms.entries = .all
    terms.depth = Limits.marketDepthMost
    terms.isIncremental = true
    return terms
  }

  /// Tells the pending change; or a snapshot, where it is more than a message has room for.
  private mutating func tell(_ messages: inout [FeedMessage]) {
    if let channel = feed.firstChannel, let link = feed.firstLink(of: channel) {
      switch feed.encodeChange(of: channel) {
      case .none: break
      case .snapshot: feed.makeStale(link)
      case .entries(let count):
        write(.marketDataIncrementalRefresh, &messages) { feed, encoder in
          feed.writeChange(count, for: link, to: &encoder)
        }
      }
    }
    feed.didTell()
    tellSnapshots(&messages)
  }

  private mutating func tellSnapshots(_ messages: inout [FeedMessage]) {
    while let link = feed.takeStale() {
      write(.marketDataSnapshotFullRefresh, &messages) { feed, encoder in
        feed.writeSnapshot(of: link, to: &encoder)
      }
    }
  }

  /// Writes one message at the time of the last command.
  private mutating func write(
    _ msgType: MsgType, _ messages: inout [FeedMessage],
    _ body: (inout MarketFeed, inout MessageEncoder) -> Void
  ) {
    let (day, number) = numbers.next(at: time)
    encoder.begin(
      OutboundHeader(msgType, from: venue, to: .feed, msgSeqNum: number, sendingTime: time))
    body(&feed, &encoder)
    encoder.finish()
    messages.append(FeedMessage(day: day, bytes: encoder.bytes))
  }
}
