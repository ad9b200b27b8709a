import CLinux
import Foundation
import Linux
import Market
import Memory
import Records
import Storage
import Synchronization
import Testing
import Transport

@testable import Agents

/// A venue's log sent to a follower, on loopback: who is served, what is sent, what is refused.
@Suite struct LogSenderTests {
  @Test("a follower gets what is committed and no more; under standby what is written")
  func sent() throws {
    let bench = try SenderBench()
    try bench.append(3, commits: true)
    try bench.append(2, commits: false)
    let follower = try FollowerBench(bench)
    #expect(try follower.follow(upTo: 3) == .stopped)
    #expect(follower.last.rawValue == 3)
    #expect(bench.gate.acknowledged.rawValue == 3)
    bench.gate.require()
    #expect(try follower.follow(upTo: 5) == .stopped)
    #expect(bench.gate.acknowledged.rawValue == 5)
    #expect(try follower.bytes() == bench.bytes())
  }

  @Test("a follower with commands of its own is told where the logs part")
  func differs() throws {
    let bench = try SenderBench()
    for _ in 0..<20 { try bench.append(3, commits: true) }
    let follower = try FollowerBench(bench)
    #expect(try follower.follow(upTo: 60) == .stopped)
    try bench.append(1, commits: true)
    try follower.appendOwn(9)
    #expect(
      try follower.follow(upTo: 99)
        == .differs(common: Sequence(rawValue: 60), term: bench.term))
    #expect(bench.gate.acknowledged.rawValue == 60)
  }

  @Test("a venue that has lost its end is told apart too")
  func ahead() throws {
    let bench = try SenderBench()
    try bench.append(4, commits: true)
    let follower = try FollowerBench(bench)
    #expect(try follower.follow(upTo: 4) == .stopped)
    try follower.appendOwn(7)
    #expect(
      try follower.follow(upTo: 99) == .differs(common: Sequence(rawValue: 4), term: bench.term))
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let reason: LogMessage.Reason
    let change: @Sendable (inout LogMessage) -> Void
    var testDescription: String { "\(reason)" }
  }

  static let refused = [
    Refused(reason: .otherLog) { $0.logID = 8 },
    Refused(reason: .otherCore) { $0.coreVersion = 2 },
    Refused(reason: .lowerTerm) { $0.term = 4 },
    Refused(reason: .noMessage) { $0 = LogMessage(.acknowledged) },
    Refused(reason: .noMessage) { $0 = LogMessage(.alive) },
  ]

  @Test("who is no follower of this log is told why", arguments: refused)
  func refusals(_ row: Refused) throws {
    let bench = try SenderBench()
    try bench.append(1, commits: true)
    var hello = bench.hello(follower: 5)
    row.change(&hello)
    var line = try FollowerLine(to: bench.address)
    let loss = LineLoss.refused(row.reason, logID: 7, term: bench.term)
    #expect(throws: loss) { try line.ask(hello) }
    #expect(bench.gate.supersededBy == (row.reason == .lowerTerm ? 4 : nil))
  }

  @Test("one follower is served; under standby its directory counts until the next start")
  func one() throws {
    let bench = try SenderBench()
    bench.gate.require()
    do {
      var first = try FollowerLine(to: bench.address)
      #expect(try first.ask(bench.hello(follower: 5)).kind == .welcome)
      var second = try FollowerLine(to: bench.address)
      let busy = LineLoss.refused(.busy, logID: 7, term: bench.term)
      #expect(throws: busy) { try second.ask(bench.hello(follower: 6)) }
    }
    bench.wait { !$0.isConnected }
    var other = try FollowerLine(to: bench.address)
    let loss = LineLoss.refused(.otherFollower, logID: 7, term: bench.term)
    #expect(throws: loss) { try other.ask(bench.hello(follower: 6)) }
    var again = try FollowerLine(to: bench.address)
    #expect(try again.ask(bench.hello(follower: 5)).kind == .welcome)
  }

  @Test("bytes that are no message end a line")
  func garbage() throws {
    let bench = try SenderBench()
    let line = try Connection(to: bench.address)
    var sent = ByteBuffer(holding: [UInt8](repeating: 0x55, count: 64))
    #expect(line.send(from: &sent) != .ended)
    var came = ByteBuffer(capacity: 256)
    var poller = try Poller(capacity: 1)
    try poller.add(line.rawDescriptor, token: 0, interest: .readable)
    var isOpen = true
    while isOpen, try poller.wait(timeoutMilliseconds: 10_000) > 0 {
      isOpen = line.receive(into: &came) != .ended
    }
    #expect(!isOpen)
    guard case .message(let message) = LogMessage.front(of: came, payloadMost: 0) else {
      Issue.record("it is told why")
      return
    }
    #expect(message.detail == LogMessage.Reason.noMessage.rawValue)
  }

  @Test("so does silence")
  func silent() throws {
    let bench = try SenderBench()
    var line = try FollowerLine(to: bench.address)
    #expect(try line.ask(bench.hello(follower: 0)).kind == .welcome)
    bench.thread.clock.store(1 + LogSender.Limits.silenceNanos, ordering: .releasing)
    let loss = LineLoss.refused(.tooLate, logID: 7, term: bench.term)
    #expect(throws: loss) { try line.next(milliseconds: 10_000) }
  }

  @Test("an acknowledgment of what there is not is none")
  func tooMuch() throws {
    let bench = try SenderBench()
    try bench.append(2, commits: true)
    var line = try FollowerLine(to: bench.address)
    #expect(try line.ask(bench.hello(follower: 5)).kind == .welcome)
    var message = LogMessage(.acknowledged)
    message.sequence = 3
    try line.tell(message)
    #expect(throws: LineLoss.self) {
      while true { _ = try line.ask(LogMessage(.acknowledged)) }
    }
    #expect(bench.gate.acknowledged.rawValue == 0)
  }
}

