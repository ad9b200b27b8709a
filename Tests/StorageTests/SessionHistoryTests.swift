import Market
import Storage
import Testing

/// Messages of all epochs, read from the files alone.
@Suite struct SessionHistoryTests {
  /// Epoch 3 with 200 messages in several files, epoch 4 with two.
  private static func make() throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    store.begin(testEpoch, of: session)
    for number in 1...200 as ClosedRange<UInt64> { try store.append(number) }
    store.begin(testEpoch.next, of: session)
    for number in 1...2 as ClosedRange<UInt64> {
      var head = StoredMessageHead()
      head.session = session
      head.epoch = testEpoch.next
      head.msgSeqNum = MsgSeqNum(rawValue: number)
      try unsafe store.append(head, message(number).span.bytes)
    }
    return place
  }

  private static func numbers(
    _ history: inout SessionHistory, _ epoch: Epoch, _ range: ClosedRange<UInt64>
  ) throws -> [UInt64] {
    var found: [UInt64] = []
    try history.read(epoch, range) { head, bytes in
      let number = head.msgSeqNum.rawValue
      let stored = (0..<bytes.byteCount).map {
        unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
      }
      #expect(stored == message(number))
      found.append(number)
    }
    return found
  }

  @Test("every epoch is there, each range of its numbers, across files; nothing is changed")
  func read() throws {
    let place = try Self.make()
    let names = try place.names(in: "sessions/00000007")
    var history = try SessionHistory(directory: place.path, session: session)
    let epochs = history.epochs
    #expect(epochs == [testEpoch, testEpoch.next])
    #expect(try Self.numbers(&history, testEpoch, 1...(.max)) == Array(1...200))
    #expect(try Self.numbers(&history, testEpoch, 89...92) == [89, 90, 91, 92])
    #expect(try Self.numbers(&history, testEpoch, 200...900) == [200])
    #expect(try Self.numbers(&history, testEpoch, 201...900) == [])
    #expect(try Self.numbers(&history, testEpoch.next, 1...900) == [1, 2])
    let damaged = history.damaged
    #expect(damaged == 0)
    #expect(try place.names(in: "sessions/00000007") == names)
  }

  @Test("a damaged message is passed over and counted")
  func damaged() throws {
    let place = try Self.make()
    try place.flip("sessions/00000007/00000003-000000000001.out", at: 4_096 + 2 * 320 + 70)
    var history = try SessionHistory(directory: place.path, session: session)
    #expect(try Self.numbers(&history, testEpoch, 1...5) == [1, 2, 4, 5])
    let damaged = history.damaged
    #expect(damaged == 1)
  }

  @Test("a session that has sent nothing has no epochs")
  func empty() throws {
    let place = try Self.make()
    let history = try SessionHistory(directory: place.path, session: SessionID(rawValue: 8))
    let epochs = history.epochs
    #expect(epochs == [])
  }
}
