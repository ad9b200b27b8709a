import Agents
import Glibc
import Linux
import Market
import Memory
import Synchronization
import Testing
import Transport

/// What is answered by HTTP, and what is not.
@Suite struct MetricsDoorTests {
  struct Source: MetricsSource {
    func metrics() -> String { "cangdan_test 1\n" }
  }

  static let rows: [(request: String, status: String)] = [
    ("GET /metrics HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK"),
    ("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.0 200 OK"),
    ("GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 404 Not Found"),
    ("GET /metrics/x HTTP/1.0\r\n\r\n", "HTTP/1.0 404 Not Found"),
    ("POST /metrics HTTP/1.0\r\n\r\n", "HTTP/1.0 404 Not Found"),
    ("\u{1}\u{2}\r\n\r\n", "HTTP/1.0 404 Not Found"),
    ("GET /metrics HTTP/1.0\r\n" + String(repeating: "x", count: 2_000), "HTTP/1.0 404 Not Found"),
  ]

  @Test("GET /metrics, and nothing else", arguments: rows)
  func answers(_ request: String, _ status: String) throws {
    let text = try ask(request)
    #expect(text.hasPrefix(status))
    #expect(text.contains("\r\n\r\ncangdan_test 1\n") == status.hasSuffix("OK"))
  }

  @Test("who asks nothing is left after the time, and the next one is served")
  func silent() throws {
    let clock = LateClock()
    #expect(try ask("GET /met", now: { clock.now() }) == "")
  }

  /// What the door answers to a request, read to its end.
  private func ask(
    _ request: String, now: @escaping @Sendable () -> Instant = { Instant(nanoseconds: 1) }
  ) throws -> String {
    var door = try MetricsDoor(port: 0, source: Source(), clock: now)
    var outgoing = ByteBuffer(capacity: 4_096)
    let bytes = Array(request.utf8)
    let fits = unsafe outgoing.append(bytes.span.bytes)
    #expect(fits)
    let client = try Connection(to: door.address)
    #expect(client.send(from: &outgoing) == .moved(bytes: bytes.count))
    try door.doWork(milliseconds: 1_000)
    var incoming = ByteBuffer(capacity: 8_192)
    while case .moved = client.receive(into: &incoming) {}
    return Self.text(incoming)
  }

  private static func text(_ buffer: borrowing ByteBuffer) -> String {
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}

/// A clock on which six tenths of a second pass between two looks.
private final class LateClock: Sendable {
  private let nanos = Atomic<Int64>(0)

  func now() -> Instant {
    Instant(nanoseconds: nanos.add(600_000_000, ordering: .relaxed).newValue)
  }
}
