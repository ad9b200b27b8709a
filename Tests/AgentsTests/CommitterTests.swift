import Foundation
import Linux
import Market
import Memory
import Records
import Rings
import Storage
import Synchronization
import Testing

@testable import Agents

@Suite struct CommitterTests {
  @Test("files to come are made while the venue is quiet; under load those that are needed soon")
  func preparing() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    try bench.finish()
    #expect(try bench.readyFiles() == 4)
    try bench.append(events: 2_000)
    try bench.sendFirst(of: 1)
    try bench.finish()
    #expect(try bench.readyFiles() == 3)
    try bench.sendFirst(of: 2)
    try bench.finish()
    #expect(try bench.readyFiles() == 2)
    try bench.sendFirst(of: 3)
    try bench.finish()
    #expect(try bench.readyFiles() == 2)
    bench.committer.hasSlept()
    try bench.finish()
    #expect(try bench.readyFiles() == 4)
  }

  @Test("commits are counted and timed, whoever makes them")
  func figures() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    try bench.append(events: 1)
    try bench.finish()
    try bench.commit(events: 1)
    let figures = bench.counters[CounterLayout.committer]
    #expect(figures.load(.commits) == 2)
    #expect(figures.load(.commitNanos) == 2 * TickingClock.nanos)
    #expect(figures.load(.commitNanosMax) == TickingClock.nanos)
  }

  @Test("with a follower that is waited for, events are seen when it has their commands too")
  func standby() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    try bench.append(events: 1)
    try bench.finish()
    let before = bench.events.committedPosition
    #expect(before == bench.events.appendedPosition)
    bench.gate.require()
    try bench.appendCommand(events: 2)
    let isWritten = bench.committer.isUrgent
    try bench.finish()
    let isSynced = bench.committer.isUrgent
    #expect(isWritten && !isSynced)
    #expect(bench.events.committedPosition == before)
    try bench.appendCommand(events: 1)
    try bench.finish()
    bench.gate.acknowledge(Sequence(rawValue: 1))
    let isAcknowledged = bench.committer.isUrgent
    #expect(isAcknowledged)
    try bench.finish()
    #expect(bench.events.committedPosition == before + 128)
    bench.gate.acknowledge(Sequence(rawValue: 2))
    try bench.finish()
    #expect(bench.events.committedPosition == bench.events.appendedPosition)
  }

  @Test("what the follower has not acknowledged stays uncommitted at the end too")
  func unacknowledged() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    bench.gate.require()
    try bench.appendCommand(events: 2)
    try bench.committer.finish()
    #expect(bench.events.committedPosition == 0)
    #expect(bench.events.writtenPosition == 0)
  }

  @Test("no new work is taken while a log's next segment can't be made")
  func intake() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    #expect(bench.intake.isOpen)
    try bench.moveCommands(away: true)
    try bench.finish()
    #expect(!bench.intake.isOpen)
    #expect(bench.counters[CounterLayout.committer].load(.intakeClosed) == 1)
    try bench.append(events: 1)
    try bench.finish()
    #expect(!bench.intake.isOpen)
    try bench.moveCommands(away: false)
    try bench.finish()
    #expect(bench.intake.isOpen)
    #expect(bench.counters[CounterLayout.committer].load(.intakeClosed) == 0)
  }

  @Test("a full segment of commands that tell nobody anything is committed, and the next one made")
  func silentSegment() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path, durability: .disk)
    for batch in 0..<20 {
      try bench.finish()
      #expect(try bench.appendTicks(bytes: 192 << 10), "batch \(batch)")
    }
  }

  @Test("a few events between two rounds leave the venue quiet", arguments: [1, 1_024])
  func quiet(events count: Int) throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    try bench.finish()
    try bench.append(events: count)
    try bench.sendFirst(of: 1)
    try bench.finish()
    #expect(try bench.readyFiles() == 4)
  }

  @Test("a venue that slept with many events behind it is not quiet")
  func sleptBehind() throws {
    let folder = TemporaryFolder()
    var bench = try CommitterBench(folder.path)
    try bench.finish()
    try bench.append(events: 2_000)
    try bench.sendFirst(of: 1)
    try bench.finish()
    try bench.commit(events: 2_000)
    bench.committer.hasSlept()
    try bench.finish()
    #expect(try bench.readyFiles() == 3)
  }
}

/// A clock that goes on by the same each time it is looked at.
private final class TickingClock: Sendable {
  static let nanos: UInt64 = 700
  private let time = Atomic<Int64>(0)

  func now() -> Instant {
    Instant(nanoseconds: time.add(Int64(Self.nanos), ordering: .relaxed).newValue)
  }
}

