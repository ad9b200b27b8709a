import Market
import Storage
import Testing

@Suite struct CommandLogTests {
  @Test("what is appended is read again, and the log goes on behind it")
  func reopened() throws {
    let place = try TemporaryDirectory()
    do {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      #expect(log.recovery == CommandLogRecovery())
      let outcome = try log.append(3)
      #expect(outcome == .appended)
      #expect(log.nextSequence.rawValue == 4)
    }
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    #expect(log.recovery.lastSequence.rawValue == 3)
    #expect(log.recovery.bytesCut == 0)
    let outcome = try log.append(2)
    #expect(outcome == .appended)
    #expect(try sequences(place.path) == [1, 2, 3, 4, 5])
    #expect(try sequences(place.path, from: 4) == [4, 5])
  }

  @Test("a commit names the last command appended before it")
  func commit() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    _ = try log.append(3)
    #expect(committer.committedSequence.rawValue == 0)
    let committed = try committer.commit()
    #expect(committed.rawValue == 3)
    #expect(committer.committedSequence.rawValue == 3)
  }

  @Test("a full segment without a successor is said, and the batch goes in once there is one")
  func noRoom() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try openLog(directory)
    var committer = log.makeCommitter()
    var outcome = AppendOutcome.appended
    while outcome == .appended { outcome = try log.append(10) }
    let last = log.nextSequence.rawValue - 1
    var hasRoom = log.hasRoom(for: 1_000)
    #expect(!hasRoom)
    committer.prepare()
    hasRoom = log.hasRoom(for: 1_000)
    #expect(hasRoom)
    outcome = try log.append(10)
    #expect(outcome == .appended)
    _ = try committer.commit()
    #expect(try sequences(place.path) == Array(1...last + 10))
    #expect(
      try place.names(in: "commands") == [
        "000000000001.log", decimal(last + 1) + ".log",
      ])
  }
}

func decimal(_ sequence: UInt64) -> String {
  let text = String(sequence)
  return String(repeating: "0", count: 12 - text.utf8.count) + text
}
