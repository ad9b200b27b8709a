import FIXWire
import Foundation
import Linux
import Market
import MarketCore
import Storage

extension CountedLoop {
  /// A stored message as it is sent again.
  static var resend: CountedLoop {
    CountedLoop(name: "resend", about: "read a stored report and write it with 43, 122, 52") {
      count in
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "cangdan-resend-\(ProcessInfo.processInfo.processIdentifier)")
      defer { try? FileManager.default.removeItem(at: folder) }
      try pass(count, try StoredReports(folder.path))
    }
  }

  private static func pass(_ count: Int, _ reports: consuming StoredReports) throws {
    var reports = reports
    var digest = 0
    for pass in 0..<count { digest &+= reports.resendNext(Int64(pass)) }
    guard digest > 0 else { throw Benchmark.VoidRun(reason: "nothing was sent again") }
  }
}

/// The store of a session with a thousand reports, which are read again and again.
struct StoredReports: ~Copyable {
  private static let session = SessionID(rawValue: 1)
  private static let count: UInt64 = 1_000

  private let directory: StorageDirectory
  private var store: SessionStore
  private var cursor: StoredMessageCursor
  private var encoder = MessageEncoder(capacity: 16_384)

  init(_ folder: String) throws {
    let directory = try StorageDirectory.open(folder)
    let log = try CommandLog.open(in: directory, coreVersion: Venue.coreVersion, newLogID: 1)
    var store = try SessionStore.open(in: directory, of: log, sessions: [Self.session])
    store.begin(Epoch(rawValue: 1), of: Self.session)
    var report = HistoricReport(to: "B01")
    var head = StoredMessageHead()
    head.session = Self.session
    head.epoch = Epoch(rawValue: 1)
    for number in 1...Self.count {
      head.msgSeqNum = MsgSeqNum(rawValue: number)
      report.number(Int(number))
      try unsafe store.append(head, report.bytes.span.bytes)
    }
    cursor = Self.begin(store)
    self.store = store
    self.directory = directory
  }

  private static func begin(_ store: borrowing SessionStore) -> StoredMessageCursor {
    store.cursor(
      of: session, from: MsgSeqNum(rawValue: 1), through: MsgSeqNum(rawValue: count))
  }

  /// The next report, written again; its length.
  mutating func resendNext(_ nanos: Int64) -> Int {
    var looks = 64
    if store.next(&cursor, looks: &looks) == nil {
      cursor = Self.begin(store)
      return 0
    }
    let isWritten = Self.rewrite(store, cursor, nanos, &encoder)
    return isWritten ? encoder.message.byteCount : 0
  }

  private static func rewrite(
    _ store: borrowing SessionStore, _ cursor: StoredMessageCursor, _ nanos: Int64,
    _ encoder: inout MessageEncoder
  ) -> Bool {
    StoredMessage.resend(
      store.bytes(of: cursor),
      sendingTime: Instant(nanoseconds: 1_795_000_000_000_000_000 + nanos),
      precision: .milliseconds, into: &encoder)
  }
}
