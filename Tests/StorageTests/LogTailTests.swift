import Market
import Records
import Storage
import Testing

/// A log's end taken out, kept in a file or not.
@Suite struct LogTailTests {
  static let places: [UInt64] = [0, 1, 95, 100, 101, 199, 200]

  @Test("what is behind a command goes, and the log goes on there", arguments: places)
  func takenOut(_ last: UInt64) throws {
    let place = try log(batches: 20)
    do {
      let directory = try StorageDirectory.open(place.path)
      let done = try LogTail.takeOut(
        behind: Sequence(rawValue: last), of: directory, keptAsOf: 3)
      #expect(done.commands == 200 - last)
      if last < 200 {
        let name = decimal(last + 1) + ".term-3.aside"
        #expect(done.aside == "\(place.path)/commands/\(name)")
        #expect(try place.names(in: "commands").contains(name))
      } else {
        #expect(done.aside == nil)
      }
    }
    #expect(try sequences(place.path) == Array(0..<last).map { $0 + 1 })
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    #expect(log.recovery.lastSequence.rawValue == last)
    #expect(log.recovery.bytesCut == 0)
    _ = try log.append(2)
    #expect(try sequences(place.path).last == last + 2)
  }

  @Test("what is kept is a segment like others")
  func kept() throws {
    let (place, other) = (try log(batches: 20), try TemporaryDirectory())
    let directory = try StorageDirectory.open(place.path)
    _ = try LogTail.takeOut(behind: Sequence(rawValue: 90), of: directory, keptAsOf: 3)
    do { _ = try StorageDirectory.open(other.path) }
    let name = decimal(91)
    try other.write(
      place.bytes("commands/\(name).term-3.aside"), to: "commands/\(name).log")
    #expect(try sequences(other.path, from: 91) == Array(91...200))
  }

  @Test("a command that is not there is no place to cut at")
  func missing() throws {
    let place = try log(batches: 2)
    let directory = try StorageDirectory.open(place.path)
    #expect(throws: StorageError.self) {
      try LogTail.takeOut(behind: Sequence(rawValue: 21), of: directory, keptAsOf: nil)
    }
    #expect(try sequences(place.path).count == 20)
  }

  @Test("what is sealed stays as it is, and says the way out; what is behind it may go")
  func sealed() throws {
    let place = try LogArchiveTests.make()
    try LogArchiveTests.seal(place)
    let names = try place.names(in: "commands")
    let plain = try #require(names.first { $0.hasSuffix(".log") })
    let end = try #require(UInt64(plain.prefix(12))) - 1
    let directory = try StorageDirectory.open(place.path)
    for last in [0, 1, end - 1] {
      let error = #expect(throws: StorageError.self) {
        try LogTail.takeOut(behind: Sequence(rawValue: last), of: directory, keptAsOf: 3)
      }
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains(".log.lz4") && text.contains("command \(last) "), "\(text)")
      #expect(text.contains("put the directory aside, and follow into an empty one"))
    }
    #expect(try place.names(in: "commands") == names)
    #expect(try sequences(place.path).count == 600)
    let done = try LogTail.takeOut(behind: Sequence(rawValue: end), of: directory, keptAsOf: 3)
    #expect(done.commands == 600 - end)
    #expect(try sequences(place.path) == Array(1...end))
  }

  @Test("a later batch says what had been committed here")
  func committed() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    _ = try log.append(5)
    _ = try committer.commit()
    _ = try log.append(5)
    for (last, isCommitted) in [(4, true), (5, false), (10, false)] as [(UInt64, Bool)] {
      #expect(
        try LogTail.isCommitted(behind: Sequence(rawValue: last), in: directory) == isCommitted)
    }
  }

  /// A log of so many batches of ten.
  private func log(batches: Int) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    for _ in 0..<batches {
      while try log.append(10) == .noRoom { committer.prepare() }
      _ = try committer.commit()
    }
    return place
  }
}
