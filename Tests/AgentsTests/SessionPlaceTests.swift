import FIXSession
import Market
import Storage
import Testing

@testable import Agents
@testable import MarketCore

/// Where a session goes on, by what the log, the store and the last process say.
@Suite struct SessionPlaceTests {
  /// What is known, and what comes of it.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    /// The epoch in the log, the numbers reserved in it, and the event position at that time.
    var epoch: UInt32 = 1
    var reserved: (upTo: UInt64, at: UInt64) = (4_097, 640)
    /// The last message of the store, of which epoch; 0 for none.
    var stored: UInt64 = 0
    var storedEpoch: UInt32 = 1
    /// Events up to here were being sent again.
    var repeated: UInt64 = 0
    /// The next number that the last process has shown; 0 for none.
    var shown: UInt64 = 0
    var isMachineNew = false
    /// The next number that an end in order has put down; 0 for none.
    var closed: UInt64 = 0
    var least: UInt64 = 0
    let next: UInt64
    let servedEnd: UInt64
    /// What it goes back to may have been sent before, though nothing is lost.
    var repeats = false
    /// First and last number that may be lost; nil for none.
    var lost: ClosedRange<UInt64>?
    var testDescription: String { name }
  }

  // Message n stands for the event that ends at 1,000 n; the event log ends at 900,000.
  static let rows: [Row] = [
    Row(name: "never spoken", epoch: 0, reserved: (0, 0), next: 1, servedEnd: 900_000),
    Row(
      name: "refused with a Logout(5) before it ever logged on", epoch: 0, reserved: (0, 0),
      stored: 1, next: 2, servedEnd: 1_000),
    Row(name: "everything is there", stored: 7, shown: 8, next: 8, servedEnd: 7_000),
    Row(
      name: "what was being sent again still is", stored: 7, repeated: 9_000, next: 8,
      servedEnd: 7_000),
    Row(name: "shown late", stored: 7, shown: 5, next: 8, servedEnd: 7_000),
    Row(
      name: "one message less than was shown", stored: 6, shown: 8, next: 4_098,
      servedEnd: 6_000, lost: 7...4_097),
    Row(
      name: "shown of another epoch", epoch: 2, stored: 6, storedEpoch: 2, shown: 8, next: 7,
      servedEnd: 6_000),
    Row(
      name: "the machine was started since", stored: 7, isMachineNew: true, next: 4_098,
      servedEnd: 7_000, lost: 8...4_097),
    Row(
      name: "since an end in order", stored: 7, isMachineNew: true, closed: 8, next: 8,
      servedEnd: 7_000),
    Row(
      name: "an end in order before the first message", isMachineNew: true, closed: 1, next: 1,
      servedEnd: 640),
    Row(
      name: "one message less than at an end in order", stored: 6, closed: 8, next: 4_098,
      servedEnd: 6_000, lost: 7...4_097),
    Row(
      name: "an end in order above the numbers that may be lost", stored: 7, isMachineNew: true,
      closed: 4_098, next: 4_098, servedEnd: 7_000, lost: 8...4_097),
    Row(
      name: "an end in order, of another epoch", epoch: 2, stored: 6, storedEpoch: 2,
      isMachineNew: true, closed: 7, next: 4_098, servedEnd: 6_000, lost: 7...4_097),
    Row(
      name: "the store is gone", next: 4_098, servedEnd: 640, lost: 1...4_097),
    Row(
      name: "the store has the epoch before", epoch: 2, stored: 50, storedEpoch: 1, next: 4_098,
      servedEnd: 640, lost: 1...4_097),
    Row(
      name: "an epoch in which nothing was reserved", epoch: 2, reserved: (0, 77_000), stored: 50,
      storedEpoch: 1, isMachineNew: true, next: 1, servedEnd: 77_000),
    // Reserved up to 6,145 when 2,049 was next, at position 2,048,000.
    Row(
      name: "as many as the reservation proves", reserved: (6_145, 2_048_000), stored: 2_048,
      next: 2_049, servedEnd: 2_048_000),
    Row(
      name: "one less", reserved: (6_145, 2_048_000), stored: 2_047, next: 6_146,
      servedEnd: 2_048_000, lost: 2_048...6_145),
    Row(
      name: "nothing is stored of what was to be sent again", reserved: (6_145, 1_000),
      stored: 2_048,
      next: 2_049, servedEnd: 1_000, repeats: true),
    Row(
      name: "and more was lost", reserved: (6_145, 1_000), stored: 2_048, isMachineNew: true,
      next: 6_146, servedEnd: 1_000, lost: 2_049...6_145),
    Row(
      name: "some is stored of it", reserved: (6_145, 1_000), stored: 2_049, repeated: 9_000,
      next: 2_050, servedEnd: 2_049_000),
    Row(
      name: "the operator's number, as it was shown: what was lost before it left no trace",
      stored: 7, shown: 50, least: 50, next: 50, servedEnd: 7_000, repeats: true),
    Row(
      name: "a message behind the operator's number", stored: 50, shown: 51, least: 50, next: 51,
      servedEnd: 50_000),
    Row(
      name: "and one above it", stored: 7, shown: 51, least: 50, next: 4_098, servedEnd: 7_000,
      lost: 8...4_097),
    Row(
      name: "the operator's number counts, too", stored: 7, least: 50, next: 50, servedEnd: 7_000,
      repeats: true),
  ]

  @Test("numbers never go back, and what is not proven is served again", arguments: rows)
  func places(_ row: Row) throws {
    let folder = TemporaryFolder()
    try Self.makeStore(folder.path, row)
    let store = try Self.open(folder.path)
    var evidence = SessionPlace.Evidence(eventEnd: 900_000, isMachineNew: row.isMachineNew)
    evidence.shownEpoch = Epoch(rawValue: 1)
    evidence.shownNext = row.shown
    let place = SessionPlace(Self.view(row), store, evidence)
    #expect(place.numbers.epoch == Epoch(rawValue: max(1, row.epoch)))
    #expect(place.numbers.nextOutbound.rawValue == row.next)
    #expect(place.numbers.nextInbound.rawValue == 4)
    #expect(place.servedEnd == row.servedEnd)
    #expect(place.loss?.new == row.lost)
    #expect(place.repeatEnd == (row.repeats || row.lost != nil ? 900_000 : row.repeated))
  }

  private static func view(_ row: Row) -> SessionView {
    SessionView(
      session: SessionID(rawValue: 1), compID: CompID(), firm: FirmID(rawValue: 1), role: .dealer,
      isEnabled: true,
      isDisabled: false, isOutsideHours: false, hoursChangeAt: .none, resetAt: .none,
      isLoggedOn: false, epoch: Epoch(rawValue: row.epoch), lastInbound: MsgSeqNum(rawValue: 3),
      reservedUpTo: row.reserved.upTo, reservedAt: row.reserved.at, leastOutbound: row.least,
      demandedEpoch: Epoch(rawValue: 0), demandCause: .operator)
  }

  private static func open(_ path: String) throws -> SessionStore {
    let directory = try StorageDirectory.open(path)
    let commands = try CommandLog.open(
      in: directory, coreVersion: 1, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 20_480, sliceBytes: 4_096, durability: .memory))
    let store = try SessionStore.open(
      in: directory, of: commands, sessions: [SessionID(rawValue: 1)],
      options: SessionStoreOptions(capacity: 4))
    try directory.didRecover()
    return store
  }

  private static func makeStore(_ path: String, _ row: Row) throws {
    var store = try open(path)
    if row.stored > 0 { try append(row, to: &store) }
    guard row.closed > 0 else { return }
    // Always of the first epoch.
    let number = SessionNumber(
      session: SessionID(rawValue: 1), epoch: Epoch(rawValue: 1),
      nextOutbound: MsgSeqNum(rawValue: row.closed))
    try store.end(with: [number])
  }

  private static func append(_ row: Row, to store: inout SessionStore) throws {
    var head = StoredMessageHead()
    head.session = SessionID(rawValue: 1)
    head.epoch = Epoch(rawValue: row.storedEpoch)
    head.msgSeqNum = MsgSeqNum(rawValue: row.stored)
    head.eventPosition = row.stored * 1_000
    head.repeatEnd = row.repeated
    store.begin(head.epoch, of: head.session)
    let bytes: [UInt8] = [1]
    try unsafe store.append(head, bytes.span.bytes)
  }
}
