import Glibc
import Linux
import Transport

/// Sessions that are logged on and say nothing but Heartbeat(0), evenly over the time.
final class Crowd {
  /// HeartBtInt(108), seconds.
  static let heartBtInt = 30
  /// Connections that wait for their Logon(A) to be answered at a time: the venue lets no more than 256 of
  /// all and 64 of one address wait.
  static let window = 128
  private static let addresses = 16

  private(set) var lines: [FIXLine] = []
  private var poller: Poller
  private var next = 0
  private var start = Clock.now()
  private var sent = 0

  init() throws { poller = try Poller(capacity: 512) }

  /// Logs sessions on, as many at a time as the venue takes; how long it took, nanoseconds.
  func logOn(_ members: Range<Int>, port: UInt16) throws -> UInt64 {
    let from = Clock.now()
    let first = lines.count
    for member in members {
      let host = FIXLine.loopback + UInt32(member % Self.addresses)
      let line = try FIXLine(
        WireMarket.member(member), firm: WireMarket.buyer(0), number: 100 + member, port: port,
        from: host)
      try WireServer.askToLogOn(line, heartBtInt: Self.heartBtInt)
      lines.append(line)
      if lines.count - first > Self.window {
        try WireServer.awaitLogon(lines[lines.count - 1 - Self.window])
      }
    }
    for line in lines.suffix(min(Self.window, members.count)) { try WireServer.awaitLogon(line) }
    let took = Clock.now() - from
    for place in first..<lines.count {
      try poller.add(lines[place].descriptor, token: UInt64(place), interest: .readable)
    }
    start = Clock.now()
    sent = 0
    return took
  }

  /// Sends a Heartbeat(0) if one is due.
  func beat() throws {
    guard !lines.isEmpty else { return }
    let due = (Clock.now() - start) * UInt64(lines.count) / UInt64(Self.heartBtInt) / 1_000_000_000
    guard UInt64(sent) < due else { return }
    sent += 1
    let line = lines[next]
    next = next + 1 == lines.count ? 0 : next + 1
    line.enqueue(msgType: "0", "")
    try line.flush()
  }

  /// Lives so for a while: beats, and reads what comes.
  func live(seconds: Double) throws {
    let end = Clock.now() + UInt64(seconds * 1e9)
    while Clock.now() < end {
      for _ in 0..<64 { try beat() }
      try read(milliseconds: 1)
    }
  }

  private func read(milliseconds: CInt) throws {
    for place in 0..<(try poller.wait(timeoutMilliseconds: milliseconds)) {
      let line = lines[Int(poller.ready(place).token)]
      guard try line.receive(.spinning) else { continue }
      while try line.next() != nil {}
    }
  }
}
