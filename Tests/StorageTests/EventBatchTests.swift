import Market
import Records
import Storage
import Testing

/// Where the events of a batch end, found in the files, and a start behind it.
@Suite struct EventBatchTests {
  /// Batches of events 1 ... 300 in files: how many events each has, and where it stands.
  private static func make(
    _ place: TemporaryDirectory, _ counts: [UInt64]
  ) throws -> [(batch: EventBatch, end: UInt64)] {
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory, commands: Int(counts.reduce(0, +)))
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    var made: [(batch: EventBatch, end: UInt64)] = []
    var sequence: UInt64 = 0
    for count in counts {
      let position = writer.position
      for _ in 0..<count {
        sequence += 1
        let isAppended = writer.append(sequence)
        #expect(isAppended)
      }
      let digest = writer.publish()
      log.commit(through: log.appendedPosition)
      _ = try files.writeBehind()
      made.append((EventBatch(position: position, digest: digest), writer.position))
    }
    return made
  }

  private static func end(of batch: EventBatch, in place: TemporaryDirectory) throws -> UInt64? {
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    return try EventLog.end(
      of: batch, in: directory, following: commands, options: smallEvents)
  }

  /// Batches within a segment, across two, up to a segment's end, and without events.
  static let counts: [UInt64] = [1, 0, 60, 66, 0, 100, 73, 0]

  @Test("a batch ends behind its last event", arguments: counts.indices)
  func ends(_ index: Int) throws {
    let place = try TemporaryDirectory()
    let made = try Self.make(place, Self.counts)[index]
    #expect(try Self.end(of: made.batch, in: place) == made.end)
  }

  @Test("replay begins behind a batch and makes the files' events again", arguments: counts.indices)
  func starts(_ index: Int) throws {
    let place = try TemporaryDirectory()
    let made = try Self.make(place, Self.counts)[index]
    let first = Self.counts[...index].reduce(0, +) + 1
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    let log = try EventLog.open(
      in: directory, following: commands, from: made.end, options: smallEvents)
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    if first <= 300 { writer.append(first...300, committedIn: log) }
    try log.checkReplay()
    writer.append(301...310, committedIn: log)
    while try files.writeBehind() > 0 {}
    var reader = try makeReader(log)
    #expect(try reader.drain() == Array(1...310))
    #expect(log.recovery.bytesCut == 0)
  }

  @Test("a batch whose events the files lack, or have otherwise, has no end")
  func lacking() throws {
    let place = try TemporaryDirectory()
    let made = try Self.make(place, [3, 3])
    let (first, second) = (made[0].batch, made[1].batch)
    var other = second
    other.digest.crc ^= 1
    #expect(try Self.end(of: other, in: place) == nil)
    other = second
    other.position += 64
    #expect(try Self.end(of: other, in: place) == nil)
    other = second
    other.digest.count += 1
    #expect(try Self.end(of: other, in: place) == nil)
    let name = "events/0000000000000000.log"
    for event in 0..<6 {
      try place.flip(name, at: 4_096 + event * 128 + 70)
      #expect(try Self.end(of: first, in: place) == (event < 3 ? nil : made[0].end))
      #expect(try Self.end(of: second, in: place) == nil)
      try place.flip(name, at: 4_096 + event * 128 + 70)
    }
    try place.zero(name, from: 4_096 + 5 * 128)
    #expect(try Self.end(of: first, in: place) == made[0].end)
    #expect(try Self.end(of: second, in: place) == nil)
  }
}
