import Foundation
import Market
import Records
import Storage
import Testing

@Suite struct EventFileReaderTests {
  /// The sequences of all events in the files from a position on.
  static func read(_ path: String, from position: UInt64) throws -> [UInt64] {
    var reader = EventFileReader(directory: path, from: position)
    var found: [UInt64] = []
    while try reader.next() { found.append(reader.record.loadHead().sequence.rawValue) }
    return found
  }

  /// Writes events of the commands 1 to 200, in several files; where they end.
  private static func write(_ directory: borrowing StorageDirectory) throws -> UInt64 {
    let commands = try openLog(directory)
    let log = try EventLog.open(in: directory, following: commands, options: smallEvents)
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    for sequence in 1...200 as ClosedRange<UInt64> {
      writer.append(sequence...sequence, committedIn: log)
      _ = try files.writeBehind()
      _ = files.prepareNextIfNeeded()
    }
    return log.appendedPosition
  }

  @Test("events are read over the bounds of segments, from any of them, and nothing where none is")
  func read() throws {
    let place = try TemporaryDirectory()
    #expect(throws: StorageError.self) { try Self.read(place.path, from: 0) }
    let directory = try StorageDirectory.open(place.path)
    #expect(try Self.read(place.path, from: 0) == [])
    let end = try Self.write(directory)
    #expect(try Self.read(place.path, from: 0) == Array(1...200))
    #expect(try Self.read(place.path, from: 128 * 10) == Array(11...200))
    #expect(try Self.read(place.path, from: end) == [])
  }

  @Test("a file that a start makes anew while a reader waits at its begin is read")
  func madeAnew() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    _ = try Self.write(directory)
    let events = "\(place.path)/events"
    let name = try FileManager.default.contentsOfDirectory(atPath: events).sorted()[1]
    let position = try #require(UInt64(name.prefix { $0 != "." }))
    let first = try #require(try Self.read(place.path, from: position).first)
    let whole = try #require(FileManager.default.contents(atPath: "\(events)/\(name)"))
    let empty = whole.prefix(4_096) + Data(count: whole.count - 4_096)
    try FileManager.default.removeItem(atPath: "\(events)/\(name)")
    try empty.write(to: URL(fileURLWithPath: "\(events)/\(name)"))
    var reader = EventFileReader(directory: place.path, from: position)
    let early = try reader.next()
    #expect(!early)
    try FileManager.default.removeItem(atPath: "\(events)/\(name)")
    let none = try reader.next()
    #expect(!none)
    try whole.write(to: URL(fileURLWithPath: "\(events)/\(name)"))
    let found = try reader.next()
    #expect(found && reader.record.loadHead().sequence.rawValue == first)
  }

  @Test("the digest of records is the writer's")
  func digest() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    let log = try EventLog.open(in: directory, following: commands, options: smallEvents)
    var writer = try log.makeWriter()
    for sequence in 1...3 as ClosedRange<UInt64> {
      let isAppended = writer.append(sequence)
      #expect(isAppended)
    }
    var digest = EventDigest()
    digest.add(events: writer.records.bytes)
    let published = writer.publish()
    #expect(digest == published)
    #expect(digest.count == 3)
  }
}
