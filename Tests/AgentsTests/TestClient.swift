import Compression
import FIXWire
import Foundation
import Glibc
import Linux
import Memory
import TLS
import Transport

/// A counterparty with a socket and no opinions: it sends what a test says and keeps what comes.
final class TestClient {
  let name: String
  private var socket: Connection?
  private var incoming = ByteBuffer(capacity: 1 << 20)
  private var outgoing = ByteBuffer(capacity: 1 << 20)
  /// MsgSeqNum(34) of the next message.
  var nextNumber = 1
  /// Whole messages received, `|` for the delimiter.
  private(set) var messages: [String] = []
  /// The same as they came.
  private(set) var frames: [[UInt8]] = []
  private(set) var isClosed = false
  /// Whether what comes is an LZ4 frame.
  var isPacked = false
  /// The end mark of the frame has come.
  private(set) var hasSeenEnd = false
  private var packed = ByteBuffer(capacity: 1 << 20)
  private var frame = LZ4FrameReader()
  /// Whether it reads what comes.
  var reads = true

  /// Whether TLS is still to be agreed on; nothing is sent before.
  private var isShakingHands = false

  init(_ name: String, _ venue: TestVenue) throws {
    self.name = name
    socket = try Connection(to: venue.address)
  }

  /// Over a pair of sockets in memory, without the listener.
  init(
    _ name: String, inMemory venue: TestVenue,
    from peer: SocketAddress = SocketAddress(ipv4: 0x7f00_0001, port: 1)
  ) {
    self.name = name
    var pair: [CInt] = [-1, -1]
    let made = unsafe socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair)
    precondition(made == 0, "a pair of sockets can be made")
    socket = Connection(owning: Descriptor(owning: pair[0]))
    venue.admit(Connection(owning: Descriptor(owning: pair[1])), from: peer)
  }

  /// Over TLS where there is a context, else as plain bytes to the port of TLS.
  init(_ name: String, _ venue: TestVenue, tls: TLSContext?) throws {
    self.name = name
    guard let address = venue.secureAddress else { preconditionFailure("the venue has TLS") }
    let plain = try Connection(to: address)
    guard let tls else {
      socket = consume plain
      return
    }
    socket = try plain.secured(by: tls, name: "localhost")
    isShakingHands = true
  }

  /// Goes on with the handshake.
  private func shakeHands() {
    guard isShakingHands, let open = socket.take() else { return }
    switch open.handshake() {
    case .done: isShakingHands = false
    case .wantsRead, .wantsWrite: break
    case .failed:
      isClosed = true
      return
    }
    socket = consume open
  }

  func reconnect(_ venue: TestVenue) throws {
    socket = try Connection(to: venue.address)
    isClosed = false
    isPacked = false
    incoming.removeAll()
    messages = []
    frames = []
  }

  func disconnect() { socket = nil }

  /// Sends a message with this body, `35=0|112=X|`, numbered on unless `number` is given.
  func send(_ body: String, number: Int? = nil) {
    sendRaw(message(body, number: number ?? nextNumber))
    if number == nil { nextNumber += 1 }
  }

  /// Sends messages with these bodies by one write: one segment, that no window cuts.
  func send(all bodies: [String]) {
    var bytes: [UInt8] = []
    for body in bodies {
      bytes += message(body, number: nextNumber)
      nextNumber += 1
    }
    sendRaw(bytes)
  }

  private func message(_ body: String, number: Int) -> [UInt8] {
    let fields = body.split(separator: "|", maxSplits: 1)
    let rest = fields.count > 1 ? String(fields[1]) : ""
    let header = "\(fields[0])|49=\(name)|56=VENUE|34=\(number)|52=20261121-09:00:00.000|"
    return Self.framed(header + rest)
  }

  static func framed(_ body: String) -> [UInt8] {
    let content = body.replacingDelimiters()
    var bytes = Array("8=FIX.4.4\u{1}9=\(content.utf8.count)\u{1}\(content)".utf8)
    let sum = bytes.reduce(UInt8(0)) { $0 &+ $1 }
    let digits = String(Int(sum) + 1_000).dropFirst()
    bytes += Array("10=\(digits)\u{1}".utf8)
    return bytes
  }

  func sendRaw(_ bytes: [UInt8]) {
    let fits = unsafe outgoing.append(bytes.span.bytes)
    precondition(fits, "a test sends little")
    flush()
  }

  /// Writes what the socket takes.
  func flush() {
    shakeHands()
    guard !isShakingHands, let open = socket.take() else { return }
    while !outgoing.isEmpty, case .moved = open.send(from: &outgoing) {}
    socket = consume open
  }

  /// Takes what has come.
  func receive() {
    shakeHands()
    guard reads, !isShakingHands, let open = socket.take() else { return }
    var isOpen = true
    if incoming.writableCount == 0 { incoming.compact() }
    while incoming.writableCount > 0 {
      let outcome = isPacked ? open.receive(into: &packed) : open.receive(into: &incoming)
      if outcome == .ended { isOpen = false }
      guard case .moved = outcome else { break }
    }
    if isOpen { socket = consume open } else { isClosed = true }
    if isPacked, !packed.isEmpty {
      let outcome = frame.read(from: &packed, into: &incoming)
      precondition(outcome != .damaged, "the venue sends a frame")
      hasSeenEnd = outcome == .ended
    }
    takeMessages()
  }

  private func takeMessages() {
    while true {
      guard case .complete(let count) = Framing.next(in: incoming.readable, maxMessageSize: 1 << 16)
      else { return }
      frames.append(Self.bytes(incoming, count))
      messages.append(Self.text(frames[frames.count - 1]))
      incoming.didRead(count)
    }
  }

  private static func bytes(_ buffer: borrowing ByteBuffer, _ count: Int) -> [UInt8] {
    (0..<count).map { place in
      unsafe buffer.readable.unsafeLoad(fromByteOffset: place, as: UInt8.self)
    }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.map { $0 == 1 ? UInt8(ascii: "|") : $0 }, as: UTF8.self)
  }
}

