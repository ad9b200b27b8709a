import FIX44
import FIXWire
import Market
import MarketCore
import Memory
import OrderEntry
import Records

/// The events of a generated day, as a supervisor's drop copy has them: FEEDS_WORKLOAD.md.
struct FeedCorpus: ~Copyable {
  let workload: VenueWorkload
  /// The events that are copied, one behind the other.
  private(set) var events: RecordBuffer
  private(set) var count = 0
  private(set) var origins: Origins
  private(set) var firmCodes: FirmCodes
  private var entitlement = Entitlement()
  private var hash = FNV()

  /// Bytes of an order's events that are copied, at most on average.
  private static var bytesPerOrder: Int { 2_560 }

  init(_ workload: VenueWorkload) throws {
    self.workload = workload
    let log = try VenueLog(workload)
    var market = log.market()
    events = RecordBuffer(capacity: Self.bytesPerOrder * workload.orders)
    origins = Origins(capacity: workload.firms + 2)
    firmCodes = FirmCodes(capacity: workload.firms)
    entitlement.isAll = true
    for number in 1...UInt32(workload.firms) {
      let code = CompID(Text16(name: "DEALER\(1_000 + number)"))
      firmCodes.set(code, of: FirmID(rawValue: number))
      origins.set(
        Origins.Origin(compID: code, firm: FirmID(rawValue: number), role: .dealer),
        of: SessionID(rawValue: number))
    }
    var clock = FeedClock()
    var offset = 0
    for _ in 0..<log.commandCount {
      market.apply(log.records, at: offset)
      offset += log.records.bytes.recordLength(at: offset)
      let time = clock.next()
      keep(market.events, at: time)
      market.seal()
    }
  }

  /// FNV-1a over the events, to be told with the figures.
  var digest: UInt64 { hash.value }

  /// What is copied of a command's events, at a time and with names as clients give them.
  private mutating func keep(_ made: borrowing RecordBuffer, at time: Instant) {
    var offset = 0
    while offset < made.count {
      let length = made.bytes.recordLength(at: offset)
      let record = made.bytes.extracting(offset..<offset + length)
      offset += length
      guard DropCopy.of(record, for: entitlement, from: origins) != nil else { continue }
      let start = events.append(record: record)
      var head = record.loadHead()
      head.time = time
      events.store(head, at: start)
      rename(head, at: start)
      hash.add(UInt64(bitPattern: time.nanoseconds))
      count += 1
    }
  }

  /// ClOrdID(11) and OrigClOrdID(41): 64 bits that nobody foresees, in hexadecimal, instead of a count.
  private mutating func rename(_ head: RecordHead, at start: Int) {
    let place = start + RecordHead.byteCount
    switch EventType(rawValue: head.typeCode) {
    case .executionReport:
      var body = events.bytes.loadBody(ExecutionReport.self, at: start)
      body.clOrdID = FeedNames.drawn(for: body.clOrdID)
      body.origClOrdID = FeedNames.drawn(for: body.origClOrdID)
      events.store(body, at: place)
    case .tradeMatched:
      var body = events.bytes.loadBody(TradeMatched.self, at: start)
      body.buyClOrdID = FeedNames.drawn(for: body.buyClOrdID)
      body.sellClOrdID = FeedNames.drawn(for: body.sellClOrdID)
      events.store(body, at: place)
    default: break
    }
  }

  /// How many of the events are copied.
  func projected() -> Int {
    var found = 0
    var offset = 0
    while offset < events.count {
      let length = events.bytes.recordLength(at: offset)
      let record = events.bytes.extracting(offset..<offset + length)
      if DropCopy.of(record, for: entitlement, from: origins) != nil { found += 1 }
      offset += length
    }
    return found
  }

  /// Writes message `number` of the event at `offset`; the header says the event's time.
  func encode(at offset: Int, number: UInt64, into encoder: inout MessageEncoder) throws {
    let bytes = events.bytes
    let record = bytes.extracting(offset..<offset + bytes.recordLength(at: offset))
    guard let copy = DropCopy.of(record, for: entitlement, from: origins) else {
      throw Benchmark.VoidRun(reason: "an event that was kept is not copied")
    }
    let header = OutboundHeader(
      copy.msgType, from: CompID(Text16(name: "CANGDAN")), to: CompID(Text16(name: "SUPERVISOR")),
      msgSeqNum: MsgSeqNum(rawValue: number), sendingTime: record.loadHead().time)
    let place = FeedPlace(
      feedSeq: FeedPlace.feedSeq(at: UInt64(offset)),
      prevFeedSeq: FeedPlace.feedSeq(at: UInt64(max(0, offset - 320))))
    CopyEncoder.encode(
      event: record, as: copy, at: place, header: header, options: ReportOptions(),
      firmCodes: firmCodes, into: &encoder)
  }
}

/// Times of commands: gaps of two milliseconds on average, exponential, from a fixed seed.
struct FeedClock {
  private var state: UInt64 = 0x20261122
  private var now = Instant(nanoseconds: 1_795_000_000_000_000_000)

  mutating func next() -> Instant {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    // -ln(u) by the leading zeros of a draw and the fraction behind them.
    let draw = state >> 11 | 1
    let zeros = draw.leadingZeroBitCount - 11
    let fraction = Double(draw << UInt64(zeros + 12)) / 18_446_744_073_709_551_616.0
    let nats = (Double(zeros) + 1 - fraction) * 0.693_147_180_559_945_3
    now = now.adding(nanoseconds: Int64(nats * 2_000_000))
    return now
  }
}

/// Names as a client draws them.
private enum FeedNames {
  static func drawn(for name: ClOrdID) -> ClOrdID {
    let word = name.text.word0
    if word == 0 { return name }
    var mixed = word &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ mixed >> 32) &* 0xd6e8_feb8_6659_fd93
    mixed ^= mixed >> 32
    var text = Text32()
    text.word0 = hexadecimal(UInt32(truncatingIfNeeded: mixed))
    text.word1 = hexadecimal(UInt32(truncatingIfNeeded: mixed >> 32))
    return ClOrdID(text)
  }

  private static func hexadecimal(_ value: UInt32) -> UInt64 {
    var word: UInt64 = 0
    for place in 0..<8 {
      let digit = UInt64(value >> UInt32(4 * place) & 15)
      word |= (digit < 10 ? 0x30 + digit : 0x41 + digit - 10) << UInt64(8 * place)
    }
    return word
  }
}
