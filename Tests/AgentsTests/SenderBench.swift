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

/// A venue's log of one segment, and the thread that sends it.
final class SenderBench {
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

final class SenderThread: Sendable {
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

enum LogBytes {
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
final class FollowerBench {
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
