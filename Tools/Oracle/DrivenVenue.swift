import Market
import MarketCore
import Memory
import Records

/// Reads the events of one command.
protocol EventReading {
  mutating func read(_ events: RawSpan)
}

/// The venue itself, which is given one command after the other, as a log has them.
struct DrivenVenue<Reader: EventReading>: ~Copyable {
  var venue: Venue
  /// Log time of the next command, ns since 1970 UTC.
  var now: Int64
  /// What it has read is the events of the last command.
  private(set) var reader: Reader
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0

  init(limits: VenueLimits, now: Int64, reader: Reader) {
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 7))
    self.now = now
    self.reader = reader
  }

  /// Applies a command of a session, or of the venue itself where that is zero.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int = 0, flags: RecordFlags = []
  ) {
    send(type, body, session: session, flags: flags, behind: [] as [UInt64])
  }

  /// The same with what stands behind the body.
  mutating func send<Body: BitwiseCopyable, Part: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int, flags: RecordFlags = [],
    behind parts: [Part]
  ) {
    var head = RecordHead()
    sequence += 1
    head.typeCode = type.rawValue
    head.sequence = Sequence(rawValue: sequence)
    head.time = Instant(nanoseconds: now)
    head.received = head.time
    head.session = SessionID(rawValue: UInt32(session))
    head.epoch = Epoch(rawValue: 1)
    head.flags = flags
    if session != 0 { head.msgSeqNum = MsgSeqNum(rawValue: sequence) }
    command.removeAll()
    let size = MemoryLayout<Part>.size
    let offset = command.append(head, body: body, trailingByteCount: parts.count * size)
    for (index, part) in parts.enumerated() {
      command.store(
        part, at: offset + RecordHead.byteCount + MemoryLayout<Body>.size + index * size)
    }
    Self.apply(command, to: &venue, &events, &reader)
  }

  private static func apply(
    _ command: borrowing RecordBuffer, to venue: inout Venue, _ events: inout RecordBuffer,
    _ reader: inout Reader
  ) {
    events.removeAll()
    venue.apply(command.bytes, into: &events)
    reader.read(events.bytes)
  }
}
