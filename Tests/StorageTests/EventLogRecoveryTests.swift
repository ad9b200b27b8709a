import Market
import Records
import Storage
import Testing

@Suite struct EventLogRecoveryTests {
  /// Writes one event for each of the commands 1 ... count, in files.
  static func make(_ count: UInt64) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory, commands: Int(count))
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    for sequence in 1...count {
      writer.append(sequence...sequence, committedIn: log)
      _ = try files.writeBehind()
    }
    return place
  }

  @Test("replay makes what the files miss, and the log goes on", arguments: [0, 5, 127, 128, 290])
  func replay(_ kept: Int) throws {
    let count: UInt64 = 300
    let place = try Self.make(count)
    try Self.cut(place, after: kept)
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    let end = log.recovery.end
    #expect(end == UInt64(kept * 128 + max(0, kept - 1) / 127 * 128))
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    for sequence in 1...count {
      writer.append(sequence...sequence, committedIn: log)
      _ = try files.writeBehind()
    }
    try log.checkReplay()
    writer.append(count + 1...count + 1, committedIn: log)
    _ = try files.writeBehind()
    var reader = try makeReader(log)
    #expect(try reader.drain() == Array(1...count + 1))
    #expect(log.writtenPosition == log.appendedPosition)
  }

  /// Zeroes the files behind the event `kept`; a segment has 127 events and 128 bytes of padding.
  static func cut(_ place: TemporaryDirectory, after kept: Int) throws {
    for (index, name) in try place.names(in: "events").enumerated() {
      let left = max(0, min(128, kept - index * 127 + (kept > (index + 1) * 127 ? 1 : 0)))
      try place.zero("events/" + name, from: 4_096 + left * 128)
    }
  }

  @Test("a file cut after any byte ends with the last whole event before")
  func everyCut() throws {
    let place = try Self.make(3)
    let name = "events/0000000000000000.log"
    let whole = try place.bytes(name)
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    for cut in 4_096...4_096 + 3 * 128 {
      var torn = whole
      for offset in cut..<torn.count { torn[offset] = 0 }
      try place.write(torn, to: name)
      let log = try EventLog.open(in: directory, following: commands, options: smallEvents)
      // An event is whole from its CRC on: its body is zeros.
      #expect(log.recovery.end == UInt64((cut - 4_096 + 64) / 128 * 128), "cut at \(cut)")
    }
  }

  @Test("a bit turned in any byte of an event ends the file before it")
  func everyByte() throws {
    let place = try Self.make(3)
    let name = "events/0000000000000000.log"
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    for offset in 4_096 + 128..<4_096 + 256 {
      try place.flip(name, at: offset)
      let log = try EventLog.open(in: directory, following: commands, options: smallEvents)
      #expect(log.recovery.end == 128, "byte \(offset)")
      #expect(log.recovery.bytesCut > 0)
      try place.flip(name, at: offset)
    }
  }

  @Test("replay that makes another event than the file has is an error that says where")
  func otherEvent() throws {
    let place = try Self.make(3)
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    var writer = try log.makeWriter()
    let file = place.path + "/events/0000000000000000.log"
    for sequence in 1...2 as ClosedRange<UInt64> { _ = writer.append(sequence) }
    _ = writer.publish()
    #expect(
      throws: StorageError.damaged(
        file: file, offset: 4_096 + 256, reason: "replay makes no event that stands here")
    ) { try log.checkReplay() }
    _ = writer.append(3, detail: 1)
    _ = writer.publish()
    #expect(
      throws: StorageError.damaged(
        file: file, offset: 4_096 + 256,
        reason: "replay makes another event than the one that stands here")
    ) { try log.checkReplay() }
  }

  @Test("events of commands that the command log has lost: refused with disk, cut with memory")
  func ahead() throws {
    let place = try Self.make(3)
    try place.zero("commands/000000000001.log", from: 4_096 + 3 * 128)
    let directory = try StorageDirectory.open(place.path)
    #expect(
      throws: StorageError.damaged(
        file: place.path + "/events/0000000000000000.log", offset: 4_096 + 256,
        reason: "events of command 3, which the command log no longer has: "
          + "committed commands are lost from its end")
    ) { try openEvents(directory) }
    let log = try openEvents(directory, durability: .memory)
    #expect(log.recovery.end == 256)
    #expect(log.recovery.bytesCut > 0)
  }

  @Test("an existing log keeps its segment size")
  func segmentBytes() throws {
    let place = try Self.make(300)
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory, options: EventLogOptions(segmentBytes: 65_536))
    #expect(log.segmentBytes == 16_384)
  }

  @Test("two threads: a reader sees every event once while segments are used again")
  func twoThreads() async throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let log = try openEvents(directory)
    let total: UInt64 = 4_000
    let task = Task.detached { try await readAll(log, through: total) }
    var writer = try log.makeWriter()
    var files = try log.makeFileWriter()
    var sequence: UInt64 = 1
    while sequence <= total {
      if writer.append(sequence) { sequence += 1 } else { await Task.yield() }
      _ = writer.publish()
      log.commit(through: log.appendedPosition)
      _ = try files.writeBehind()
    }
    #expect(try await task.value == total)
  }
}

/// Reads until the last event; the number of events, each of which must be the next.
private func readAll(_ log: EventLog, through last: UInt64) async throws -> UInt64 {
  var reader = try makeReader(log)
  var found: UInt64 = 0
  while found < last {
    while try reader.next() {
      let sequence = reader.record.loadHead().sequence.rawValue
      #expect(sequence == found + 1)
      found = sequence
    }
    reader.release()
    await Task.yield()
  }
  return found
}
