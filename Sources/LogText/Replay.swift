public import Market
public import MarketCore
import Memory
import Records
public import Storage

/// Applies a log again in a venue of its own, in memory, and compares the events with those that
/// the log's batch headers testify to.
public struct Replay: ~Copyable {
  /// A batch whose events differ from those made when it was written.
  public struct Difference: Equatable, Sendable {
    /// The first command of the batch.
    public let firstSequence: Sequence
    /// What the log says of its events.
    public let logged: EventDigest
    /// What the commands make now.
    public let made: EventDigest
  }

  /// What became of the replay so far.
  public enum Step: Equatable, Sendable {
    case applied
    /// The record is no command that can be applied, such as one before `LogOpened`.
    case refused(reason: String)
    case differs(Difference)
  }

  public var commandCount: UInt64 { place.commandCount }
  public var eventCount: UInt64 { place.eventCount }
  public var batchCount: UInt64 { place.batchCount }
  /// Batches whose events were compared with what the next batch's header says.
  public var comparedCount: UInt64 { place.comparedCount }
  public var lastSequence: Sequence { place.lastSequence }
  /// The time of the last command.
  public var lastTime: Instant { place.lastTime }
  /// How the log was opened.
  public var opened: LogOpened { place.opened }
  /// The events of the last batch so far, and where the log says that they stand.
  public var lastBatch: EventBatch {
    EventBatch(position: place.batchPosition, digest: place.digest)
  }
  /// The first command of the last batch, and the CRC of the last command's record.
  public var batchStart: Sequence { place.batchStart }
  public var lastRecordCRC: UInt32 { place.lastCRC }
  /// The log's term.
  public var term: UInt64 { venue?.openedTerm() ?? 0 }
  /// Whether the last batch was applied to its end.
  public var isBatchWhole: Bool { place.batchLeft == 0 }
  /// What the last command has made.
  public var told: RawSpan {
    @_lifetime(borrow self)
    get { events.bytes }
  }
  /// What the last command counts as for monitors of rates, where these are watched; nil where it is none.
  public private(set) var monitored: Venue.MonitoredMessages?
  private let watchesRates: Bool
  var venue: Venue?
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  var place = Place()

  /// How far the log was applied: what a snapshot has beside the venue.
  struct Place: BitwiseCopyable {
    var opened = LogOpened()
    var commandCount: UInt64 = 0
    var eventCount: UInt64 = 0
    var batchCount: UInt64 = 0
    var comparedCount: UInt64 = 0
    var lastSequence = Sequence(rawValue: 0)
    /// The events of the batch so far.
    private var batchEvents: UInt32 = 0
    private var batchCRC: UInt32 = 0
    var batchStart = Sequence(rawValue: 0)
    /// Where the batch's first event stands in the event log.
    var batchPosition: UInt64 = 0
    /// Commands of the batch that are still to come.
    var batchLeft: UInt32 = 0
    /// The CRC of the batch's header, and of the last command: no other log has both there.
    var headerCRC: UInt32 = 0
    var lastCRC: UInt32 = 0
    private var reserved: UInt32 = 0
    var lastTime = Instant.none

    var digest: EventDigest {
      get { EventDigest(count: batchEvents, crc: batchCRC) }
      set { (batchEvents, batchCRC) = (newValue.count, newValue.crc) }
    }
  }

  /// A replay into an empty venue, with the limits and the seed that the log was opened with.
  public init(watchesRates: Bool = false) { self.watchesRates = watchesRates }

  /// Takes the next record of the log: a batch's header, or a command.
  public mutating func take(_ record: RawSpan) -> Step {
    let head = record.loadHead()
    monitored = nil
    if head.typeCode == CommandType.batch.rawValue { return takeBatch(record) }
    if venue == nil {
      guard head.typeCode == CommandType.logOpened.rawValue,
        Int(head.bodyLength) >= MemoryLayout<LogOpened>.size
      else {
        return .refused(reason: "the log does not begin with logOpened")
      }
      let opened = record.loadBody(LogOpened.self)
      if opened.coreVersion != Venue.coreVersion {
        return .refused(
          reason: "the log is of core version \(opened.coreVersion), "
            + "this program has \(Venue.coreVersion): only that version may apply it")
      }
      begin(opened)
    }
    events.removeAll()
    if watchesRates { monitored = venue?.monitored(record) }
    venue?.apply(record, into: &events)
    place.eventCount += UInt64(Self.add(events, to: &place.digest))
    place.commandCount += 1
    place.batchLeft -= min(place.batchLeft, 1)
    place.lastSequence = head.sequence
    place.lastTime = head.time
    place.lastCRC = head.crc
    return .applied
  }

  mutating func begin(_ opened: LogOpened) {
    place.opened = opened
    venue = Venue(limits: VenueLimits(opened), seed: HashSeed(rawValue: opened.hashSeed))
  }

  /// The venue's digest after the last command; nil before the first.
  public func venueDigest() -> UInt64? { venue?.digest() }

  /// Gives the venue away; the replay is at its end.
  public mutating func takeVenue() -> Venue? { venue.take() }

  /// A title document behind the last command; nil where there is none of that number.
  public func title(_ id: TitleDocID) -> TitleView? { venue?.title(id) }

  /// The entries that the last command has added to a document's chain.
  public func endorsements(of id: TitleDocID) -> [LogRecord] {
    var entries: [LogRecord] = []
    var offset = 0
    while offset < events.count {
      let head = events.bytes.loadHead(at: offset)
      let record = events.bytes.extracting(offset..<offset + Int(head.length))
      offset += Int(head.length)
      // Those who are told of it have copies.
      guard head.typeCode == EventType.titleChanged.rawValue, head.session == .venue,
        record.loadBody(TitleChanged.self).document == id
      else { continue }
      entries.append(LogRecord(event: record))
    }
    return entries
  }

  private mutating func takeBatch(_ record: RawSpan) -> Step {
    guard Int(record.loadHead().bodyLength) >= MemoryLayout<BatchHeader>.size else {
      return .refused(reason: "a batch header is too short")
    }
    let header = record.loadBody(BatchHeader.self)
    let logged = EventDigest(count: header.previousEventCount, crc: header.previousEventCRC)
    let made = place.digest
    let first = place.batchStart
    place.digest = EventDigest()
    place.batchStart = record.loadHead().sequence
    place.batchPosition = header.eventPosition
    place.batchLeft = header.commandCount
    place.headerCRC = record.loadHead().crc
    place.batchCount += 1
    guard batchCount > 1 else { return .applied }
    place.comparedCount += 1
    if logged == made { return .applied }
    return .differs(Difference(firstSequence: first, logged: logged, made: made))
  }

  private static func add(
    _ events: borrowing RecordBuffer, to digest: inout EventDigest
  ) -> UInt32 {
    let before = digest.count
    digest.add(events: events.bytes)
    return digest.count - before
  }
}

extension Venue {
  /// Its term, asked in the way in which an optional one can be asked.
  fileprivate func openedTerm() -> UInt64 { term }
}
