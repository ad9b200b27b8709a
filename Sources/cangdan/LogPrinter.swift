import LogText
import Market
import Records
import Storage

/// Prints commands that pass the filters, and the events that they caused.
struct LogPrinter: ~Copyable {
  struct Options {
    var events: Bool
    var json: Bool
  }

  var type: CommandType?
  var session: SessionID?
  var names = SessionNames()
  private let directory: String
  private let options: Options
  private var events: EventFileReader
  private var isReadingEvents = false
  /// An event that was read and belongs to a later command.
  private var hasEvent = false
  /// The last command, and whether its events are wanted.
  private var current = Sequence(rawValue: 0)
  private var isWanted = false

  init(directory: String, options: Options) {
    self.directory = directory
    self.options = options
    events = EventFileReader(directory: directory, from: 0)
  }

  /// Prints a command, before it the events of the one before that have come meanwhile.
  mutating func print(_ record: RawSpan) throws(StorageError) {
    names.learn(from: record)
    let head = record.loadHead()
    if head.typeCode == CommandType.batch.rawValue { return openEvents(record) }
    try catchUp()
    current = head.sequence
    isWanted =
      (type.map { $0.rawValue == head.typeCode } ?? true)
      && (session.map { $0 == head.session } ?? true)
    if isWanted { write(LogRecord(command: record)) }
    try catchUp()
  }

  /// Prints what events of the last command are in the files.
  mutating func catchUp() throws(StorageError) {
    while isReadingEvents {
      if !hasEvent {
        hasEvent = try events.next()
        if !hasEvent { return }
      }
      let sequence = events.record.loadHead().sequence
      if sequence > current { return }
      hasEvent = false
      if sequence == current && isWanted { write(LogRecord(event: events.record)) }
    }
  }

  /// The first batch header says where its events stand; from there on they follow.
  private mutating func openEvents(_ record: RawSpan) {
    guard options.events, !isReadingEvents else { return }
    let header = record.loadBody(BatchHeader.self)
    events = EventFileReader(directory: directory, from: header.eventPosition)
    isReadingEvents = true
  }

  private func write(_ record: LogRecord) {
    let compID = names.compID(of: record.head.session)
    Swift.print(options.json ? record.json(compID: compID) : record.line(compID: compID))
  }
}
