import Linux
import Market
import Records
import Storage
import Testing

/// Segments of 128 events of 128 bytes.
let smallEvents = EventLogOptions(segmentBytes: 16_384, segmentCount: 3, readers: 2)

extension EventWriter {
  /// Appends one event of 128 bytes caused by `sequence`. False where there is no room.
  mutating func append(_ sequence: UInt64, detail: UInt64 = 0) -> Bool {
    guard makeRoom(for: 256) else { return false }
    var head = RecordHead()
    head.typeCode = EventType.phaseChanged.rawValue
    head.sequence = Sequence(rawValue: sequence)
    head.msgSeqNum = MsgSeqNum(rawValue: detail)
    records.append(head, body: PhaseChanged())
    return true
  }

  /// Appends, publishes and lets readers see one event for each sequence.
  mutating func append(_ sequences: ClosedRange<UInt64>, committedIn log: EventLog) {
    for sequence in sequences {
      let isAppended = append(sequence)
      #expect(isAppended)
    }
    _ = publish()
    log.commit(through: log.appendedPosition)
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

/// An event log beside a command log that has `commands` commands.
func openEvents(
  _ directory: borrowing StorageDirectory, commands count: Int = 0,
  durability: Durability = .disk, options: EventLogOptions = smallEvents
) throws -> EventLog {
  let settings = CommandLogOptions(segmentBytes: 64 << 10, durability: durability)
  do {
    var commands = try openLog(directory, options: settings)
    let missing = count - Int(commands.recovery.lastSequence.rawValue)
    if missing > 0 { _ = try commands.append(missing) }
  }
  let commands = try openLog(directory, options: settings)
  return try EventLog.open(in: directory, following: commands, options: options)
}

func makeReader(_ log: EventLog, from position: UInt64 = 0) throws -> EventReader {
  guard let reader = log.makeReader(from: position) else { throw NoReader() }
  return reader
}

struct NoReader: Error {}

@Suite struct EventLogTests {
  @Test("readers see what is committed and no more")
  func committed() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    var reader = try makeReader(log)
    for sequence in 1...3 as ClosedRange<UInt64> {
      let isAppended = writer.append(sequence)
      #expect(isAppended)
    }
    #expect(log.appendedPosition == 0)
    let digest = writer.publish()
    #expect(digest.count == 3)
    #expect(try reader.drain() == [])
    log.commit(through: 256)
    #expect(try reader.drain() == [1, 2])
    log.commit(through: log.appendedPosition)
    #expect(try reader.drain() == [3])
    let position = reader.position
    #expect(position == 384)
  }

  @Test("only what was published is committed")
  func commitTooFar() async {
    await #expect(processExitsWith: .failure) {
      let place = try TemporaryDirectory()
      let directory = try StorageDirectory.open(place.path)
      let log = try openEvents(directory)
      log.commit(through: 64)
    }
  }

