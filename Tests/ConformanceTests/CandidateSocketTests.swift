import Linux
import Market
import Memory
import Testing
import Transport

@testable import Conformance

/// Over loopback; the far end is in the same thread.
@Suite struct CandidateSocketTests {
  private static let start = ScenarioTextTests.now

  /// A clock that goes on by a tenth of a second whenever it is read.
  private final class Clock {
    var now = CandidateSocketTests.start
    func read() -> Instant {
      now = now.adding(nanoseconds: 100_000_000)
      return now
    }
  }

  private func socket(_ way: consuming CandidateSocket.Way, seconds: Int64 = 60) -> CandidateSocket
  {
    let clock = Clock()
    let end = Self.start.adding(nanoseconds: seconds * 1_000_000_000)
    return CandidateSocket(way, tls: nil, end: end) { clock.read() }
  }

  private func loopback() throws -> Listener {
    try Listener(try #require(SocketAddress("127.0.0.1", port: 0)))
  }

  private func accepted(_ listener: borrowing Listener) throws -> Connection? {
    var poller = try Poller(capacity: 1)
    try poller.add(listener.rawDescriptor, token: 0, interest: .readable)
    _ = try poller.wait(timeoutMilliseconds: 5_000)
    guard case .connection(let line, _) = try listener.accept() else { return nil }
    return line
  }

  private var message: [UInt8] {
    ScenarioText.message("35=0|34=2|", from: ScenarioTextTests.parties, now: Self.start)
  }

  @Test("messages are cut out of the stream, garbage and other versions are told, the end too")
  func arrivals() throws {
    let listener = try loopback()
    let free = try loopback().address
    // The first address of the host is not the one that is listened at.
    let socket = socket(.connect([free, listener.address], name: "engine:1"))
    let later = Self.start.adding(nanoseconds: 60_000_000_000)
    try socket.connect(until: later)
    guard let line = try accepted(listener) else {
      Issue.record("nobody has connected")
      return
    }
    let old = ScenarioText.message(
      "8=FIX.4.2|35=0|34=2|", from: ScenarioTextTests.parties, now: Self.start)
    var output = ByteBuffer(holding: message + old + Array("nonsense\u{1}".utf8) + message)
    #expect(line.send(from: &output) != .ended)
    #expect(socket.next(until: later) == .message(message))
    #expect(socket.next(until: later) == .garbage(old))
    #expect(socket.next(until: later) == .garbage(Array("nonsense\u{1}".utf8)))
    #expect(socket.next(until: later) == .message(message))
    #expect(socket.next(until: socket.now) == .nothing)
    _ = consume line
    #expect(socket.next(until: later) == .closed)
    #expect(socket.next(until: later) == .closed)
  }

  @Test("nobody there is trouble, at once; nobody who comes is trouble when the time is over")
  func trouble() throws {
    let free = try loopback().address
    let refused = #expect(throws: CandidateTrouble.self) {
      try socket(.connect([free], name: "engine:1")).connect(
        until: Self.start.adding(nanoseconds: 60_000_000_000))
    }
    #expect(refused?.description.hasPrefix("engine:1: connect \(free): ") == true)
    let waiting = socket(.accept(try loopback()), seconds: 1)
    let error = #expect(throws: CandidateTrouble.self) {
      try waiting.connect(until: Self.start.adding(nanoseconds: 60_000_000_000))
    }
    #expect(error?.description.hasPrefix("nobody has connected") == true)
  }

  @Test("a listener takes who comes, and what is sent arrives there")
  func listening() throws {
    let listener = try loopback()
    let client = try Connection(to: listener.address)
    let socket = socket(.accept(listener))
    try socket.connect(until: Self.start.adding(nanoseconds: 60_000_000_000))
    socket.send(message)
    var input = ByteBuffer(capacity: 4_096)
    var poller = try Poller(capacity: 1)
    try poller.add(client.rawDescriptor, token: 0, interest: .readable)
    _ = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(client.receive(into: &input) == .moved(bytes: message.count))
    socket.close()
    _ = try poller.wait(timeoutMilliseconds: 5_000)
    input.removeAll()
    #expect(client.receive(into: &input) == .ended)
  }
}