/// A venue's log of one segment, and the thread that sends it.
private final class SenderBench {
  let path: String
  let term: UInt64 = 3
  let gate = StandbyGate()
  let address: SocketAddress
  private let folder = TemporaryFolder()
  private let directory: StorageDirectory
  private var log: CommandLog
  private var committer: CommitHandle
  let thread: SenderThread

  init() throws {
    path = folder.path
    directory = try StorageDirectory.open(path)
    let log = try CommandLog.open(
      in: directory, coreVersion: 1, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 1 << 20))
    committer = log.makeCommitHandle()
    let place = LogSender.Place(
      directory: path, logID: 7, coreVersion: 1, term: term, progress: log.progress)
    self.log = log
    let sender = try LogSender(
      listener: try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0)), place: place,
      gate: gate, parking: try Parking(), committer: try Parking())
    address = sender.address
    thread = SenderThread()
    let (thread, parcel) = (thread, SenderParcel(sender))
    Thread.detachNewThread {
      guard var sender = parcel.value.take() else { return }
      do {
        while !thread.isStopping.load(ordering: .acquiring) {
          let now = Instant(nanoseconds: thread.clock.load(ordering: .acquiring))
          _ = try sender.doWork(now: now, milliseconds: 1)
        }
      } catch { Issue.record(error) }
      thread.hasEnded.store(true, ordering: .releasing)
    }
  }

  deinit { thread.isStopping.store(true, ordering: .releasing) }

  func append(_ count: Int, commits: Bool) throws {
    var records = LogBytes.batch(log.nextSequence.rawValue, count: count)
    let outcome = try log.append(&records)
    #expect(outcome == .appended)
    if commits { _ = try committer.commit() }
  }

  func hello(follower: UInt64) -> LogMessage {
    var message = LogMessage(.hello)
    message.logID = 7
    message.coreVersion = 1
    message.follower = follower
    return message
  }

  /// Until the gate shows it.
  func wait(for condition: (StandbyGate) -> Bool) {
    while !condition(gate) { sched_yield() }
  }

  func bytes() throws -> Data { try LogBytes.read(path) }
}

private final class SenderThread: Sendable {
  /// The sender's clock, nanoseconds.
  let clock = Atomic<Int64>(1)
  let isStopping = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)
}

/// A sender on its way to its thread, opened once.
private final class SenderParcel: @unchecked Sendable {
  var value: LogSender?

  init(_ value: consuming LogSender) { self.value = consume value }
}

private enum LogBytes {
  static func batch(_ first: UInt64, count: Int, at time: Int64 = 1) -> RecordBuffer {
    var buffer = RecordBuffer(capacity: 1 << 16)
    var head = RecordHead()
    head.typeCode = CommandType.batch.rawValue
    head.sequence = Sequence(rawValue: first)
    head.time = Instant(nanoseconds: time)
    var header = BatchHeader()
    header.commandCount = UInt32(count)
    buffer.append(head, body: header)
    for sequence in first..<first + UInt64(count) {
      head.typeCode = CommandType.setPhase.rawValue
      head.sequence = Sequence(rawValue: sequence)
      buffer.append(head, body: SetPhase())
    }
    return buffer
  }

  static func read(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(path)/commands/000000000001.log"))
  }
}

/// A follower's directory, opened anew for each line.
private final class FollowerBench {
  private let folder = TemporaryFolder()
  private let venue: SenderBench
  private let directory: StorageDirectory
  private(set) var last = Sequence(rawValue: 0)

  init(_ venue: SenderBench) throws {
    self.venue = venue
    directory = try StorageDirectory.open(folder.path)
  }

  private func open() throws -> CommandLog {
    try CommandLog.open(
      in: directory, coreVersion: 1, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 1 << 20))
  }

  /// Follows until it has that command on its disk, or the line ends.
  func follow(upTo end: UInt64) throws -> LogReceiver.End {
    let log = try open()
    let opened = log.recovery.lastSequence
    let crc = try CommandLogReader.crc(of: opened, in: folder.path) ?? 0
    var receiver = LogReceiver(
      ReceivedLog(log, lastCRC: crc, term: venue.term), from: venue.address,
      directory: folder.path, follower: 5, coreVersion: 1)
    var figures = LogReceiver.Figures()
    let outcome = try receiver.run(
      isStopping: {
        figures.synced.rawValue >= end && venue.gate.acknowledged.rawValue >= end
      }, heard: { figures = $0 })
    last = figures.synced
    venue.wait { !$0.isConnected || outcome != .stopped }
    return outcome
  }

  /// Commands that the venue has not made.
  func appendOwn(_ count: Int) throws {
    var log = try open()
    var records = LogBytes.batch(log.nextSequence.rawValue, count: count, at: 2)
    _ = try log.append(&records)
  }

  func bytes() throws -> Data { try LogBytes.read(folder.path) }
}
