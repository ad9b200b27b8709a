import FIXSession
import Glibc
import Linux
import Market
import Memory
import TradeClient
import Transport

/// A client's session and the line that it runs on: connects, reads, writes, and keeps its numbers in a file.
struct ClientLine: ~Copyable {
  /// Where the venue is, and how the line is protected.
  struct Way {
    var address: SocketAddress
    var tls: TradeTLS?
    /// How long a refused connection is tried again, in seconds.
    var patience: Double
    /// Whether compression is asked for.
    var compresses = false
  }

  let way: Way
  var session: ClientSession
  var poller: Poller
  /// Whether the line must be closed when what was to be said is written.
  private(set) var isOver = false
  /// What the venue has sent is no LZ4 frame, or a damaged one.
  private(set) var isDamaged = false
  /// The oldest message that is not done with: whoever starts again behind us asks for it once more.
  var oldestOpen: MsgSeqNum?
  /// Nil where each connection begins at 1.
  private var file: SequenceFile?
  private var connection: Connection?
  /// Of the connections before this one, and of this one.
  private var earlierFigures = CompressionFigures()
  private var lineFigures = CompressionFigures()
  /// What comes where compression was asked for.
  private var compressed: CompressedInput?
  private var isOutputAwaited = false

  /// What the poller says of the socket.
  static var token: UInt64 { 1 }

  init(
    _ way: Way, session: consuming ClientSession, file: consuming SequenceFile?
  ) throws(SystemError) {
    self.way = way
    self.session = session
    self.file = file
    poller = try Poller(capacity: 4)
  }

  var isConnected: Bool { connection != nil }

  /// What came over all connections on which compression was asked for.
  var figures: CompressionFigures {
    var total = earlierFigures
    total += lineFigures
    return total
  }

  /// Connects and says Logon; the protocol that was agreed on under TLS, in words.
  mutating func connect(reset: Bool) throws -> String? {
    connection = try way.open()
    let protocolName = connection?.protocolName
    if let raw = connection?.rawDescriptor {
      try poller.add(raw, token: Self.token, interest: .readable)
    }
    isOutputAwaited = false
    isOver = false
    earlierFigures = figures
    lineFigures = CompressionFigures()
    compressed = way.compresses ? CompressedInput() : nil
    session.connected(reset: reset, now: RealTime.now())
    return protocolName
  }

  /// Closes the line; how its session ended, nil where there is none.
  mutating func close() throws(SystemError) -> SessionEnd? {
    guard let raw = connection?.rawDescriptor else { return nil }
    try poller.remove(raw)
    connection = nil
    isOver = false
    return session.connectionLost()
  }

  /// Reads what has come.
  mutating func receive() {
    guard let line = connection.take() else { return }
    if let input = compressed.take() {
      let rest = receive(input, over: line)
      lineFigures = rest.figures
      compressed = consume rest
    } else {
      receive(over: line)
    }
    connection = consume line
  }

  private mutating func receive(over line: borrowing Connection) {
    var mayHoldMore: Bool
    repeat {
      let outcome = line.receive(into: &session.input)
      mayHoldMore = line.isSecured && session.input.writableCount == 0
      switch outcome {
      case .moved: session.process(now: RealTime.now())
      case .wouldBlock: mayHoldMore = false
      case .ended:
        isOver = true
        mayHoldMore = false
      }
    } while mayHoldMore
  }

  /// The same where it comes compressed.
  private mutating func receive(
    _ input: consuming CompressedInput, over line: borrowing Connection
  ) -> CompressedInput {
    while true {
      switch line.receive(into: &input) {
      case .moved: break
      case .wouldBlock: return input
      case .ended:
        isOver = true
        return input
      }
      while input.next(into: &session.input) { session.process(now: RealTime.now()) }
      if input.isDamaged {
        Output.complain("what the venue has sent is no LZ4 frame")
        isDamaged = true
        isOver = true
        return input
      }
    }
  }

  /// Saves the numbers, writes what is to be written; what has happened.
  mutating func settle() throws(SystemError) -> [ClientNotice] {
    try save()
    try flush()
    let notices = session.takeNotices()
    for notice in notices {
      if case .disconnect = notice { isOver = true }
    }
    return notices
  }

  /// Puts down where the numbering stands.
  mutating func save() throws(SystemError) {
    var numbers = session.state.numbers
    if let oldestOpen { numbers.nextInbound = min(numbers.nextInbound, oldestOpen) }
    try file?.save(numbers)
  }

  /// Writes as much as the line takes; the rest goes when it is ready again.
  mutating func flush() throws(SystemError) {
    guard let line = connection.take() else { return }
    var outcome = Connection.Outcome.moved(bytes: 0)
    while !session.output.isEmpty, case .moved = outcome {
      outcome = line.send(from: &session.output)
    }
    if outcome == .ended { isOver = true }
    let raw = line.rawDescriptor
    connection = consume line
    let isAwaited = !session.output.isEmpty && outcome == .wouldBlock
    if isAwaited != isOutputAwaited {
      isOutputAwaited = isAwaited
      let interest: Poller.Interest = isAwaited ? [.readable, .writable] : .readable
      try poller.modify(raw, token: Self.token, interest: interest)
    }
  }

  /// Waits for the socket or another watched descriptor, at the latest until `deadline`; how many are
  /// ready.
  mutating func wait(until deadline: Instant) throws(SystemError) -> Int {
    var nanos =
      deadline == .distantFuture
      ? Int64.max : deadline.nanoseconds - RealTime.now().nanoseconds
    nanos = max(0, min(nanos, 60_000_000_000))
    let milliseconds = (nanos + 999_999) / 1_000_000
    return try poller.wait(timeoutMilliseconds: CInt(milliseconds))
  }
}

extension Connection {
  /// Reads once, where what came before is used up.
  func receive(into input: inout CompressedInput) -> Outcome {
    if input.wire.writableCount == 0 { input.wire.compact() }
    return input.wire.writableCount > 0 ? receive(into: &input.wire) : .moved(bytes: 0)
  }
}