  @Test("events cross segments in order, at every place around the roll", arguments: 125...131)
  func roll(_ count: UInt64) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    var reader = try makeReader(log)
    writer.append(1...count, committedIn: log)
    #expect(try reader.drain() == Array(1...count))
    writer.append(count + 1...count + 1, committedIn: log)
    #expect(try reader.drain() == [count + 1])
  }

  @Test("a digest does not depend on where segments end")
  func digest() throws {
    var digests: [EventDigest] = []
    for size in [16_384, 32_768, 65_536] {
      let place = try TemporaryDirectory()
      let directory = try StorageDirectory.open(place.path)
      let log = try openEvents(directory, options: EventLogOptions(segmentBytes: size))
      var writer = try log.makeWriter()
      for sequence in 1...300 as ClosedRange<UInt64> { _ = writer.append(sequence) }
      digests.append(writer.publish())
    }
    #expect(digests[0].count == 300)
    #expect(digests[0] == digests[1] && digests[1] == digests[2])
  }

  @Test("the engine gets no room until the oldest segment is in its file, and loses nothing")
  func noRoom() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    var last: UInt64 = 0
    while writer.append(last + 1) { last += 1 }
    #expect(last == 3 * 127)
    _ = writer.publish()
    _ = try files.writeBehind()
    var isAppended = writer.append(last + 1)
    #expect(!isAppended)
    log.commit(through: log.appendedPosition)
    _ = try files.writeBehind(limit: 16_383)
    isAppended = writer.append(last + 1)
    #expect(!isAppended)
    _ = try files.writeBehind(limit: 1)
    isAppended = writer.append(last + 1)
    #expect(isAppended)
    _ = writer.publish()
    log.commit(through: log.appendedPosition)
    var reader = try makeReader(log)
    #expect(try reader.drain() == Array(1...last + 1))
  }

  @Test("a reader inside a segment keeps it; released, it goes on from the file")
  func held() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    var reader = try makeReader(log)
    writer.append(1...300, committedIn: log)
    _ = try files.writeBehind()
    let isFirst = try reader.next()
    #expect(isFirst)
    var last: UInt64 = 300
    while writer.append(last + 1) { last += 1 }
    #expect(last == 3 * 127)
    let sequence = reader.record.loadHead().sequence
    #expect(sequence.rawValue == 1)
    reader.release()
    let isAppended = writer.append(last + 1)
    #expect(isAppended)
    _ = writer.publish()
    log.commit(through: log.appendedPosition)
    #expect(try reader.drain() == Array(2...last + 1))
  }

  @Test("as many readers as the options say, and another one when one is gone")
  func readers() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    let first = try makeReader(log)
    do {
      let second = try makeReader(log)
      #expect(throws: NoReader.self) { _ = try makeReader(log) }
      let position = second.position
      #expect(position == 0)
    }
    _ = try makeReader(log)
    let position = first.position
    #expect(position == 0)
  }

  @Test("the next file takes its room first and its zeros after, slice by slice")
  func preparing() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory, options: EventLogOptions(segmentBytes: 2 << 20))
    var files = try log.makeFileWriter()
    var steps: [PreparationStep] = []
    for _ in 0..<5 { steps.append(files.prepareNextIfNeeded()) }
    #expect(steps == [.advanced, .advanced, .ready, .idle, .idle])
    let bytes = try place.bytes("events/0000000002097152.log")
    #expect(bytes.count == 4_096 + 2 << 20)
    #expect(bytes.dropFirst(64).allSatisfy { $0 == 0 })
  }

  @Test("in a hurry the next file takes its room and no zeros")
  func hurried() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory, options: EventLogOptions(segmentBytes: 2 << 20))
    var files = try log.makeFileWriter()
    var steps: [PreparationStep] = []
    for _ in 0..<3 { steps.append(files.prepareNextIfNeeded(isHurried: true)) }
    #expect(steps == [.advanced, .idle, .idle])
    #expect(try place.bytes("events/0000000002097152.log").count == 4_096 + 2 << 20)
    for _ in 0..<2 { steps.append(files.prepareNextIfNeeded()) }
    #expect(steps.suffix(2) == [.advanced, .ready])
  }

  @Test("of many files the one being written, the one before and the next are open, no more")
  func openFiles() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    for sequence in 1...600 as ClosedRange<UInt64> {
      writer.append(sequence...sequence, committedIn: log)
      _ = try files.writeBehind()
      _ = files.prepareNextIfNeeded()
      let open = try place.openFiles(in: "events").count
      #expect(open <= 3)
    }
    #expect(try place.names(in: "events").count == 6)
    #expect(try place.openFiles(in: "events").count == 2)
  }

  @Test("no room on the disk for a file stops the engine, not the readers, and passes")
  func fullDisk() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    try place.fill("events/0000000000016384.log")
    writer.append(1...300, committedIn: log)
    _ = try files.writeBehind()
    #expect(log.writtenPosition == 16_384)
    let error = files.lastPreparationError
    #expect(error?.call == "posix_fallocate")
    let behind = files.bytesBehind
    #expect(behind == log.committedPosition - 16_384)
    while try files.writeBehind() > 0 {}
    let after = files.lastPreparationError
    #expect(after == nil)
    #expect(log.writtenPosition == log.committedPosition)
  }
}
