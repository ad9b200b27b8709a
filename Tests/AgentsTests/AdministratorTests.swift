import Agents
import Glibc
import Linux
import Market
import Testing
import Transport

/// The administrator's socket: a line in, a line out, whatever else comes.
@Suite struct AdministratorTests {
  /// Repeats what it is asked; `act` is an action that takes 51 looks, of 20 in each cycle.
  struct Echo: AdminDesk {
    private var looks = 0

    mutating func answer(_ request: String, from actor: AdminActor, now: Instant) -> String? {
      if request == "act" {
        looks = 0
        return nil
      }
      return request == "long" ? String(repeating: "x", count: 4_096) : "\(actor.uid):\(request)"
    }

    mutating func outcome(now: Instant) -> String? {
      looks += 1
      return looks > 50 ? "acted" : nil
    }

    func refusal(_ reason: String) -> String { "refused: \(reason)" }
  }

  @Test("one line, one answer, as often as it is asked")
  func lines() throws {
    let bench = try AdministratorBench()
    let client = try bench.connect()
    #expect(bench.ask(client, "one\n") == ["\(getuid()):one"])
    #expect(
      bench.ask(client, "two\nthree\n", lines: 2) == ["\(getuid()):two", "\(getuid()):three"])
    #expect(bench.ask(client, "fo") == [])
    #expect(bench.ask(client, "ur\n") == ["\(getuid()):four"])
  }

  @Test("an action is answered when its outcome is known; whoever else asks waits")
  func action() throws {
    let bench = try AdministratorBench()
    let (first, second) = (try bench.connect(), try bench.connect())
    first.send("act\n")
    bench.cycle()
    second.send("one\n")
    bench.cycle()
    #expect(second.received() == [])
    #expect(bench.ask(first, "") == ["acted"])
    #expect(bench.ask(second, "") == ["\(getuid()):one"])
  }

  @Test("a line of 64 bytes is a request, one of 65 is refused and its connection closed")
  func longLine() throws {
    let bench = try AdministratorBench()
    let client = try bench.connect()
    let line = String(repeating: "y", count: 64)
    #expect(bench.ask(client, line + "\n") == ["\(getuid()):\(line)"])
    #expect(bench.ask(client, line + "y\n") == ["refused: a request has at most 64 bytes"])
    #expect(bench.isClosed(client))
  }

  @Test("a line without an end, and a long answer")
  func halfLine() throws {
    let bench = try AdministratorBench()
    let client = try bench.connect()
    client.send("half")
    client.shutDown()
    #expect(bench.ask(client, "") == ["refused: the line has no end"])
    #expect(bench.isClosed(client))
    let other = try bench.connect()
    #expect(bench.ask(other, "long\n") == ["refused: the answer has more than 1024 bytes"])
  }

  @Test("who is silent too long is told so and closed: n-1, n")
  func idle() throws {
    let bench = try AdministratorBench()
    let client = try bench.connect()
    bench.cycle()
    bench.now = bench.now.adding(nanoseconds: 9_999_999_999)
    bench.cycle()
    #expect(!bench.isClosed(client))
    bench.now = bench.now.adding(nanoseconds: 1)
    #expect(bench.ask(client, "") == ["refused: no request within the time"])
    #expect(bench.isClosed(client))
  }

  @Test("three connections, and not one more until one goes")
  func full() throws {
    let bench = try AdministratorBench()
    var clients = [try bench.connect(), try bench.connect(), try bench.connect()]
    for client in clients { #expect(bench.ask(client, "a\n").count == 1) }
    let fourth = try bench.connect()
    #expect(bench.ask(fourth, "") == ["refused: 3 connections are open"])
    #expect(bench.isClosed(fourth))
    clients.removeLast()
    bench.cycle()
    let again = try bench.connect()
    #expect(bench.ask(again, "a\n") == ["\(getuid()):a"])
  }

  @Test("another user than the venue's is told so and closed")
  func otherUser() throws {
    let bench = try AdministratorBench(uid: UInt32(getuid()) + 1)
    let client = try bench.connect()
    let answers = bench.ask(client, "one\n")
    #expect(getuid() == 0 ? answers.count == 1 : answers[0].hasPrefix("refused: user"))
  }

  @Test("random bytes are answered or closed, and the next one is served", arguments: 0..<20)
  func noise(_ seed: UInt64) throws {
    let bench = try AdministratorBench()
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    for _ in 0..<20 {
      let client = try bench.connect()
      var bytes: [UInt8] = []
      for _ in 0..<Int(state % 200) {
        state = state &* 6_364_136_223_846_793_005 &+ 1
        bytes.append(UInt8(truncatingIfNeeded: state >> 33))
      }
      client.send(bytes: bytes)
      if state & 64 == 0 { client.shutDown() }
      bench.cycle()
    }
    let client = try bench.connect()
    #expect(bench.ask(client, "one\n") == ["\(getuid()):one"])
  }
}

/// An administrator with small limits, in the test's thread.
private final class AdministratorBench {
  private var administrator: Administrator<AdministratorTests.Echo>
  private let folder = TemporaryFolder()
  var now = Instant(nanoseconds: 1_795_000_000_000_000_000)

  init(uid: UInt32 = UInt32(getuid())) throws {
    var limits = Administrator<AdministratorTests.Echo>.Limits()
    limits.connections = 3
    limits.requestBytes = 64
    limits.answerBytes = 1_024
    administrator = try Administrator(
      listener: try LocalListener(path: "\(folder.path)/admin.sock"), uids: [uid],
      desk: AdministratorTests.Echo(), limits: limits)
  }

  func connect() throws -> AdminTestClient {
    AdminTestClient(try LocalSocket.connect(to: administrator.path))
  }

  func cycle() {
    for _ in 0..<20 {
      do throws(SystemError) { _ = try administrator.doWork(now: now, milliseconds: 0) } catch {
        preconditionFailure("the administrator stopped: \(error)")
      }
    }
  }

  /// Sends, works, and gives the answers that have come.
  func ask(_ client: AdminTestClient, _ text: String, lines: Int = 1) -> [String] {
    client.send(text)
    cycle()
    return client.received()
  }

  func isClosed(_ client: AdminTestClient) -> Bool {
    cycle()
    _ = client.received()
    return client.isClosed
  }
}

/// The other end of the socket.
private final class AdminTestClient {
  private let socket: Descriptor
  private(set) var isClosed = false

  init(_ socket: consuming Descriptor) { self.socket = socket }

  func send(_ text: String) { send(bytes: Array(text.utf8)) }

  func send(bytes: [UInt8]) {
    let count = unsafe Glibc.send(socket.rawValue, bytes, bytes.count, CInt(MSG_NOSIGNAL))
    if count < bytes.count { isClosed = true }
  }

  func shutDown() { _ = shutdown(socket.rawValue, CInt(SHUT_WR)) }

  /// The lines that have come.
  func received() -> [String] {
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8_192)
    while true {
      let count = unsafe recv(socket.rawValue, &chunk, chunk.count, CInt(MSG_DONTWAIT))
      if count == 0 { isClosed = true }
      guard count > 0 else { break }
      text += chunk[0..<count]
    }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
