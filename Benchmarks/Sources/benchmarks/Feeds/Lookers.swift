import Glibc
import Linux
import Transport

/// Sessions that look on: each takes the market data of the instrument, or a drop copy, over loopback.
final class Lookers {
  /// What they take.
  enum Kind: String, CaseIterable {
    case marketData = "market data"
    case dropCopy = "drop copy"

    /// Their CompIDs begin with it.
    var prefix: String { self == .marketData ? "M" : "K" }
    /// MsgType(35) of an update: X, or W in place of changes; 8.
    var updates: [UInt8] { self == .marketData ? [0x58, 0x57] : [0x38] }

    static func name(_ kind: Kind, _ number: Int) -> String {
      kind.prefix + String(10_000 + number).dropFirst()
    }
  }

  private static let addresses = 16
  /// Connections that wait for their Logon(A) to be answered at a time.
  private static let window = 64

  let kind: Kind
  private let isCompressed: Bool
  private(set) var lines: [FIXLine] = []
  private var poller: Poller
  /// When the last byte came to each line, by the kernel's clock.
  private(set) var arrivals: [UInt64] = []
  private(set) var byteCount = 0
  /// Updates that came; where they are compressed, reads that brought some.
  private(set) var updateCount = 0

  /// Logs `count` of them on, and has each subscribe.
  init(_ kind: Kind, _ count: Int, compressed: Bool, port: UInt16) throws {
    self.kind = kind
    isCompressed = compressed
    poller = try Poller(capacity: 512)
    for number in 0..<count {
      let host = FIXLine.loopback + UInt32(number % Self.addresses)
      let line = try FIXLine(
        Kind.name(kind, number), number: 1_000 + number, port: port, from: host)
      let more = compressed ? "7811=1|" : ""
      line.enqueue(msgType: "A", "98=0|108=3600|141=Y|\(more)")
      try line.flush()
      lines.append(line)
      if lines.count > Self.window {
        try WireServer.awaitLogon(lines[lines.count - 1 - Self.window])
      }
    }
    for line in lines.suffix(Self.window) { try WireServer.awaitLogon(line) }
    arrivals = lines.map { _ in 0 }
    for place in lines.indices {
      lines[place].stampArrivals()
      if kind == .marketData { try subscribe(lines[place]) }
      try poller.add(lines[place].descriptor, token: UInt64(place), interest: .readable)
    }
    try settle()
    if kind == .marketData, arrivals.contains(0) {
      throw Benchmark.VoidRun(reason: "not every subscriber has got its snapshot")
    }
    updateCount = 0
    byteCount = 0
  }

  private func subscribe(_ line: FIXLine) throws {
    line.enqueue(
      msgType: "V",
      "262=M1|263=1|264=10|265=1|266=Y|267=3|269=0|269=1|269=2|146=1|55=\(WireMarket.symbol)|")
    try line.flush()
  }

  /// Takes what has come, waiting a while for it; how many lines had something.
  @discardableResult
  func read(milliseconds: CInt) throws -> Int {
    let ready = try poller.wait(timeoutMilliseconds: milliseconds)
    for index in 0..<ready {
      let place = Int(poller.ready(index).token)
      let line = lines[place]
      guard try line.receive(.spinning) else { continue }
      arrivals[place] = line.arrived
      byteCount += line.filledTo - line.readAt
      if isCompressed {
        line.readAt = line.filledTo
        updateCount += 1
        continue
      }
      while let type = try line.nextType() {
        if kind.updates.contains(type) { updateCount += 1 }
      }
    }
    return ready
  }

  /// Until nothing has come for 500 ms.
  func settle() throws {
    while try read(milliseconds: 500) > 0 {}
  }

  /// Until so many updates have come in all, or nothing for 20 s.
  func awaitUpdates(_ count: Int) throws {
    while updateCount < count, try read(milliseconds: 20_000) > 0 {}
  }

  /// Until each line has had something since `since`; the last arrival.
  func awaitAll(since: UInt64, seconds: UInt64 = 20) throws -> UInt64 {
    let end = Clock.now() + seconds * 1_000_000_000
    while let waiting = arrivals.firstIndex(where: { $0 < since }) {
      guard Clock.now() < end else {
        throw Benchmark.VoidRun(reason: "\(lines[waiting].name) was told nothing for \(seconds) s")
      }
      try read(milliseconds: 100)
    }
    return arrivals.max() ?? since
  }

  func logOut() throws {
    for line in lines {
      line.enqueue(msgType: "5", "")
      try line.flush()
      try poller.remove(line.descriptor)
    }
    lines.removeAll()
  }
}
