import Market
import MarketCore
import Records
import Storage
import Testing

@testable import Agents

/// A log applied again where a venue goes on.
@Suite struct LogReplayTests {
  /// A venue that has taken two orders and is gone.
  private static func run(_ path: String) throws {
    let venue = try TestVenue(path)
    let buyer = try venue.logOn("BUYER")
    for name in ["B1", "B2"] {
      buyer.send("35=D|11=\(name)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
      precondition(venue.expect(buyer, "35=8", "11=\(name)") != nil, "the buyer is told")
    }
    buyer.disconnect()
    for _ in 0..<5 { venue.cycle() }
  }

  private static func log(_ directory: borrowing StorageDirectory) throws -> CommandLog {
    try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 1 << 20, durability: .memory))
  }

  private static func events(
    _ directory: borrowing StorageDirectory, _ log: borrowing CommandLog
  ) throws -> EventLog {
    try EventLog.open(
      in: directory, following: log,
      options: EventLogOptions(segmentBytes: 4 << 20, segmentCount: 4))
  }

  @Test("each command is told with its events; the last digest is the last batch's")
  func told() throws {
    let folder = TemporaryFolder()
    try Self.run(folder.path)
    let directory = try StorageDirectory.open(folder.path)
    let log = try Self.log(directory)
    var replay = try LogReplay(TestVenue.emptyVenue(), try Self.events(directory, log))
    var orders = 0
    var reports = 0
    var commands = 0
    try replay.run(
      folder.path,
      note: { command, events in
        commands += 1
        guard command.loadHead().typeCode == CommandType.newOrder.rawValue else { return }
        orders += 1
        guard events.byteCount > 0 else { return }
        reports += events.loadHead().typeCode == EventType.executionReport.rawValue ? 1 : 0
      })
    #expect(orders == 2)
    #expect(reports == 2)
    #expect(replay.commandCount == commands)
    #expect(replay.lastTime > .none)
    let position = replay.events.appendedPosition
    #expect(position > 0 && position == replay.writer.position)
  }

  @Test("a core for which the commands mean something else is found out")
  func differs() throws {
    let folder = TemporaryFolder()
    try Self.run(folder.path)
    let directory = try StorageDirectory.open(folder.path)
    let log = try Self.log(directory)
    var replay = try LogReplay(TestVenue.emptyVenue(orders: 1), try Self.events(directory, log))
    let error = #expect(throws: ReplayFailure.self) { try replay.run(folder.path) }
    #expect("\(try #require(error))".contains("this core does not mean what the log means"))
  }

  @Test(
    "the next term is opened behind the log, above what was heard, and is applied as part of it",
    arguments: [(0, 1), (1, 2), (6, 7)] as [(UInt64, UInt64)])
  func term(_ heard: UInt64, _ next: UInt64) throws {
    let folder = TemporaryFolder()
    try Self.run(folder.path)
    let last: Sequence
    do {
      let directory = try StorageDirectory.open(folder.path)
      var log = try Self.log(directory)
      last = log.recovery.lastSequence
      var replay = try LogReplay(TestVenue.emptyVenue(), try Self.events(directory, log))
      try replay.run(folder.path)
      let opened = try replay.openTerm(
        in: &log, above: heard, at: Instant(nanoseconds: 5), uid: 6, pid: 7)
      #expect(opened == next)
    }
    let directory = try StorageDirectory.open(folder.path)
    let log = try Self.log(directory)
    #expect(log.recovery.lastSequence == last.next)
    var replay = try LogReplay(TestVenue.emptyVenue(), try Self.events(directory, log))
    try replay.run(folder.path)
    #expect(replay.venue.term == next)
  }
}
