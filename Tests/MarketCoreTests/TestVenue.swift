import Market
import MarketCore
import Memory
import Records

/// A small venue and the log that it applies: commands by name, events as text.
final class TestVenue {
  private(set) var applier: Applier
  /// Every command so far and the events that it made, as bytes.
  private(set) var log: [(command: [UInt8], events: [UInt8])] = []
  /// Log time, moved by the test.
  /// When a table begins.
  static let began = Instant(nanoseconds: 1_000_000_000_000)
  var now = TestVenue.began
  /// The epoch of the sessions' messages.
  var epoch: UInt32 = 1
  private var sequence: UInt64 = 0
  private var numbers: [UInt32: UInt64] = [:]
  var flags = RecordFlags()
  /// Names of sessions by their number, for the text of events.
  var sessionNames: [UInt32: String] = [0: "venue"]
  var firmNames: [UInt32: String] = [:]
  /// Whether changes of books are told among the events.
  var showsBook = false
  var showsSettlement = false

  init(limits: VenueLimits = .small) { applier = Applier(limits: limits) }

  /// Applies one command of `session`; returns its events as text.
  @discardableResult
  func apply<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: SessionID = .venue, documents: [String] = []
  ) -> [String] {
    applier.write(head(type, session), body, documents: documents)
    return applyCommand()
  }

  /// The same with bytes behind the body.
  func apply<Body: BitwiseCopyable, Part: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: SessionID, parts: [Part]
  ) -> [String] {
    applier.write(head(type, session), body, parts: parts)
    return applyCommand()
  }

  /// Applies a command that has no body.
  @discardableResult
  func tick() -> [String] {
    applier.write(head(.tick, .venue), UInt64(0), documents: [])
    return applyCommand()
  }

  /// The same of a command that no message of the session stands behind.
  @discardableResult
  func applyUnnumbered<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32
  ) -> [String] {
    var head = head(type, .venue)
    head.session = SessionID(rawValue: session)
    applier.write(head, body, documents: [])
    return applyCommand()
  }

  private func applyCommand() -> [String] {
    let lines = applier.apply(
      EventText(
        sessions: sessionNames, firms: firmNames, showsBook: showsBook,
        showsSettlement: showsSettlement))
    log.append((applier.commandBytes, applier.eventBytes))
    return lines
  }

  private func head(_ type: CommandType, _ session: SessionID) -> RecordHead {
    var head = RecordHead()
    sequence += 1
    head.typeCode = type.rawValue
    head.sequence = Sequence(rawValue: sequence)
    head.time = now
    head.received = now
    head.session = session
    head.epoch = Epoch(rawValue: epoch)
    head.flags = flags
    if session != .venue {
      numbers[session.rawValue, default: 0] += 1
      head.msgSeqNum = MsgSeqNum(rawValue: numbers[session.rawValue, default: 0])
    }
    return head
  }
}

/// A venue with room for one command and its events.
struct Applier: ~Copyable {
  var venue: Venue
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)

  init(limits: VenueLimits = .small) {
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 7))
  }

  var commandBytes: [UInt8] { bytes(of: command) }
  var eventBytes: [UInt8] { bytes(of: events) }

  mutating func write<Body: BitwiseCopyable>(
    _ head: RecordHead, _ body: Body, documents: [String]
  ) {
    command.removeAll()
    let offset = command.append(head, body: body, trailingByteCount: documents.count * 32)
    for (index, document) in documents.enumerated() {
      let place = offset + RecordHead.byteCount + MemoryLayout<Body>.size + index * 32
      command.store(text32(document), at: place)
    }
  }

  mutating func write<Body: BitwiseCopyable, Part: BitwiseCopyable>(
    _ head: RecordHead, _ body: Body, parts: [Part]
  ) {
    command.removeAll()
    let size = MemoryLayout<Part>.size
    let offset = command.append(head, body: body, trailingByteCount: parts.count * size)
    for (index, part) in parts.enumerated() {
      let place = offset + RecordHead.byteCount + MemoryLayout<Body>.size + index * size
      command.store(part, at: place)
    }
  }

  mutating func apply(_ text: EventText) -> [String] {
    events.removeAll()
    step(&venue, command, into: &events)
    return text.lines(of: events.bytes)
  }

  /// Tells the venue of whole records.
  func expect(_ records: [UInt8]) { unsafe venue.expect(records.span.bytes) }

  /// Applies a whole record, of which the venue was told before; returns the bytes of its events.
  mutating func replay(_ record: [UInt8]) -> [UInt8] {
    events.removeAll()
    unsafe venue.expect(record.span.bytes)
    unsafe venue.apply(record.span.bytes, into: &events)
    return eventBytes
  }
}

private func step(
  _ venue: inout Venue, _ command: borrowing RecordBuffer, into events: inout RecordBuffer
) {
  venue.apply(command.bytes, into: &events)
}

private func bytes(of buffer: borrowing RecordBuffer) -> [UInt8] {
  let span = buffer.bytes
  return unsafe span.withUnsafeBytes { unsafe Array($0) }
}

/// The bodies of all events of a type among these records.
func bodies<Body: BitwiseCopyable>(
  _ body: Body.Type, of type: EventType, in events: [UInt8]
) -> [Body] {
  let records = unsafe events.span.bytes
  var bodies: [Body] = []
  var offset = 0
  while offset < records.byteCount {
    let head = records.loadHead(at: offset)
    if head.typeCode == type.rawValue { bodies.append(records.loadBody(body, at: offset)) }
    offset += Int(head.length)
  }
  return bodies
}

func text16(_ text: String) -> Text16 {
  guard let value = Text16(text) else { preconditionFailure("\(text) fits 16 bytes") }
  return value
}

func text32(_ text: String) -> Text32 {
  guard let value = Text32(text) else { preconditionFailure("\(text) fits 32 bytes") }
  return value
}
