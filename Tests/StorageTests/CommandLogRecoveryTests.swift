import Market
import Records
import Storage
import Testing

/// Two batches, of two commands and of one: where each record ends, and the commands whole by then.
///
/// Bytes 0 ..< 4,096 are the header; each record has 128 bytes.
@Suite struct CommandLogRecoveryTests {
  static let firstFile = "commands/000000000001.log"
  static let begin = 4_096
  static let recordBytes = 128
  /// Batch, command 1, command 2, batch, command 3.
  static let end = begin + 5 * recordBytes

  /// Commands whole before `cut`.
  static func commands(before cut: Int) -> UInt64 {
    let records = (cut - begin) / recordBytes
    return [0, 0, 1, 2, 2, 3][min(records, 5)]
  }

  /// A log of these two batches; nothing in it says that anything was committed.
  static func make() throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    _ = try log.append(2)
    _ = try log.append(1)
    return place
  }

  static func recover(_ place: TemporaryDirectory) throws -> CommandLogRecovery {
    let directory = try StorageDirectory.open(place.path)
    let log = try openLog(directory)
    return log.recovery
  }

  @Test("a log cut after any byte keeps the whole commands before, and goes on")
  func everyCut() throws {
    let place = try Self.make()
    let whole = try place.bytes(Self.firstFile)
    for cut in Self.begin...Self.end {
      var torn = whole
      for offset in cut..<Self.end { torn[offset] = 0 }
      try place.write(torn, to: Self.firstFile)
      let recovery = try Self.recover(place)
      #expect(recovery.lastSequence.rawValue == Self.commands(before: cut), "cut at \(cut)")
      #expect(recovery.bytesCut <= Self.recordBytes)
    }
    try place.write(whole, to: Self.firstFile)
    #expect(try sequences(place.path) == [1, 2, 3])
  }

  @Test("a file cut short is made whole again", arguments: [begin, begin + 384, end - 1, end])
  func shortFile(_ cut: Int) throws {
    let place = try Self.make()
    try place.write(Array(try place.bytes(Self.firstFile)[..<cut]), to: Self.firstFile)
    #expect(try Self.recover(place).lastSequence.rawValue == Self.commands(before: cut))
    #expect(try place.bytes(Self.firstFile).count == 20_480)
  }

  @Test("a bit turned in any byte of a record that nobody calls committed cuts there")
  func everyByte() throws {
    let place = try Self.make()
    let whole = try place.bytes(Self.firstFile)
    let command2 = Self.begin + 2 * Self.recordBytes
    for offset in command2..<command2 + Self.recordBytes {
      try place.write(whole, to: Self.firstFile)
      try place.flip(Self.firstFile, at: offset)
      let recovery = try Self.recover(place)
      #expect(recovery.lastSequence.rawValue == 1, "byte \(offset)")
      #expect(recovery.cutOffset == command2)
      #expect(recovery.cutFile.hasSuffix(Self.firstFile))
      #expect(recovery.bytesCut > 0)
      #expect(!recovery.cutReason.isEmpty)
    }
  }

  @Test("what was cut is gone: the log opens clean the next time and takes the same sequences")
  func cutOnce() throws {
    let place = try Self.make()
    try place.flip(Self.firstFile, at: Self.begin + 2 * Self.recordBytes)
    #expect(try Self.recover(place).bytesCut == 3 * Self.recordBytes)
    #expect(try Self.recover(place).bytesCut == 0)
    do {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      _ = try log.append(1)
    }
    #expect(try sequences(place.path) == [1, 2])
  }

  /// Commands 1 and 2 are committed before command 3 is appended, and its batch says so.
  static func makeCommitted() throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    _ = try log.append(2)
    _ = try committer.commit()
    _ = try log.append(1)
    return place
  }

  @Test("a bit turned in any byte of a committed record is damage, with file and byte")
  func everyCommittedByte() throws {
    let place = try Self.makeCommitted()
    let whole = try place.bytes(Self.firstFile)
    let command2 = Self.begin + 2 * Self.recordBytes
    for offset in command2..<command2 + Self.recordBytes {
      try place.write(whole, to: Self.firstFile)
      try place.flip(Self.firstFile, at: offset)
      expect("byte \(offset)", performing: { try Self.recover(place) }) { error in
        guard case .damaged(let file, let at, _) = error as? StorageError else { return false }
        return file.hasSuffix(Self.firstFile) && at == command2
      }
    }
    #expect(try place.bytes(Self.firstFile).count == 20_480)
  }

  @Test("a committed record that is zeros now is damage, not the end")
  func hole() throws {
    let place = try Self.makeCommitted()
    let command2 = Self.begin + 2 * Self.recordBytes
    try place.zero(Self.firstFile, from: command2, to: command2 + Self.recordBytes)
    #expect(throws: StorageError.self) { try Self.recover(place) }
    #expect(throws: StorageError.self) { try sequences(place.path) }
  }

  @Test("the last batch, which nobody calls committed, is cut in the same log")
  func lastBatch() throws {
    let place = try Self.makeCommitted()
    try place.flip(Self.firstFile, at: Self.end - 1)
    #expect(try Self.recover(place).lastSequence.rawValue == 2)
  }
}

extension CommandLogRecoveryTests {
  /// #expect with a sentence for what is being tried.
  private func expect(
    _ comment: String, performing body: () throws -> CommandLogRecovery,
    _ matches: (any Error) -> Bool
  ) {
    do {
      _ = try body()
      Issue.record("\(comment): no error")
    } catch {
      #expect(matches(error), "\(comment): \(error)")
    }
  }
}
