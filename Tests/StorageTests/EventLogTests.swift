import Market
import Records
import Storage
import Testing

let smallEvents = EventLogOptions(segmentBytes: 16_384, segmentCount: 3, readers: 2)

extension EventWriter {
  /// Appends one event of 128 bytes caused by `sequence`. False where there is no room.
  mutating func append(_ sequence: UInt64) -> Bool {
    guard makeRoom(for: 256) else { return false }
    var head = RecordHead()
    head.typeCode = EventType.phaseChanged.rawValue
    head.sequence = Sequence(rawValue: sequence)
    records.append(head, body: PhaseChanged())
    return true
  }
}

extension EventReader {
  /// The sequences of all events up to the commit.
  mutating func drain() throws -> [UInt64] {
    var found: [UInt64] = []
    while try next() { found.append(record.loadHead().sequence.rawValue) }
    release()
    return found
  }
}

@Suite struct EventLogTests {
  @Test("readers see what is committed and no more")
  func committed() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    let log = try EventLog.open(in: directory, following: commands, options: smallEvents)
    var writer = try log.makeWriter()
    guard var reader = log.makeReader(from: 0) else {
      Issue.record("no reader")
      return
    }
    for sequence in 1...3 as ClosedRange<UInt64> {
      let isAppended = writer.append(sequence)
      #expect(isAppended)
    }
    let digest = writer.publish()
    #expect(digest.count == 3)
    #expect(try reader.drain() == [])
    log.commit(through: 256)
    #expect(try reader.drain() == [1, 2])
    log.commit(through: log.appendedPosition)
    #expect(try reader.drain() == [3])
  }
}
