import Linux
import Market
import MarketCore
import Storage

/// Messages that a session was sent long ago, put into its store while no venue runs.
struct TestHistory {
  let folder: TemporaryFolder
  /// The number of the session, and its first number of the epoch that is not yet used.
  let session: SessionID
  private(set) var next: UInt64

  /// A venue has been started in the folder, and `name` was logged on once.
  init(_ folder: TemporaryFolder, _ name: String = "BUYER") throws {
    self.folder = folder
    let place = TestVenue.sessions.firstIndex(of: name) ?? 0
    session = SessionID(rawValue: UInt32(place + 1))
    next = 0
    do {
      let venue = try TestVenue(folder.path)
      let client = try venue.logOn(name)
      client.disconnect()
      for _ in 0..<20 { venue.cycle() }
    }
    try withStore { store in store.nextOutbound(of: session).rawValue }.map { next = $0 }
  }

  /// Stores `count` reports with texts of `textBytes`; every `adminEvery`th is a heartbeat instead.
  mutating func append(_ count: Int, textBytes: Int = 100, adminEvery: Int = 0) throws {
    let first = next
    let session = session
    _ = try withStore { store in
      let epoch = store.epoch(of: session)
      for place in 0..<count {
        var head = StoredMessageHead()
        head.session = session
        head.epoch = epoch
        head.msgSeqNum = MsgSeqNum(rawValue: first + UInt64(place))
        head.isAdmin = adminEvery > 0 && place % adminEvery == adminEvery - 1
        let bytes = Self.message(first + UInt64(place), textBytes, isAdmin: head.isAdmin)
        do throws(SystemError) {
          try unsafe store.append(head, bytes.span.bytes)
        } catch {
          preconditionFailure("the store has room: \(error)")
        }
      }
    }
    next += UInt64(count)
  }

  private static func message(_ number: UInt64, _ textBytes: Int, isAdmin: Bool) -> [UInt8] {
    let time = "52=20261121-08:00:00.000"
    if isAdmin { return TestClient.framed("35=0|49=VENUE|56=BUYER|34=\(number)|\(time)|") }
    let text = String(repeating: "x", count: textBytes)
    return TestClient.framed(
      "35=8|49=VENUE|56=BUYER|34=\(number)|\(time)|11=OLD\(number)|58=\(text)|")
  }

  /// The files of the session, in their order.
  var files: String { "\(folder.path)/sessions/0000000\(session.rawValue)" }

  private func withStore<Result>(
    _ body: (inout SessionStore) -> Result
  ) throws -> Result? {
    let lock = try StorageDirectory.open(folder.path)
    let log = try CommandLog.open(
      in: lock, coreVersion: Venue.coreVersion, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 1 << 20, durability: .memory))
    var store = try SessionStore.open(
      in: lock, of: log, sessions: [session], options: SessionStoreOptions(capacity: 16))
    return body(&store)
  }
}
