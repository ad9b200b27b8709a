import CLinux
import Foundation
import Glibc
import Synchronization

/// Clients that ask for all that they were ever sent, and read it at a pace: one thread for all, which
/// gives way to the client that trades.
final class ResendReaders: Sendable {
  /// How fast they read.
  enum Pace: Int {
    /// Not at all.
    case none
    /// As many messages a second as `rate` says, all together.
    case paced
    /// As fast as they can.
    case free
    /// They go.
    case end
  }

  private let pace = Atomic<Int>(Pace.none.rawValue)
  private let received = Atomic<Int>(0)
  private let unfinished: Atomic<Int>
  private let fault = Mutex<String?>(nil)
  /// Messages a second, all together.
  private let rate: Double

  init(lines: Int, rate: Double) {
    unfinished = Atomic(lines)
    self.rate = rate
  }

  /// Messages read so far, all together.
  var count: Int { received.load(ordering: .acquiring) }

  /// Whether somebody still waits for messages.
  var areWaiting: Bool { unfinished.load(ordering: .acquiring) > 0 }

  func set(_ pace: Pace) throws {
    self.pace.store(pace.rawValue, ordering: .releasing)
    try check()
  }

  /// What went wrong, if anything did.
  func check() throws {
    if let fault = fault.withLock({ $0 }) { throw FIXLine.Fault(description: fault) }
  }

  /// Connects `names` to `port`, asks for their ranges, and reads until told to end.
  func start(_ names: [String], _ ranges: [ClosedRange<Int>], port: UInt16) -> PinnedThread {
    PinnedThread(processor: 0) {
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
      do {
        let lines = try zip(names, ranges).map { try HistoryLine($0, $1, port: port) }
        for line in lines { try line.ask() }
        try self.read(lines)
      } catch {
        self.fault.withLock { $0 = "\(error)" }
        self.unfinished.store(0, ordering: .releasing)
      }
    }
  }

  private func read(_ lines: [HistoryLine]) throws {
    var due = 0.0
    var last = Clock.now()
    while true {
      let pace = Pace(rawValue: self.pace.load(ordering: .acquiring)) ?? .end
      let now = Clock.now()
      switch pace {
      case .end: return
      case .none: due = 0
      case .paced: due = min(due + Double(now - last) * rate / 1e9, Double(lines.count * 64))
      case .free: due = Double(lines.count * 4_096)
      }
      last = now
      var count = 0
      let each = Int(due / Double(lines.count))
      if each > 0 {
        for line in lines { count += try line.read(atMost: each) }
        due -= Double(each * lines.count)
      }
      received.add(count, ordering: .releasing)
      unfinished.store(lines.count { !$0.isFinished }, ordering: .releasing)
      if count == 0 || pace == .paced { usleep(1_000) }
    }
  }
}

/// A client that has been away and reads what it has missed: in order, whole, and nothing twice.
final class HistoryLine {
  private let line: FIXLine
  private let range: ClosedRange<Int>
  private var next: Int
  /// Bytes of a message that is sent again; found out by the first.
  private var messageBytes = 400

  var isFinished: Bool { next > range.upperBound }

  /// Logs on as a session that has sent Logon(A) and Logout(5) before.
  init(_ name: String, _ range: ClosedRange<Int>, port: UInt16) throws {
    line = try FIXLine(name, number: 99, port: port)
    self.range = range
    next = range.lowerBound
    line.nextOut = 3
    line.nextIn = range.upperBound + 1
    line.enqueue(msgType: "A", "98=0|108=3600|")
    try line.flush()
    while try line.next() == nil { _ = try line.receive(.blocking) }
  }

  /// Asks for the whole range.
  func ask() throws {
    line.enqueue(msgType: "2", "7=\(range.lowerBound)|16=\(range.upperBound)|")
    try line.flush()
  }

  /// Reads some `count` messages, or as many as are there; how many.
  func read(atMost count: Int) throws -> Int {
    let before = next
    guard !isFinished, try line.receive(.spinning, most: count * messageBytes) else { return 0 }
    while let number = try line.nextResent() {
      guard number == next else {
        throw FIXLine.Fault(description: "\(line.name): \(number) was sent again, not \(next)")
      }
      next += 1
      messageBytes = line.lastReplyBytes
    }
    return next - before
  }
}
