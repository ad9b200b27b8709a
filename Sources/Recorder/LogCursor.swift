import Market
import Records
import Storage

/// The records of a venue's logs in one order: each command before the events that it caused.
///
/// Events reach their files behind their commit, so what stands there is committed, and with it all
/// commands up to the one that caused it. A command is given with the first event at or behind it;
/// what comes behind the last event is left for later.
struct LogCursor: ~Copyable {
  enum Step {
    case command
    case event
    /// No more is committed; it may be asked again later.
    case end
  }

  private var commands: CommandLogReader
  private var events: EventFileReader
  /// The last command that was given.
  private var sequence: UInt64
  /// An event is read, and waits for its command.
  private var isEventRead = false

  /// Goes on behind what is recorded. Refused where the log does not hold the event recorded last.
  init(directory: String, behind progress: RecordedProgress) throws {
    let commands = try CommandLogReader(
      directory: directory, from: Sequence(rawValue: progress.sequence + 1))
    var events = EventFileReader(directory: directory, from: progress.lastPosition ?? 0)
    if let crc = progress.lastCRC { try Self.check(&events, progress.nextPosition, crc) }
    sequence = progress.sequence
    self.commands = commands
    self.events = events
  }

  /// The event recorded last must be what the log has in its place.
  private static func check(
    _ events: inout EventFileReader, _ nextPosition: UInt64, _ crc: UInt32
  ) throws {
    guard try events.next() else {
      throw RecorderError.log(
        reason: "the event log ends before position \(nextPosition), up to which it is recorded: "
          + "the venue makes what a loss of power has taken from it again when it starts")
    }
    guard events.position == nextPosition, events.record.loadHead().crc == crc else {
      throw RecorderError.log(
        reason: "the event log has another event where the last one was recorded, before position "
          + "\(nextPosition): `cangdan record --rebuild` makes the books again")
    }
  }

  /// Goes to the next record.
  mutating func next() throws(StorageError) -> Step {
    if !isEventRead {
      isEventRead = try events.next()
      if !isEventRead { return .end }
    }
    let cause = events.record.loadHead().sequence.rawValue
    while sequence < cause {
      guard try commands.next() else {
        throw .damaged(
          file: commands.file, offset: commands.fileOffset,
          reason: "command \(sequence + 1) is missing, and there is an event of command \(cause)")
      }
      let head = commands.record.loadHead()
      guard head.typeCode != CommandType.batch.rawValue else { continue }
      sequence = head.sequence.rawValue
      return .command
    }
    isEventRead = false
    return .event
  }

  /// The command that `next()` has gone to.
  var command: RawSpan {
    @_lifetime(borrow self)
    get { commands.record }
  }

  /// Whether the core has refused the command that `next()` has gone to: then its first event says so.
  var isRefused: Bool {
    let head = events.record.loadHead()
    return head.sequence.rawValue == sequence && head.typeCode == EventType.commandRefused.rawValue
  }

  /// The event that `next()` has gone to.
  var event: RawSpan {
    @_lifetime(borrow self)
    get { events.record }
  }

  /// Where the event stands that `next()` has gone to, and where the one behind it.
  var eventPosition: UInt64 { events.position - UInt64(events.record.loadHead().length) }
  var nextPosition: UInt64 { events.position }

  /// What is wrong where `next()` has found the end, if the command log knows of more events. A venue
  /// that is running writes them a moment later.
  func lostEvents(in directory: String) throws(StorageError) -> String? {
    var reader = try CommandLogReader(directory: directory, from: Sequence(rawValue: sequence + 1))
    var known: UInt64 = 0
    while try reader.next() {
      guard reader.record.loadHead().typeCode == CommandType.batch.rawValue else { continue }
      known = reader.record.loadBody(BatchHeader.self).eventPosition
    }
    guard known > events.position else { return nil }
    return "events from position \(events.position) to \(known) can't be read"
  }
}
