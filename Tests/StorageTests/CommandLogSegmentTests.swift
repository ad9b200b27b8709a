import Market
import Records
import Storage
import Testing

/// Segments of 16,384 bytes of records, so of 128 records of 128 bytes.
@Suite struct CommandLogSegmentTests {
  static let recordsPerSegment = 128

  @Test(
    "a batch that fills a segment stays in it, one record more goes to the next",
    arguments: [(126, 1), (127, 1), (128, 2)])
  func edge(_ commands: Int, _ files: Int) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    committer.prepare()
    // The first batch leaves room for `commands - 64` and a header, or not.
    _ = try log.append(63)
    let outcome = try log.append(commands - 64)
    #expect(outcome == .appended)
    #expect(
      try place.names(in: "commands").filter { $0.hasSuffix(".log") }.count == files)
    let last = UInt64(commands - 1)
    #expect(try sequences(place.path) == Array(1...last))
  }

  @Test("the log is recovered at every place around the roll", arguments: 60...70)
  func recovered(_ count: Int) throws {
    let place = try TemporaryDirectory()
    do {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      var committer = log.makeCommitter()
      for _ in 0..<count {
        committer.prepare()
        let outcome = try log.append(1)
        #expect(outcome == .appended)
        _ = try committer.commit()
      }
    }
    let directory = try StorageDirectory.open(place.path)
    let log = try openLog(directory)
    #expect(log.recovery.lastSequence.rawValue == UInt64(count))
    #expect(log.recovery.bytesCut == 0)
  }

  @Test("with memory the full segment waits for its sync beside the commits")
  func retiredInMemory() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var options = smallSegments
    options.durability = .memory
    var log = try openLog(directory, options: options)
    var committer = log.makeCommitter()
    committer.prepare()
    _ = try log.append(100)
    _ = try log.append(100)
    let committed = try committer.commit()
    #expect(committed.rawValue == 200)
    let before = committer.prepareNextIfNeeded()
    #expect(before == .idle)
    try committer.preparer.syncRetired()
    let after = committer.prepareNextIfNeeded()
    #expect(after == .advanced)
  }

  @Test("in a hurry the next segment is prepared when a quarter of the present one is used")
  func hurried() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var preparer = log.makePreparer()
    var steps: [PreparationStep] = []
    // Commands of 128 bytes; 5,120 bytes are a quarter.
    for count in [6, 1] {
      _ = try log.append(count)
      steps.append(preparer.prepareNextIfNeeded(isHurried: true))
    }
    #expect(steps == [.idle, .advanced])
  }

  @Test(
    "a full segment is closed once it is synced, before the next one is prepared",
    arguments: [Durability.memory, .disk])
  func closed(_ durability: Durability) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var options = smallSegments
    options.durability = durability
    var log = try openLog(directory, options: options)
    var committer = log.makeCommitter()
    for _ in 0..<2 {
      committer.prepare()
      _ = try log.append(100)
    }
    let before = try place.openFiles(in: "commands")
    #expect(before == ["000000000001.log", "000000000101.log"])
    _ = try committer.commit()
    try committer.preparer.syncRetired()
    let step = committer.prepareNextIfNeeded()
    #expect(step == .advanced)
    #expect(try place.openFiles(in: "commands") == ["000000000101.log", "prepared"])
  }

  /// A log of three segments, each batch committed before the next; `committed` says whether the
  /// last one is known to be.
  static func make(committed: Bool) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    for count in [100, 100, 100] {
      _ = try committer.commit()
      committer.prepare()
      _ = try log.append(count)
    }
    if committed {
      _ = try committer.commit()
      _ = try log.append(1)
    }
    return place
  }

  @Test("damage in an older segment stops the reader with file and byte")
  func older() throws {
    let place = try Self.make(committed: true)
    try place.flip("commands/000000000001.log", at: 4_096 + 10 * 128 + 70)
    let error = StorageError.damaged(
      file: place.path + "/commands/000000000001.log", offset: 4_096 + 10 * 128,
      reason: "command 10 was committed and cannot be read: a wrong CRC")
    #expect(throws: error) { try sequences(place.path) }
    #expect(try sequences(place.path, from: 150).first == 150)
  }

  @Test("a missing segment is damage")
  func missing() throws {
    let place = try Self.make(committed: true)
    try place.remove("commands/000000000101.log")
    #expect(throws: StorageError.self) { try sequences(place.path) }
  }

  @Test("a segment behind a torn one that nobody calls committed goes with the tail")
  func tornBeforeTheRoll() throws {
    let place = try TemporaryDirectory()
    do {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      var committer = log.makeCommitter()
      committer.prepare()
      _ = try log.append(100)
      _ = try log.append(100)
    }
    try place.flip("commands/000000000001.log", at: 4_096 + 50 * 128 + 70)
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    #expect(log.recovery.lastSequence.rawValue == 49)
    #expect(try place.names(in: "commands") == ["000000000001.log"])
    _ = try log.append(1)
    #expect(try sequences(place.path) == Array(1...50))
  }

  @Test("a segment that lost its header with the power goes with what was in it")
  func headerLost() throws {
    let place = try Self.make(committed: false)
    try place.zero("commands/000000000201.log", from: 0, to: 4_096)
    let directory = try StorageDirectory.open(place.path)
    let log = try openLog(directory)
    #expect(log.recovery.lastSequence.rawValue == 200)
    #expect(log.recovery.bytesCut == 101 * 128)
  }

  @Test("a reader follows a log that is being written, across segments")
  func following() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    var reader = try CommandLogReader(directory: place.path)
    var found: UInt64 = 0
    for _ in 0..<5 {
      committer.prepare()
      _ = try log.append(50)
      _ = try committer.commit()
      while try reader.next() {
        let head = reader.record.loadHead()
        if head.typeCode != CommandType.batch.rawValue { found += 1 }
      }
      #expect(found == log.nextSequence.rawValue - 1)
    }
  }
}
