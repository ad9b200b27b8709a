import Market
import MarketCore
import Memory
import Records
import Storage

/// Commands in memory applied by a core, and their events sealed, as the engine does under load.
struct CorePass: ~Copyable {
  private var venue: Venue
  private var events = RecordBuffer(capacity: 8 * Venue.eventBytesPerApply)
  private var group = RecordBuffer(capacity: Venue.expectedMost * Limits.recordBytes)

  init(_ opened: LogOpened) {
    venue = Venue(limits: VenueLimits(opened), seed: HashSeed(rawValue: opened.hashSeed))
  }

  var state: UInt64 { venue.digest() }

  mutating func run(_ records: borrowing RecordBuffer) {
    var offset = 0
    while offset < records.count {
      group.removeAll()
      for _ in 0..<Venue.expectedMost where offset < records.count {
        let end = offset + records.bytes.recordLength(at: offset)
        group.append(record: records.bytes.extracting(offset..<end))
        offset = end
      }
      venue.expect(group.bytes)
      Self.apply(group, to: &venue, &events)
      var place = 0
      while place < events.count { place += events.seal(at: place).length }
      events.removeAll()
    }
  }

  private static func apply(
    _ group: borrowing RecordBuffer, to venue: inout Venue, _ events: inout RecordBuffer
  ) {
    var place = 0
    while place < group.count {
      let end = place + group.bytes.recordLength(at: place)
      venue.apply(group.bytes.extracting(place..<end), into: &events)
      place = end
    }
  }
}

/// The first commands of a log, one behind the other, and how it was opened.
struct LoadedCommands: ~Copyable {
  private(set) var records: RecordBuffer
  private(set) var opened = LogOpened()

  init(_ path: String, _ count: Int) throws {
    records = RecordBuffer(capacity: count * 320 + (1 << 20))
    var reader = try CommandLogReader(directory: path)
    while reader.nextSequence.rawValue <= UInt64(count), try reader.next() {
      let type = reader.record.loadHead().typeCode
      if type == CommandType.batch.rawValue { continue }
      if type == CommandType.logOpened.rawValue {
        opened = reader.record.loadBody(LogOpened.self)
      }
      records.append(record: reader.record)
    }
  }
}