/// A committer with a store of one length of files, four ready, and an event log that is written to.
private struct CommitterBench: ~Copyable {
  var committer: Committer
  let counters: CounterFile
  private let role: CommitRole
  private var writer: EventWriter
  private var store: SessionStore
  private var log: CommandLog
  let events: EventLog
  let gate = StandbyGate()
  private let directory: StorageDirectory
  private let path: String

  let intake = Intake()

  init(_ path: String, durability: Durability = .memory) throws {
    let directory = try StorageDirectory.open(path)
    let log = try CommandLog.open(
      in: directory, coreVersion: 1, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 1 << 20, durability: durability))
    let events = try EventLog.open(
      in: directory, following: log, options: EventLogOptions(segmentBytes: 2 << 20))
    let store = try SessionStore.open(
      in: directory, of: log, sessions: [],
      options: SessionStoreOptions(
        capacity: 8, firstSegmentBytes: 32 << 10, largestSegmentBytes: 32 << 10,
        spareFirstFiles: 4))
    let publisherStore = try SessionStore.open(
      in: directory, of: log, sessions: [],
      options: SessionStoreOptions(
        part: .publisher, capacity: 8, firstSegmentBytes: 32 << 10,
        largestSegmentBytes: 32 << 10, spareFirstFiles: 1))
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    let clock = TickingClock()
    let role = CommitRole(
      log.makeCommitHandle(), events: events, counters: counters, gate: gate, clock: clock.now)
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    let notices = Ring.make(capacityBytes: 1 << 16)
    committer = Committer(
      role: role, files: files, preparer: log.makePreparer(), sessionFiles: store.makePreparer(),
      publisherFiles: publisherStore.makePreparer(), readers: [],
      notices: NoticeWriter(notices.producer), counters: counters, intake: intake)
    self.counters = counters
    self.writer = writer
    self.role = role
    self.store = store
    self.log = log
    self.events = events
    self.directory = directory
    self.path = path
  }

  /// Takes the folder away that the next command segment is made in, or brings it back.
  func moveCommands(away: Bool) throws {
    let (here, there) = ("\(path)/commands", "\(path)/elsewhere")
    try FileManager.default.moveItem(atPath: away ? here : there, toPath: away ? there : here)
  }

  /// Rounds until there is nothing to do.
  mutating func finish() throws {
    while try committer.doWork() > 0 {}
  }

  /// Appends a batch of ticks, which tell nobody anything; false where the log has no room for it.
  mutating func appendTicks(bytes: Int) throws -> Bool {
    var batch = RecordBuffer(capacity: bytes)
    guard log.hasRoom(for: bytes) else { return false }
    var head = RecordHead()
    head.typeCode = CommandType.batch.rawValue
    head.sequence = log.nextSequence
    var sequence = head.sequence
    batch.append(head, body: BatchHeader())
    while batch.available >= RecordHead.byteCount {
      var tick = RecordHead()
      tick.typeCode = CommandType.tick.rawValue
      tick.sequence = sequence
      sequence = sequence.next
      batch.append(tick)
    }
    return try log.append(&batch) == .appended
  }

  /// Appends events of 64 bytes; the committer commits them.
  mutating func append(events count: Int) throws {
    for _ in 0..<count {
      var head = RecordHead()
      head.typeCode = EventType.commandRefused.rawValue
      writer.records.append(head)
    }
    _ = writer.publish()
  }

  /// Appends a command and its events.
  mutating func appendCommand(events count: Int) throws {
    var batch = RecordBuffer(capacity: 1 << 10)
    var head = RecordHead()
    head.typeCode = CommandType.batch.rawValue
    head.sequence = log.nextSequence
    batch.append(head, body: BatchHeader())
    head.typeCode = CommandType.tick.rawValue
    batch.append(head)
    let outcome = try log.append(&batch)
    #expect(outcome == .appended)
    try append(events: count)
  }

  /// Appends events and commits them, as the engine does.
  mutating func commit(events count: Int) throws {
    try append(events: count)
    try role.commit()
  }

  /// Stores a session's first message, for which it takes a file.
  mutating func sendFirst(of session: UInt32) throws {
    store.begin(Epoch(rawValue: 1), of: SessionID(rawValue: session))
    var head = StoredMessageHead()
    head.msgSeqNum = MsgSeqNum(rawValue: 1)
    head.session = SessionID(rawValue: session)
    head.epoch = Epoch(rawValue: 1)
    try store.append(head, RawSpan())
  }

  /// Files that are ready for sessions.
  func readyFiles() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/sessions")
      .count { $0.hasPrefix("prepared-") }
  }
}
