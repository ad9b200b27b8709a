import Linux
import Market
import Storage
import Testing

let session = SessionID(rawValue: 7)
let testEpoch = Epoch(rawValue: 3)

/// Files of 32 KiB up to 64 KiB.
let smallStore = SessionStoreOptions(
  capacity: 16, firstSegmentBytes: 32 << 10, largestSegmentBytes: 64 << 10)

/// A message of `count` bytes that can be told from its neighbours.
func message(_ number: UInt64, count: Int = 200) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 + Int(number) * 31) }
}

extension SessionStore {
  mutating func append(_ number: UInt64, count: Int = 200, isAdmin: Bool = false) throws {
    var head = StoredMessageHead()
    head.session = session
    head.epoch = testEpoch
    head.msgSeqNum = MsgSeqNum(rawValue: number)
    head.eventPosition = number * 64
    head.isAdmin = isAdmin
    try unsafe append(head, message(number, count: count).span.bytes)
  }

  /// The numbers stored in a range; each message's bytes are compared on the way.
  mutating func numbers(
    _ range: ClosedRange<UInt64>, count: Int = 200
  ) -> [UInt64] {
    var cursor = cursor(
      of: session, from: MsgSeqNum(rawValue: range.lowerBound),
      through: MsgSeqNum(rawValue: range.upperBound))
    var found: [UInt64] = []
    while let head = next(&cursor) {
      let number = head.msgSeqNum.rawValue
      let bytes = bytes(of: cursor)
      let stored = (0..<bytes.byteCount).map {
        unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
      }
      #expect(stored == message(number, count: count))
      found.append(number)
    }
    return found
  }
}

func openStore(
  _ directory: borrowing StorageDirectory, options: SessionStoreOptions = smallStore
) throws -> SessionStore {
  let commands = try openLog(directory)
  let store = try SessionStore.open(
    in: directory, of: commands, sessions: [session], options: options)
  try directory.didRecover()
  return store
}

@Suite struct SessionStoreTests {
  @Test("a session without messages has no file")
  func idle() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    store.begin(testEpoch, of: session)
    let next = store.nextOutbound(of: session)
    #expect(next.rawValue == 1)
    #expect(try place.names(in: "sessions") == [])
  }

  @Test(
    "the last message up to a number is found across files",
    arguments: [
      (1, nil), (2, 2), (3, 2), (699, 698), (1_400, 1_400), (1_401, 1_400), (.max, 1_400),
    ] as [(UInt64, UInt64?)])
  func lastUpTo(_ number: UInt64, _ found: UInt64?) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    store.begin(testEpoch, of: session)
    #expect(store.last(of: session, upTo: .max) == nil)
    for half in 1...UInt64(700) { try store.append(half * 2) }
    #expect(store.last(of: session, upTo: number)?.msgSeqNum.rawValue == found)
    #expect(try place.names(in: "sessions/00000007").count > 2)
  }

  @Test("messages are found by number across files, also after a restart", arguments: [1, 64, 700])
  func range(_ count: Int) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let last = UInt64(count)
    do {
      var store = try openStore(directory)
      store.begin(testEpoch, of: session)
      for number in 1...last { try store.append(number) }
      #expect(store.numbers(1...last) == Array(1...last))
    }
    var store = try openStore(directory)
    let next = store.nextOutbound(of: session)
    #expect(next.rawValue == last + 1)
    let kept = store.epoch(of: session)
    #expect(kept == testEpoch)
    let isTorn = store.isTorn(session)
    #expect(!isTorn)
    for first in stride(from: 1, through: last, by: 61) {
      let through = min(first + 5, last)
      #expect(store.numbers(first...through) == Array(first...through))
    }
    try store.append(last + 1)
    #expect(store.numbers(last...last + 9) == [last, last + 1])
  }
}
