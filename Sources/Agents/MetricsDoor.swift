public import Linux
public import Market
import Memory
public import Transport

/// Who has the metrics.
public protocol MetricsSource {
  /// All figures, as text.
  func metrics() -> String
}

/// Answers `GET /metrics` by HTTP/1.0, and everything else with 404: one connection at a time, which has
/// a second for a request of at most 1 KiB and for its answer, and is closed then. On loopback only.
/// Owner: the metrics thread.
public struct MetricsDoor<Source: MetricsSource>: ~Copyable {
  private let listener: Listener
  private var poller: Poller
  /// Watches the one connection that is served.
  private var served: Poller
  private let source: Source
  private let clock: @Sendable () -> Instant

  /// Bytes of a request.
  public static var requestBytes: Int { 1_024 }
  /// Time for a request and its answer.
  public static var connectionNanos: Int64 { 1_000_000_000 }

  /// Listens at 127.0.0.1 and `port`; 0 takes a free one.
  public init(
    port: UInt16, source: Source, clock: @escaping @Sendable () -> Instant
  ) throws(SystemError) {
    let listener = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: port), backlog: 16)
    let poller = try Poller(capacity: 2)
    try poller.add(listener.rawDescriptor, token: 0, interest: .readable)
    let served = try Poller(capacity: 1)
    self.listener = listener
    self.poller = poller
    self.served = served
    self.source = source
    self.clock = clock
  }

  public var address: SocketAddress { listener.address }

  /// Waits for somebody, at most `milliseconds`, and answers who comes.
  public mutating func doWork(milliseconds: Int) throws(SystemError) {
    guard try poller.wait(timeoutMilliseconds: CInt(milliseconds)) > 0 else { return }
    switch try listener.accept() {
    case .connection(let connection, _):
      // What goes wrong with one connection ends that one.
      do throws(SystemError) { try serve(connection) } catch { return }
    case .none: break
    case .exhausted: _ = try served.wait(timeoutMilliseconds: Self.exhaustedMilliseconds)
    }
  }

  /// How long nobody is taken where the process is out of descriptors.
  private static var exhaustedMilliseconds: CInt { 100 }

  private mutating func serve(_ connection: consuming Connection) throws(SystemError) {
    let until = clock().adding(nanoseconds: Self.connectionNanos)
    var inbound = ByteBuffer(capacity: Self.requestBytes)
    try served.add(connection.rawDescriptor, token: 0, interest: .readable)
    while !Self.isWhole(inbound), inbound.writableCount > 0 {
      guard try served.wait(timeoutMilliseconds: left(until)) > 0 else { return }
      if connection.receive(into: &inbound) == .ended { return }
    }
    var outbound = answer(Self.isWhole(inbound) && Self.isForMetrics(inbound))
    try served.modify(connection.rawDescriptor, token: 0, interest: .writable)
    while !outbound.isEmpty {
      guard try served.wait(timeoutMilliseconds: left(until)) > 0 else { return }
      if connection.send(from: &outbound) == .ended { return }
    }
  }

  private func left(_ until: Instant) -> CInt {
    CInt(clamping: max(0, (until.nanoseconds - clock().nanoseconds) / 1_000_000))
  }

  private func answer(_ isForMetrics: Bool) -> ByteBuffer {
    let body = Array(
      (isForMetrics ? source.metrics() : "there is /metrics and nothing else\n").utf8)
    let status = isForMetrics ? "200 OK" : "404 Not Found"
    let head =
      "HTTP/1.0 \(status)\r\nContent-Type: text/plain; version=0.0.4\r\n"
      + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
    return ByteBuffer(holding: Array(head.utf8) + body)
  }

  /// Whether the empty line behind the head has come.
  private static func isWhole(_ buffer: borrowing ByteBuffer) -> Bool {
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    var ends = 0
    for place in bytes.indices where bytes[place] != 0x0d {
      ends = bytes[place] == 0x0a ? ends + 1 : 0
      if ends == 2 { return true }
    }
    return false
  }

  private static func isForMetrics(_ buffer: borrowing ByteBuffer) -> Bool {
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    let expected = Array("GET /metrics HTTP/1.".utf8)
    guard bytes.count > expected.count else { return false }
    for place in expected.indices where bytes[place] != expected[place] { return false }
    return true
  }
}
