import Market
import Reconciliation
import Records
import Storage

/// Learns a venue's books from its log as far as it has come, and further with each call.
struct VenueBooksReader: ~Copyable {
  private(set) var books = VenueBooks()
  private var commands: CommandLogReader
  private var events: EventFileReader
  private var isReadingEvents = false
  /// An event that was read and belongs to a command that was not.
  private var hasEvent = false
  private let directory: String

  init(_ directory: String) throws(StorageError) {
    self.directory = directory
    commands = try CommandLogReader(directory: directory)
    events = EventFileReader(directory: directory, from: 0)
  }

  /// Learns what is there: events behind the command that caused them, and the commands whose events are not
  /// there yet at the next call.
  mutating func read() throws(StorageError) {
    while try commands.next() {
      let head = commands.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        let position = commands.record.loadBody(BatchHeader.self).eventPosition
        openEvents(at: position)
      } else {
        try learnEvents(before: head.sequence)
        books.learn(command: commands.record)
      }
    }
    try learnEvents(before: Sequence(rawValue: .max))
    books.reachedEnd()
  }

  /// The first batch says where its events stand; from there on they follow.
  private mutating func openEvents(at position: UInt64) {
    guard !isReadingEvents else { return }
    events = EventFileReader(directory: directory, from: position)
    isReadingEvents = true
  }

  private mutating func learnEvents(before sequence: Sequence) throws(StorageError) {
    while isReadingEvents {
      if !hasEvent { hasEvent = try events.next() }
      guard hasEvent, events.record.loadHead().sequence < sequence else { return }
      books.learn(event: events.record)
      hasEvent = false
    }
  }
}
