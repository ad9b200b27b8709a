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

  @Test("a log that can't be read is said so, there and here")
  func unreadable() throws {
    let bench = try SenderBench()
    try bench.append(2, commits: true)
    try FileManager.default.removeItem(atPath: "\(bench.path)/commands")
    var hello = bench.hello(follower: 5)
    hello.sequence = 1
    var line = try FollowerLine(to: bench.address)
    let loss = LineLoss.refused(.unreadable, logID: 7, term: bench.term)
    #expect(throws: loss) { try line.ask(hello) }
    #expect("\(try #require(bench.gate.problem))".contains("\(bench.path)/commands"))
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
