import Market
import Records
import Storage
import Testing

/// A log kept after another one, batch by batch.
@Suite struct ReceivedLogTests {
  @Test("it has the same bytes, over several segments, and goes on where it was")
  func same() throws {
    let (venue, follower) = (try TemporaryDirectory(), try TemporaryDirectory())
    do {
      let directory = try StorageDirectory.open(venue.path)
      var log = try openLog(directory)
      var committer = log.makeCommitter()
      for _ in 0..<40 {
        while try log.append(10) == .noRoom { committer.prepare() }
        _ = try committer.commit()
      }
    }
    for end in [150, 400] as [UInt64] {
      let directory = try StorageDirectory.open(follower.path)
      let opened = try openLog(directory)
      var log = ReceivedLog(opened, lastCRC: 0, term: 0)
      #expect(log.last.rawValue == (end == 150 ? 0 : 150))
      try take(from: venue.path, upTo: end, into: &log)
      try log.sync()
      #expect(log.last.rawValue == end && log.synced == log.last)
      let crc = try CommandLogReader.crc(of: log.last, in: venue.path)
      #expect(log.lastCRC == crc)
    }
    let names = try venue.names(in: "commands").filter { $0.hasSuffix(".log") }
    #expect(try follower.names(in: "commands").filter { $0.hasSuffix(".log") } == names)
    #expect(names.count > 2)
    for name in names {
      #expect(try venue.bytes("commands/\(name)") == follower.bytes("commands/\(name)"))
    }
  }

  @Test("what a batch calls committed is synced before it is written")
  func syncs() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = ReceivedLog(try openLog(directory), lastCRC: 0, term: 0)
    let first = made(1, count: 2, committed: 0)
    let taken = try log.take(first.bytes)
    #expect(taken && log.synced.rawValue == 0)
    let second = made(3, count: 2, committed: 0)
    _ = try log.take(second.bytes)
    #expect(log.synced.rawValue == 0)
    let third = made(5, count: 1, committed: 1)
    _ = try log.take(third.bytes)
    #expect(log.synced.rawValue == 4)
    #expect(log.last.rawValue == 5)
  }

  @Test(
    "a header whose commands were lost with the venue's power is kept, and the log goes on behind it"
  )
  func headerAlone() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = ReceivedLog(try openLog(directory), lastCRC: 0, term: 0)
    let first = made(1, count: 2, committed: 0)
    _ = try log.take(first.bytes)
    let crc = log.lastCRC
    let lost = made(3, count: 1, committed: 2)
    let header = lost.bytes.extracting(0..<lost.bytes.recordLength(at: 0))
    let isKept = try log.take(header)
    #expect(isKept && log.last.rawValue == 2 && log.lastCRC == crc)
    let again = made(3, count: 2, committed: 2)
    let goesOn = try log.take(again.bytes)
    #expect(goesOn && log.last.rawValue == 4)
    #expect(try sequences(place.path) == [1, 2, 3, 4])
  }

  @Test("bytes that are no batch of this log change nothing")
  func refused() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var log = ReceivedLog(try openLog(directory), lastCRC: 0, term: 3)
    let gap = made(2, count: 1, committed: 0)
    let taken = try log.take(gap.bytes)
    #expect(!taken)
    #expect(log.last.rawValue == 0 && log.term == 3)
    #expect(try sequences(place.path) == [])
  }

  private func made(_ first: UInt64, count: Int, committed: UInt64) -> RecordBuffer {
    var bytes = batch(first, count: count)
    var header = BatchHeader()
    header.commandCount = UInt32(count)
    header.committedThrough = committed
    bytes.store(header, at: RecordHead.byteCount)
    bytes.sealAll()
    return bytes
  }

  /// Reads batches of a log, as they stand there, and gives them to another.
  private func take(
    from path: String, upTo end: UInt64, into log: inout ReceivedLog
  ) throws {
    var reader = try CommandLogReader(directory: path, from: log.last.next)
    var bytes = RecordBuffer(capacity: 1 << 16)
    while reader.nextSequence.rawValue <= end, try reader.next() {
      if reader.record.loadHead().typeCode == CommandType.batch.rawValue, bytes.count > 0 {
        let taken = try log.take(bytes.bytes)
        #expect(taken)
        bytes.removeAll()
      }
      bytes.append(record: reader.record)
    }
    let taken = try log.take(bytes.bytes)
    #expect(taken)
  }
}
