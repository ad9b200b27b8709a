import Market
import Records
import Testing

@testable import Storage

/// A log whose begin one version of the core has applied, and whose end another one applies.
@Suite struct LogVersionsTests {
  private static func open(
    _ directory: borrowing StorageDirectory, _ version: UInt32, _ upgrade: LogUpgrade? = nil
  ) throws(StorageError) -> CommandLog {
    try CommandLog.open(
      in: directory, coreVersion: version, newLogID: 42, upgrade: upgrade, options: smallSegments)
  }

  /// Appends commands in batches of one, by a version.
  private static func append(
    _ count: Int, _ directory: borrowing StorageDirectory, _ version: UInt32,
    _ upgrade: LogUpgrade? = nil
  ) throws {
    var log = try open(directory, version, upgrade)
    var committer = log.makeCommitter()
    for _ in 0..<count { try log.append(1, committedBy: &committer) }
  }

  private static func versions(_ place: TemporaryDirectory) throws -> [String] {
    try LogVersions(directory: place.path).parts.map { "\($0.first.rawValue) by \($0.coreVersion)" }
  }

  @Test(
    "an upgrade begins a segment behind the snapshot of the whole log",
    arguments: [0, 1, 10, 63, 64, 200])
  func upgraded(_ count: Int) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    try Self.append(count, directory, 7)
    let last = UInt64(count)
    try Self.append(0, directory, 8, LogUpgrade(from: 7, behind: Sequence(rawValue: last)))
    #expect(try Self.versions(place) == (count == 0 ? ["1 by 8"] : ["1 by 7", "\(last + 1) by 8"]))
    // As after a crash: there is nothing to upgrade any more.
    try Self.append(100, directory, 8)
    #expect(try sequences(place.path) == Array(1...last + 100))
    #expect(throws: StorageError.self) { _ = try Self.open(directory, 7) }
    try Self.append(
      1, directory, 9, LogUpgrade(from: 8, behind: Sequence(rawValue: last + 100)))
    #expect(try Self.versions(place).last == "\(last + 101) by 9")
    #expect(try sequences(place.path) == Array(1...last + 101))
  }

  @Test(
    "without a snapshot of the whole log by its version the way out is named",
    arguments: [9, 10, 11])
  func refused(_ behind: UInt64) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    try Self.append(10, directory, 7)
    let error = #expect(throws: StorageError.self) { _ = try Self.open(directory, 8) }
    #expect(error.map { "\($0)".contains("have version 7 write a snapshot") } == true)
    let old = #expect(throws: StorageError.self) { _ = try Self.open(directory, 6) }
    #expect(old.map { "\($0)".contains("run version 7") } == true)
    let upgrades = [
      LogUpgrade(from: 7, behind: Sequence(rawValue: behind)),
      LogUpgrade(from: 6, behind: Sequence(rawValue: 10)),
    ]
    for upgrade in upgrades where upgrade != LogUpgrade(from: 7, behind: Sequence(rawValue: 10)) {
      #expect(throws: StorageError.self) { _ = try Self.open(directory, 8, upgrade) }
    }
    #expect(try Self.versions(place) == ["1 by 7"])
    try Self.append(1, directory, 7)
  }

  @Test("a core goes on from its own snapshots, and from the one that it was upgraded from")
  func origins() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    try Self.append(10, directory, 7)
    try Self.append(10, directory, 8, LogUpgrade(from: 7, behind: Sequence(rawValue: 10)))
    let versions = try LogVersions(directory: place.path)
    #expect(versions.ends == [Sequence(rawValue: 10)])
    let expected: [(UInt64, UInt32?)] = [(9, nil), (10, 7), (11, 8), (20, 8)]
    for (sequence, version) in expected {
      #expect(versions.origin(of: 8, behind: Sequence(rawValue: sequence)) == version)
    }
    #expect(versions.origin(of: 7, behind: Sequence(rawValue: 9)) == 7)
    #expect(versions.origin(of: 9, behind: Sequence(rawValue: 20)) == nil)
  }

  @Test("a segment of events begins before an upgrade and ends behind it")
  func events() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var end: UInt64 = 0
    for (version, upgrade) in [(7, nil), (8, LogUpgrade(from: 7, behind: Sequence(rawValue: 10)))]
      as [(UInt32, LogUpgrade?)]
    {
      try Self.append(10, directory, version, upgrade)
      let log = try Self.open(directory, version)
      let events = try EventLog.open(in: directory, following: log, from: end, options: smallEvents)
      var writer = try events.makeWriter()
      var files = try events.makeFileWriter()
      let first: UInt64 = version == 7 ? 1 : 11
      #expect(events.recovery.bytesCut == 0)
      writer.append(first...first + 9, committedIn: events)
      _ = try files.writeBehind()
      end = events.appendedPosition
    }
    #expect(try EventFileReaderTests.read(place.path, from: 0).last == 20)
  }

  @Test("the snapshot that a version went on from is kept")
  func kept() throws {
    let place = try TemporaryDirectory()
    for last in [10, 20, 30, 40] as [UInt64] { try LogArchiveTests.snapshot(place, behind: last) }
    let folder = "\(place.path)/snapshots"
    try SnapshotFile.removeOld(in: folder, keeping: 1, and: [Sequence(rawValue: 20)])
    #expect(try SnapshotFile.list(in: folder).map(\.sequence.rawValue) == [20, 40])
  }
}
