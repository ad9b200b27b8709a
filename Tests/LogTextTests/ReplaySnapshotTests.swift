import Foundation
import LogText
import Market
import MarketCore
import Memory
import Records
import Storage
import Testing

/// What somebody notes of a log beside its core.
private struct Notes: StateHolder, Equatable {
  var list: [UInt64] = []
  var names: [UInt32: UInt64] = [:]
  var kinds: Set<UInt16> = []

  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&list)
    transfer.move(&names)
    transfer.move(&kinds)
  }
}

/// Snapshots of a log's core: written, taken up, damaged.
@Suite struct ReplaySnapshotTests {
  /// A log of `ticks` batches behind its start, and where its snapshots go.
  private static func log(_ place: TemporaryDirectory, ticks: UInt64) throws {
    let directory = try StorageDirectory.open(place.path)
    var log = try SampleLog(in: directory)
    try log.writeStart()
    for number in 0..<ticks {
      try log.write { batch in
        batch.append(head(.tick, 5 + number), body: UInt64(0))
        return 5 + number
      }
    }
  }

  /// Applies the log up to command `last`.
  private static func replay(_ place: TemporaryDirectory, through last: UInt64) throws -> Replay {
    var replay = Replay()
    var reader = try CommandLogReader(directory: place.path)
    while reader.nextSequence.rawValue <= last, try reader.next() {
      #expect(replay.take(reader.record) == .applied)
    }
    return replay
  }

  @Test("behind a snapshot the log goes on to the same state", arguments: [UInt64(4), 6, 10])
  func goesOn(_ at: UInt64) throws {
    let place = try TemporaryDirectory()
    try Self.log(place, ticks: 6)
    var first = try Self.replay(place, through: at)
    var notes = Notes(list: [3, 1, 2], names: [7: 70, 8: 80], kinds: [9])
    let file = try first.write(in: "\(place.path)/snapshots", with: &notes)
    #expect(file.sequence.rawValue == at)
    #expect(try SnapshotFile.list(in: "\(place.path)/snapshots") == [file])
    var taken = Notes(list: [5], names: [1: 1], kinds: [])
    var second = try Replay(file, logID: 42, with: &taken)
    #expect(taken == notes)
    #expect(try second.isOfLog(in: place.path))
    var reader = try CommandLogReader(directory: place.path, from: Sequence(rawValue: at + 1))
    while try reader.next() { #expect(second.take(reader.record) == .applied) }
    let whole = try Self.replay(place, through: 10)
    let (digest, expected) = (second.venueDigest(), whole.venueDigest())
    #expect(digest != nil)
    #expect(digest == expected)
    let (compared, all) = (second.comparedCount, whole.comparedCount)
    #expect(compared == all)
    let (count, commands) = (second.commandCount, whole.commandCount)
    #expect(count == commands)
  }

  @Test("a snapshot of another log is refused, and says so")
  func foreign() throws {
    let place = try TemporaryDirectory()
    var notes = Notes()
    try Self.log(place, ticks: 0)
    var replay = try Self.replay(place, through: 4)
    let file = try replay.write(in: place.path, with: &notes)
    #expect(
      throws: StorageError.foreign(
        file: file.path, reason: "is of another log, or has another's name")
    ) { _ = try Replay(file, logID: 43, with: &notes) }
  }

  @Test("behind a right checksum the state of another log, with any tables, is refused")
  func foreignState() throws {
    let place = try TemporaryDirectory()
    var notes = Notes()
    try Self.log(place, ticks: 0)
    var replay = try Self.replay(place, through: 4)
    let file = try replay.write(in: place.path, with: &notes)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file.path)))
    // Behind the head of the file and that of the first part: the log's number, and how many orders it has room for.
    bytes[64 + 16 + 16] ^= 1
    for at in 64 + 16 + 24..<64 + 16 + 28 { bytes[at] = 0xff }
    for (range, at) in [(64..<bytes.count, 56), (0..<60, 60)] {
      let crc = RawSpan(_elements: Array(bytes[range]).span).crc32c()
      for byte in 0..<4 { bytes[at + byte] = UInt8(truncatingIfNeeded: crc >> (8 * byte)) }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: file.path))
    #expect(
      throws: StorageError.foreign(
        file: file.path, reason: "holds state as another build of the core lays it out")
    ) { _ = try Replay(file, logID: 42, with: &notes) }
  }

  @Test(
    "a snapshot that lacks bytes, or has others, is damaged",
    arguments: [0, 63, 64, 80, 70_000, -1])
  func damaged(_ offset: Int) throws {
    let place = try TemporaryDirectory()
    var notes = Notes()
    try Self.log(place, ticks: 0)
    var replay = try Self.replay(place, through: 4)
    let file = try replay.write(in: place.path, with: &notes)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
    let at = offset < 0 ? whole.count - 1 : offset
    try whole.prefix(at).write(to: URL(fileURLWithPath: file.path))
    #expect(throws: StorageError.self) { _ = try Replay(file, logID: 42, with: &notes) }
    var changed = whole
    changed[at] ^= 0x10
    try changed.write(to: URL(fileURLWithPath: file.path))
    #expect(throws: StorageError.self) { _ = try Replay(file, logID: 42, with: &notes) }
    try whole.write(to: URL(fileURLWithPath: file.path))
    _ = try Replay(file, logID: 42, with: &notes)
  }

  @Test("the newest are kept, and nothing of what was interrupted")
  func keeping() throws {
    let place = try TemporaryDirectory()
    var notes = Notes()
    try Self.log(place, ticks: 6)
    for last in UInt64(5)...9 {
      var replay = try Self.replay(place, through: last)
      _ = try replay.write(in: place.path, with: &notes)
    }
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(place.path)/unfinished"))
    try SnapshotFile.removeOld(in: place.path, keeping: 2)
    #expect(try SnapshotFile.list(in: place.path).map(\.sequence.rawValue) == [8, 9])
    #expect(!FileManager.default.fileExists(atPath: "\(place.path)/unfinished"))
  }

  @Test("a directory that can't be written to is named")
  func unwritable() throws {
    let place = try TemporaryDirectory()
    var notes = Notes()
    try Self.log(place, ticks: 0)
    var replay = try Self.replay(place, through: 4)
    try Data().write(to: URL(fileURLWithPath: "\(place.path)/file"))
    do {
      _ = try replay.write(in: "\(place.path)/file", with: &notes)
      Issue.record("written")
    } catch {
      #expect("\(error)".contains("\(place.path)/file"))
    }
  }

  @Test("a log that was cut and went on otherwise is not the one of the snapshot")
  func otherTimeline() throws {
    let place = try TemporaryDirectory()
    try Self.log(place, ticks: 6)
    let replay = try Self.replay(place, through: 9)
    #expect(try replay.isOfLog(in: place.path))
    let other = try TemporaryDirectory()
    try Self.log(other, ticks: 3)
    #expect(try !replay.isOfLog(in: other.path))
    let directory = try StorageDirectory.open(other.path)
    var log = try SampleLog(in: directory)
    for number in UInt64(3)..<6 {
      try log.write { batch in
        batch.append(head(.tick, 5 + number), body: UInt64(7))
        return 5 + number
      }
    }
    #expect(try !replay.isOfLog(in: other.path))
  }
}
