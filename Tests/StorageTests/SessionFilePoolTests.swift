import Glibc
import Linux
import Market
import Storage
import Synchronization
import Testing

/// Files of 32 KiB, 128 KiB, 512 KiB and 2 MiB, two and one of each ready.
private let options = SessionStoreOptions(
  capacity: 16, firstSegmentBytes: 32 << 10, largestSegmentBytes: 2 << 20, spareFirstFiles: 2,
  spareFiles: 1)

extension SessionFilePreparer {
  /// Goes on until there is nothing to do.
  mutating func finish() throws {
    while true {
      let step = try advance()
      if step == .idle { return }
      if case .failed(let error) = step { throw error }
    }
  }
}

@Suite struct SessionFilePoolTests {
  static let folder = "sessions/00000007"

  @Test("a session whose folder was made ahead makes none when it begins to send")
  func folders() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory, options: options)
    let others = [SessionID(rawValue: 1), SessionID(rawValue: 2)]
    try store.makeFolders(of: others + [session])
    try store.makeFolders(of: others)
    #expect(try place.names(in: "sessions") == ["00000001", "00000002", "00000007"])
    #expect(try place.names(in: Self.folder) == [])
    store.begin(testEpoch, of: session)
    try store.append(1)
    #expect(store.numbers(1...1) == [1])
    // It is not looked for again: taken away, it is missing once.
    try place.remove("sessions/00000001")
    var head = StoredMessageHead()
    head.session = others[0]
    head.epoch = testEpoch
    head.msgSeqNum = MsgSeqNum(rawValue: 1)
    store.begin(testEpoch, of: others[0])
    #expect(throws: SystemError.self) { try unsafe store.append(head, [1].span.bytes) }
    try unsafe store.append(head, [1].span.bytes)
    #expect(try place.names(in: "sessions/00000001") == ["00000003-000000000001.out"])
  }

  private func prepared(_ place: TemporaryDirectory) throws -> [String] {
    try place.names(in: "sessions").filter { $0.hasPrefix("prepared-") }
  }

  @Test("files of each length are ready before anybody sends, whole and of zeros")
  func ready() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory, options: options)
    var preparer = store.makePreparer()
    try preparer.finish()
    #expect(
      try prepared(place) == [
        "prepared-131072-0", "prepared-2097152-0", "prepared-32768-0", "prepared-32768-1",
        "prepared-524288-0",
      ])
    let bytes = try place.bytes("sessions/prepared-131072-0")
    #expect(bytes.count == 128 << 10 && bytes.allSatisfy { $0 == 0 })
    store.begin(testEpoch, of: session)
    try store.append(1)
    #expect(try place.names(in: Self.folder) == ["00000003-000000000001.out"])
    try preparer.finish()
    #expect(
      try prepared(place).filter { $0.hasPrefix("prepared-32") } == [
        "prepared-32768-1", "prepared-32768-2",
      ])
  }

  @Test("a process that ends before a file has lost its first name leaves the file whole")
  func secondName() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    do {
      var store = try openStore(directory, options: options)
      var preparer = store.makePreparer()
      try preparer.finish()
      store.begin(testEpoch, of: session)
      try store.makeFolders(of: [session])
      // A file that has the name is no obstacle.
      try place.write([1], to: "\(Self.folder)/00000003-000000000001.out")
      for number in 1...150 as ClosedRange<UInt64> { try store.append(number) }
      #expect(try prepared(place).contains("prepared-32768-0"))
    }
    var store = try openStore(directory, options: options)
    #expect(try prepared(place) == [])
    #expect(store.numbers(1...150) == Array(1...150))
  }

  @Test("a message waits for no file where the preparer keeps up; all are found after a restart")
  func kept() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    let last: UInt64 = 20_000
    do {
      var store = try openStore(directory, options: options)
      var preparer = store.makePreparer()
      try preparer.finish()
      store.begin(testEpoch, of: session)
      for number in 1...last {
        try store.append(number)
        if number % 50 == 0 { try preparer.finish() }
      }
      let late = store.filesMadeLate
      #expect(late == 0)
    }
    var store = try openStore(directory, options: options)
    #expect(try prepared(place) == [])
    let next = store.nextOutbound(of: session)
    #expect(next.rawValue == last + 1)
    #expect(store.numbers(1...last) == Array(1...last))
  }

  @Test("a session whose file is three quarters full asks for the next one")
  func asked() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var options = options
    options.spareFiles = 0
    var store = try openStore(directory, options: options)
    var preparer = store.makePreparer()
    store.begin(testEpoch, of: session)
    // Behind the header of 4,096 bytes 64 entries of 320 end at three quarters of 32 KiB.
    for number in 1...64 as ClosedRange<UInt64> { try store.append(number) }
    try preparer.finish()
    #expect(try !prepared(place).contains("prepared-131072-0"))
    try store.append(65)
    try preparer.finish()
    #expect(try prepared(place).contains("prepared-131072-0"))
    store.begin(testEpoch.next, of: session)
    let late = store.filesMadeLate
    #expect(late == 1)
  }

  @Test("on a full disk a message is refused and nothing is lost; with room it is stored")
  func fullDisk() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory, options: options)
    var preparer = store.makePreparer()
    try place.fill("sessions/prepared-32768-0")
    let step = try preparer.advance()
    guard case .failed(let error) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(error.subject == place.path + "/sessions/prepared-32768-0")
    store.begin(testEpoch, of: session)
    var hasRoom = store.makeRoom(for: 200, of: session)
    #expect(!hasRoom)
    #expect(throws: SystemError.self) { try store.append(1) }
    let refused = store.lastRoomError
    #expect(refused?.code == ENOSPC)
    try preparer.finish()
    hasRoom = store.makeRoom(for: 200, of: session)
    #expect(hasRoom)
    try store.append(1)
    let after = store.lastRoomError
    #expect(after == nil)
    #expect(store.numbers(1...9) == [1])
  }

  @Test("where the right length is not to be had, a shorter file that is ready serves")
  func shorter() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory, options: options)
    var preparer = store.makePreparer()
    store.begin(testEpoch, of: session)
    try place.fill("sessions/prepared-131072-0")
    #expect(throws: SystemError.self) { try preparer.finish() }
    for number in 1...120 as ClosedRange<UInt64> { try store.append(number) }
    let sizes = try place.names(in: Self.folder).map {
      try place.bytes(Self.folder + "/" + $0).count
    }
    #expect(sizes == [32 << 10, 32 << 10])
    #expect(store.numbers(1...120) == Array(1...120))
  }

  @Test("a full file is open until the next one is full, then its pages are given back")
  func leaving() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory, options: options)
    var preparer = store.makePreparer()
    store.begin(testEpoch, of: session)
    var most = 0
    for number in 1...20_000 as ClosedRange<UInt64> {
      try store.append(number)
      if number % 100 == 0 {
        try preparer.finish()
        most = max(most, try place.openFiles(in: Self.folder).count)
      }
    }
    #expect(most == 1)
    #expect(try place.names(in: Self.folder).count == 6)
  }

  @Test("two threads: what one makes the other takes, each file once")
  func twoThreads() async throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory, options: options)
    let maker = Maker(store.makePreparer())
    let task = Task.detached { try maker.run() }
    store.begin(testEpoch, of: session)
    for number in 1...20_000 as ClosedRange<UInt64> { try store.append(number) }
    maker.isOver.store(true, ordering: .releasing)
    try await task.value
    #expect(store.numbers(1...20_000) == Array(1...20_000))
  }
}

/// A preparer on its way to the thread that works with it, until it is told to stop.
private final class Maker: @unchecked Sendable {
  private var preparer: SessionFilePreparer
  let isOver = Atomic<Bool>(false)

  init(_ preparer: consuming SessionFilePreparer) { self.preparer = preparer }

  func run() throws {
    while !isOver.load(ordering: .acquiring) { _ = try preparer.advance() }
  }
}