extension String {
  func replacingDelimiters() -> String {
    String(decoding: utf8.map { $0 == UInt8(ascii: "|") ? 1 : $0 }, as: UTF8.self)
  }
}

extension TestVenue {
  /// Runs duty cycles until `client` has a message with all `parts`, and gives it; nil after `cycles`.
  func expect(
    _ client: TestClient, _ parts: String..., cycles: Int = 2_000,
    cycleNanos: Int64 = 1_000_000
  ) -> String? {
    expect(client, all: parts, cycles: cycles, cycleNanos: cycleNanos)
  }

  /// The same with the parts as a list.
  func expect(
    _ client: TestClient, all parts: [String], cycles: Int = 2_000,
    cycleNanos: Int64 = 1_000_000
  ) -> String? {
    var seen = 0
    for _ in 0..<cycles {
      client.flush()
      client.receive()
      let found = client.messages[seen...].first { message in
        parts.allSatisfy { message.contains("|\($0)|") }
      }
      if let found { return found }
      seen = client.messages.count
      cycle(nanoseconds: cycleNanos)
    }
    return nil
  }

  /// Runs duty cycles until the venue has closed `client`'s connection.
  func expectClosed(_ client: TestClient, cycles: Int = 2_000) -> Bool {
    for _ in 0..<cycles {
      client.flush()
      client.receive()
      if client.isClosed { return true }
      cycle()
    }
    return false
  }

  /// A client that has logged on.
  func logOn(_ name: String) throws -> TestClient {
    let client = try TestClient(name, self)
    client.send("35=A|98=0|108=30|")
    let reply = expect(client, "35=A")
    precondition(reply != nil, "\(name) logs on")
    return client
  }
}

/// A folder of its own, removed at the end.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/cangdan-agents-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template) != nil
    precondition(made, "a temporary folder can be made")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Without a process of its own: that would hold the others' sockets open for a moment.
  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      preconditionFailure("the temporary folder can be removed: \(error)")
    }
  }
}
