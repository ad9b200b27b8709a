import LogText
import Market
import MarketCore
import Records
import Storage
import Testing

@Suite struct ReplayTests {
  /// Replays the log in a directory to its end, or to the first step that is no success.
  static func replay(_ path: String) throws -> (
    step: Replay.Step, digest: UInt64?, compared: UInt64
  ) {
    var replay = Replay()
    var reader = try CommandLogReader(directory: path)
    while try reader.next() {
      let step = replay.take(reader.record)
      if step != .applied { return (step, replay.venueDigest(), replay.comparedCount) }
    }
    return (.applied, replay.venueDigest(), replay.comparedCount)
  }

  @Test("the same core makes the same events, twice")
  func identical() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try SampleLog(in: directory)
    try log.writeStart()
    try log.write { batch in
      batch.append(head(.tick, 5), body: UInt64(0))
      return 5
    }
    let first = try Self.replay(place.path)
    #expect(first.step == .applied)
    #expect(first.compared == 2)
    #expect(first.digest != nil)
    #expect(try Self.replay(place.path).digest == first.digest)
  }

  @Test("a batch whose events were others is found, by its first command")
  func differs() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = try SampleLog(in: directory)
    try log.writeStart()
    try log.write(isTrue: false) { batch in
      batch.append(head(.tick, 5), body: UInt64(0))
      return 5
    }
    guard case .differs(let difference) = try Self.replay(place.path).step else {
      Issue.record("no difference")
      return
    }
    #expect(difference.firstSequence == Sequence(rawValue: 4))
    #expect(difference.made.count == 1)
    #expect(difference.logged.crc == ~difference.made.crc)
  }

  @Test("a log that does not begin as one is refused")
  func foreign() throws {
    var buffer = RecordBuffer(capacity: 4_096)
    buffer.append(head(.tick, 1), body: UInt64(0))
    var replay = Replay()
    let step = replay.take(buffer.bytes)
    #expect(step == .refused(reason: "the log does not begin with logOpened"))
  }
}
