import Linux
import Market
import Storage
import Testing

/// Entries of 320 bytes: 64 of head, 200 of message, to a multiple of 64. They begin at byte 4,096.
@Suite struct SessionStoreRecoveryTests {
  static let folder = "sessions/00000007"
  static let name = folder + "/00000003-000000000001.out"
  static let begin = 4_096
  static let entryBytes = 320

  static func make(_ count: UInt64) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    store.begin(testEpoch, of: session)
    for number in 1...count { try store.append(number) }
    return place
  }

  @Test("a store cut after any byte of its last entry goes on behind the one before")
  func everyCut() throws {
    let place = try Self.make(2)
    let whole = try place.bytes(Self.name)
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    let second = Self.begin + Self.entryBytes
    for cut in second...second + 264 {
      var torn = whole
      for offset in cut..<torn.count { torn[offset] = 0 }
      try place.write(torn, to: Self.name)
      let store = try SessionStore.open(
        in: directory, of: commands, sessions: [session], options: smallStore)
      let next = store.nextOutbound(of: session)
      #expect(next.rawValue == (cut < second + 264 ? 2 : 3), "cut at \(cut)")
      let isTorn = store.isTorn(session)
      #expect(isTorn == (cut > second && cut < second + 264), "cut at \(cut)")
    }
  }

  @Test("a file that was only begun holds nothing and goes", arguments: [0, 1, 64, 4_095, 4_096])
  func begunOnly(_ byteCount: Int) throws {
    let place = try Self.make(3)
    let next = Self.folder + "/00000003-000000000004.out"
    try place.write([UInt8](repeating: 0, count: byteCount), to: next)
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    let number = store.nextOutbound(of: session)
    #expect(number.rawValue == 4)
    #expect(try place.names(in: Self.folder) == ["00000003-000000000001.out"])
    try store.append(4)
    #expect(store.numbers(1...9) == [1, 2, 3, 4])
  }

  @Test("a damaged entry is passed over and counted, whichever byte it is")
  func everyByte() throws {
    let place = try Self.make(3)
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    let second = Self.begin + Self.entryBytes
    for offset in second..<second + 264 {
      try place.flip(Self.name, at: offset)
      var store = try SessionStore.open(
        in: directory, of: commands, sessions: [session], options: smallStore)
      #expect(store.numbers(1...9) == [1, 3], "byte \(offset)")
      let next = store.nextOutbound(of: session)
      #expect(next.rawValue == 4)
      let damaged = store.damagedEntries(of: session)
      #expect(damaged == 2, "once when opening, once when reading")
      try place.flip(Self.name, at: offset)
    }
  }

  @Test("a damaged index costs time, not messages", arguments: [64, 68, 72])
  func damagedIndex(_ offset: Int) throws {
    let place = try Self.make(500)
    for bit in [1, 16, 128] as [UInt8] {
      try place.flip(Self.folder + "/00000003-000000000001.out", at: offset, mask: bit)
      let directory = try StorageDirectory.open(place.path)
      var store = try openStore(directory)
      #expect(store.numbers(80...90) == Array(80...90))
      #expect(store.numbers(490...500) == Array(490...500))
    }
  }

  @Test("files of another log, and of an epoch that the log does not know, are put aside")
  func aside() throws {
    let place = try Self.make(3)
    let later = "00000004-000000000001.out"
    let foreign = "00000003-000000000004.out"
    try place.write(try place.bytes(Self.name), to: "\(Self.folder)/\(later)")
    let other = try TemporaryDirectory()
    do {
      let directory = try StorageDirectory.open(other.path)
      let commands = try CommandLog.open(
        in: directory, coreVersion: 7, newLogID: 43, options: smallSegments)
      var store = try SessionStore.open(
        in: directory, of: commands, sessions: [session], options: smallStore)
      store.begin(testEpoch, of: session)
      try store.append(9)
    }
    let strange = try other.bytes("\(Self.folder)/00000003-000000000009.out")
    try place.write(strange, to: "\(Self.folder)/\(foreign)")
    let directory = try StorageDirectory.open(place.path)
    let commands = try openLog(directory)
    var store = try SessionStore.open(
      in: directory, of: commands, sessions: [session], latest: { _ in testEpoch },
      options: smallStore)
    let aside = store.filesAside(of: session)
    #expect(aside == 2)
    #expect(
      try place.names(in: Self.folder) == [
        "00000003-000000000001.out", "\(foreign).aside", "\(later).aside",
      ])
    #expect(try place.bytes("\(Self.folder)/\(foreign).aside") == strange)
    #expect(store.numbers(1...9) == [1, 2, 3])
  }

  @Test("a file that is shorter than it was made has lost its end: n-1, n", arguments: [0, 1])
  func shortened(_ missing: Int) throws {
    let place = try Self.make(3)
    let whole = try place.bytes(Self.name)
    try place.write(Array(whole.dropLast(missing)), to: Self.name)
    let directory = try StorageDirectory.open(place.path)
    let store = try openStore(directory)
    let isTorn = store.isTorn(session)
    let next = store.nextOutbound(of: session)
    #expect(isTorn == (missing == 1))
    #expect(next.rawValue == 4)
  }

  @Test("numbers may be passed over, by a reservation, and are found around the gap")
  func gap() throws {
    let place = try Self.make(3)
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    try store.append(4_096)
    #expect(store.numbers(2...5_000) == [2, 3, 4_096])
    #expect(store.numbers(4...4_095) == [])
    #expect(store.numbers(4_096...4_096) == [4_096])
  }

  @Test("an epoch begins again from 1, and the one before can be removed")
  func newEpoch() throws {
    let place = try Self.make(3)
    let directory = try StorageDirectory.open(place.path)
    do {
      var store = try openStore(directory)
      var old = store.cursor(
        of: session, from: MsgSeqNum(rawValue: 1), through: MsgSeqNum(rawValue: 9))
      store.begin(testEpoch.next, of: session)
      let stale = store.next(&old)
      #expect(stale == nil)
      var head = StoredMessageHead()
      head.session = session
      head.epoch = testEpoch.next
      head.msgSeqNum = MsgSeqNum(rawValue: 1)
      try unsafe store.append(head, message(1).span.bytes)
      #expect(store.numbers(1...9) == [1])
    }
    var store = try openStore(directory)
    let epoch = store.epoch(of: session)
    #expect(epoch == testEpoch.next)
    #expect(try place.names(in: Self.folder).count == 2)
    let removed = try SessionRetention(epochs: 0).prune(place.path, nowSeconds: 0)
    #expect(removed == 1)
    #expect(try place.names(in: Self.folder) == ["00000004-000000000001.out"])
    #expect(store.numbers(1...9) == [1])
  }

  @Test("what is known of a message is kept")
  func head() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    do {
      var store = try openStore(directory)
      store.begin(testEpoch, of: session)
      try store.append(1, isAdmin: true)
    }
    let store = try openStore(directory)
    let last = store.last(of: session)
    #expect(last?.isAdmin == true)
    #expect(last?.eventPosition == 64)
    #expect(last?.byteCount == 200)
  }

  @Test("a full disk is an error of that message; the next one is stored when there is room")
  func fullDisk() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    store.begin(testEpoch, of: session)
    try store.append(1)
    // The first file has room for 89 entries.
    try place.fill(Self.folder + "/00000003-000000000090.out")
    var failed: [UInt64] = []
    for number in 2...100 as ClosedRange<UInt64> {
      do { try store.append(number) } catch { failed.append(number) }
    }
    let next = store.nextOutbound(of: session)
    #expect(next.rawValue == 101)
    #expect(failed == [90])
    #expect(store.numbers(85...95) == [85, 86, 87, 88, 89, 91, 92, 93, 94, 95])
  }

  @Test("files grow up to the longest")
  func growth() throws {
    let place = try Self.make(700)
    let sizes = try place.names(in: Self.folder).map {
      try place.bytes(Self.folder + "/" + $0).count
    }
    #expect(sizes == [32 << 10, 64 << 10, 64 << 10, 64 << 10, 64 << 10])
  }

  @Test("a number that is not above the last is our own error")
  func sameNumber() async {
    await #expect(processExitsWith: .failure) {
      let place = try SessionStoreRecoveryTests.make(2)
      let directory = try StorageDirectory.open(place.path)
      var store = try openStore(directory)
      try store.append(2)
    }
  }
}
