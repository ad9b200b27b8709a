import Compression
import Foundation
import Market
import Memory
import Records
import Storage
import Testing

/// Segments that are sealed, the chain of their digests, and what becomes of them when their time is over.
@Suite struct LogArchiveTests {
  /// A log of 600 commands in batches of three in seven segments, with events, and a snapshot behind command `last`.
  static func make(snapshot last: UInt64? = 600, trailing: Int = 48) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    let events = try EventLog.open(in: directory, following: log, options: smallEvents)
    var writer = try events.makeWriter()
    var files = try events.makeFileWriter()
    var committer = log.makeCommitter()
    for _ in 0..<200 {
      try log.append(3, trailing: trailing, committedBy: &committer)
      let next = log.nextSequence.rawValue
      writer.append(next - 3...next - 1, committedIn: events)
      _ = try files.writeBehind()
      _ = files.prepareNextIfNeeded()
    }
    if let last { try snapshot(place, behind: last) }
    return place
  }

  static func snapshot(_ place: TemporaryDirectory, behind last: UInt64) throws {
    var writer = try SnapshotWriter(in: "\(place.path)/snapshots")
    _ = try writer.finish(
      LogIdentity(logID: 42, coreVersion: 6), behind: Sequence(rawValue: last), digest: 1)
  }

  /// Seals what is there; the names of the files that came of it.
  @discardableResult
  static func seal(_ place: TemporaryDirectory, before seconds: Int64 = .max) throws -> [String] {
    var archive = try LogArchive(directory: place.path)
    var names: [String] = []
    _ = try archive.seal(before: seconds, snapshots: "\(place.path)/snapshots") { sealed in
      #expect(sealed.sealedBytes < sealed.plainBytes / 2)
      names.append(URL(fileURLWithPath: sealed.path).lastPathComponent)
    }
    return names
  }

  static func segments(_ place: TemporaryDirectory, _ folder: String = "commands") throws
    -> [String]
  {
    try place.names(in: folder).filter { $0.contains(".log") }
  }

  static func check(_ place: TemporaryDirectory) throws -> ChainCheck {
    var check = try ChainCheck(directory: place.path)
    var reader = try CommandLogReader(directory: place.path)
    while try reader.next() { try check.take(reader) }
    return check
  }

  @Test("what stands behind a snapshot is sealed but for the last two; all is read as before")
  func sealed() throws {
    let place = try Self.make()
    let plain = try Self.segments(place)
    #expect(plain.count == 7)
    let bytes = try place.bytes("commands/\(plain[0])")
    let events = try EventFileReaderTests.read(place.path, from: 0)
    let value = try Self.check(place).value
    let names = try Self.seal(place)
    let sealed = try Self.segments(place)
    #expect(sealed == plain.prefix(5).map { "\($0).lz4" } + plain.suffix(2))
    #expect(names.filter { $0.count == "000000000001.log.lz4".count } == Array(sealed.prefix(5)))
    #expect(try Self.unpacked(place.bytes("commands/\(sealed[0])")) == bytes)
    #expect(try sequences(place.path) == Array(1...600))
    #expect(try sequences(place.path, from: 130) == Array(130...600))
    let sealedEvents = try Self.segments(place, "events")
    #expect(sealedEvents.filter { $0.hasSuffix(".lz4") }.count >= 2)
    #expect(try EventFileReaderTests.read(place.path, from: 0) == events)
    #expect(try Self.seal(place) == [])
    let check = try Self.check(place)
    #expect(check.value == value && check.comparedCount == 5)
  }

  @Test("a venue goes on with a sealed log, and seals the rest when it has grown")
  func goesOn() throws {
    let place = try Self.make()
    try Self.seal(place)
    do {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      let events = try EventLog.open(in: directory, following: log, options: smallEvents)
      #expect(events.recovery.bytesCut == 0)
      var committer = log.makeCommitter()
      for _ in 0..<100 {
        try log.append(3, committedBy: &committer)
      }
    }
    try Self.snapshot(place, behind: 900)
    #expect(try !Self.seal(place).isEmpty)
    #expect(try sequences(place.path) == Array(1...900))
    #expect(try Self.check(place).comparedCount == Self.segments(place).count - 2)
  }

  static let nothing: [(UInt64?, Int64)] = [(nil, .max), (600, 1), (42, .max)]

  @Test(
    "nothing is sealed without a snapshot, before it is old, or before it is not needed",
    arguments: nothing)
  func notSealed(_ last: UInt64?, _ seconds: Int64) throws {
    let place = try Self.make(snapshot: last)
    #expect(try Self.seal(place, before: seconds) == [])
    #expect(try Self.segments(place).allSatisfy { $0.hasSuffix(".log") })
  }

  @Test("a segment is needed to the command before the snapshot's next one", arguments: [0, 1])
  func bounds(_ more: UInt64) throws {
    let place = try Self.make(snapshot: nil)
    let second = try #require(UInt64(Self.segments(place)[1].prefix(12)))
    try Self.snapshot(place, behind: second - 1 + more)
    #expect(try Self.seal(place).isEmpty == (more == 0))
  }

  @Test("a damaged snapshot proves nothing; the one before it does")
  func damagedSnapshot() throws {
    let place = try Self.make()
    try place.flip("snapshots/000000000600.snapshot", at: 20)
    #expect(try Self.seal(place) == [])
  }

  @Test("where a crash has left both forms the plain one is the segment, and it is sealed anew")
  func both() throws {
    let place = try Self.make()
    let name = try Self.segments(place)[0]
    let bytes = try place.bytes("commands/\(name)")
    try Self.seal(place)
    try place.write(bytes, to: "commands/\(name)")
    try place.write([1, 2, 3], to: "commands/\(name).lz4")
    try place.write(bytes, to: "commands/unsealed")
    #expect(try sequences(place.path) == Array(1...600))
    #expect(try Self.seal(place) == ["\(name).lz4"])
    #expect(try sequences(place.path) == Array(1...600))
  }

  @Test("one at a time")
  func locked() throws {
    let place = try Self.make()
    let archive = try LogArchive(directory: place.path)
    #expect(throws: StorageError.self) { try Self.seal(place) }
    #expect(archive.end == nil)
  }

  @Test("a sealed segment that is damaged is named; a copy mends it", arguments: [6, 40, 300])
  func damaged(_ offset: Int) throws {
    let (place, copy) = (try Self.make(), try Self.make())
    try Self.seal(place)
    let name = try Self.segments(place)[1]
    try place.flip("commands/\(name)", at: offset)
    let error = #expect(throws: StorageError.self) { try sequences(place.path) }
    #expect(error.map { "\($0)".contains("/commands/") } == true)
    let directory = try StorageDirectory.open(place.path)
    _ = try CommandLogRepair.mend(directory, from: copy.path)
    #expect(try sequences(place.path) == Array(1...600))
    _ = try Self.check(place)
  }

  @Test("what is as whole as before and says something else breaks the chain")
  func forged() throws {
    let (place, other) = (try Self.make(), try Self.make(trailing: 47))
    try Self.seal(place)
    let name = try Self.segments(other)[1]
    try place.write(other.bytes("commands/\(name)"), to: "commands/\(name)")
    #expect(try sequences(place.path) == Array(1...600))
    #expect(throws: StorageError.self) { try Self.check(place) }
  }

  @Test("a line torn by a loss of power is none; one that does not go on is refused")
  func lines() throws {
    let place = try Self.make()
    try Self.seal(place)
    let whole = try place.bytes("commands/chain")
    try place.write(Array(whole.dropLast(3)), to: "commands/chain")
    #expect(throws: StorageError.self) { try Self.check(place) }
    let text = String(decoding: whole, as: UTF8.self)
    let lines = text.split(separator: "\n")
    for bad in ["\(lines[1])\n", "\(lines[0])x\n", "1 2\n", text + text, text.uppercased()] {
      try place.write(Array(bad.utf8), to: "commands/chain")
      #expect(throws: StorageError.self) { try Self.check(place) }
    }
  }

  @Test("an archive is shortened past its retention, and read and verified from there on")
  func pruned() throws {
    let place = try Self.make()
    try Self.seal(place)
    let value = try Self.check(place).value
    let owner = try StorageDirectory.open(place.path)
    var archive = try LogArchive(directory: place.path)
    #expect(try archive.prune(owner, before: Instant(nanoseconds: 0)) == [])
    let removed = try archive.prune(owner, before: Instant(nanoseconds: 1))
    #expect(removed.filter { $0.contains("/commands/") }.count == 5)
    let first = try #require(UInt64(Self.segments(place)[0].prefix(12)))
    #expect(try sequences(place.path) == Array(first...600))
    let told = try EventFileReaderTests.read(place.path, from: 0)
    #expect(told.last == 600 && told.contains(first))
    #expect(try Self.check(place).value == value)
    #expect(throws: StorageError.self) { _ = try openLog(owner) }
    #expect(archive.end?.sequence == first - 1)
  }

  private static func unpacked(_ frame: [UInt8]) -> [UInt8] {
    var reader = LZ4FrameReader()
    var source = ByteBuffer(holding: frame)
    var target = ByteBuffer(capacity: 1 << 20)
    let outcome = reader.read(from: &source, into: &target)
    #expect(outcome == .ended)
    var bytes: [UInt8] = []
    let readable = target.readable
    for place in 0..<readable.byteCount { bytes.append(readable[place]) }
    return bytes
  }
}

extension RawSpan {
  /// One byte of it.
  fileprivate subscript(_ place: Int) -> UInt8 {
    unsafe unsafeLoadUnaligned(fromByteOffset: place, as: UInt8.self)
  }
}
