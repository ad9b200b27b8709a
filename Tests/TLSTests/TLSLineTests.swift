import Glibc
import Linux
import Memory
import TLS
import Testing

/// Two ends of a socket pair in one thread.
struct LinePair: ~Copyable {
  let server: TLSLine
  let client: TLSLine
  var serverSays = TLSLine.Handshake.wantsRead
  var clientSays = TLSLine.Handshake.wantsRead

  init(_ server: TLSContext, _ client: TLSContext, name: String? = "localhost") throws {
    var raw: [CInt] = [0, 0]
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    let result = unsafe socketpair(AF_UNIX, kind, 0, &raw)
    precondition(result == 0, "the system has sockets")
    let mine = try TLSLine(owning: Descriptor(owning: raw[0]), server)
    let theirs = try TLSLine(owning: Descriptor(owning: raw[1]), client, name: name)
    self.server = mine
    self.client = theirs
    shakeHands()
  }

  /// Both ends on their way to another owner.
  consuming func released() -> (TLSLine.Handle, TLSLine.Handle) {
    (server.release(), client.release())
  }

  /// Goes on until nobody can.
  mutating func shakeHands() {
    for _ in 0..<20 {
      if clientSays == .wantsRead { clientSays = client.handshake() }
      if serverSays == .wantsRead { serverSays = server.handshake() }
    }
  }
}

@Suite struct TLSLineTests {
  private func server(
    _ files: TestCertificates, revocations: [String] = [], isRequired: Bool = true
  ) throws -> TLSContext {
    var policy = TLSClientPolicy(authorities: files.authorities)
    policy.revocations = revocations
    policy.isCertificateRequired = isRequired
    return try TLSContext.server(files.issueServer(), clients: policy)
  }

  private func buffer(_ text: String, capacity: Int = 65_536) -> ByteBuffer {
    var buffer = ByteBuffer(capacity: capacity)
    let bytes = Array(text.utf8)
    let fits = unsafe buffer.append(bytes.span.bytes)
    precondition(fits, "a test's text fits")
    return buffer
  }

  @Test("both sides agree on TLS 1.3, AES-128-GCM, and who the client is")
  func handshake() throws {
    let files = try TestCertificates()
    let own = try files.issue("DLR001", names: ["URI:fix:DLR001"])
    let client = try TLSContext.client(own, authorities: files.authorities)
    let pair = try LinePair(try server(files), client)
    let said = [pair.serverSays, pair.clientSays]
    #expect(said == [.done, .done])
    let name = pair.server.protocolName
    #expect(name == "TLSv1.3 TLS_AES_128_GCM_SHA256")
    let shown = pair.server.peerCertificate
    #expect(try shown == Certificate(path: own.certificate))
    let venue = pair.client.peerCertificate
    #expect(venue?.commonName == "venue")
  }

  @Test("bytes of one record arrive as they were sent, also into small buffers")
  func bothWays() throws {
    let files = try TestCertificates()
    let client = try TLSContext.client(files.issue("A"), authorities: files.authorities)
    let pair = try LinePair(try server(files), client)
    var outgoing = buffer(String(repeating: "x", count: 10_000))
    let sent = pair.client.send(from: &outgoing)
    #expect(sent == .moved(bytes: 10_000))
    var small = ByteBuffer(capacity: 4_096)
    for expected in [4_096, 4_096, 1_808] {
      let outcome = pair.server.receive(into: &small)
      #expect(outcome == .moved(bytes: expected))
      small.removeAll()
    }
    let nothing = pair.server.receive(into: &small)
    #expect(nothing == .wouldBlock)
  }

  @Test("many records are read at once")
  func manyRecords() throws {
    let files = try TestCertificates()
    let client = try TLSContext.client(files.issue("A"), authorities: files.authorities)
    let pair = try LinePair(try server(files), client)
    for _ in 0..<50 {
      var outgoing = buffer("8=FIX.4.4|9=5|35=0|")
      _ = pair.client.send(from: &outgoing)
    }
    var incoming = ByteBuffer(capacity: 4_096)
    let outcome = pair.server.receive(into: &incoming)
    #expect(outcome == .moved(bytes: 950))
  }

  @Test("a full socket takes part of it, and the same bytes go on with more behind them")
  func backPressure() throws {
    let files = try TestCertificates()
    let client = try TLSContext.client(files.issue("A"), authorities: files.authorities)
    let pair = try LinePair(try server(files), client)
    var outgoing = ByteBuffer(capacity: 1 << 21)
    let text = Array(String(repeating: "0123456789", count: 100_000).utf8)
    var fits = unsafe outgoing.append(text.span.bytes)
    #expect(fits)
    var outcome = TLSLine.Outcome.moved(bytes: 0)
    while case .moved = outcome { outcome = pair.server.send(from: &outgoing) }
    #expect(outcome == .wouldBlock)
    outgoing.compact()
    fits = unsafe outgoing.append(text.span.bytes)
    #expect(fits)
    var received = 0
    var isIntact = true
    var incoming = ByteBuffer(capacity: 65_536)
    while received < 2_000_000 {
      if !outgoing.isEmpty { _ = pair.server.send(from: &outgoing) }
      guard case .moved(let count) = pair.client.receive(into: &incoming) else { continue }
      if !Self.isCounting(incoming, from: received) { isIntact = false }
      received += count
      incoming.removeAll()
    }
    #expect(isIntact)
    #expect(received == 2_000_000)
  }

  private static func isCounting(_ buffer: borrowing ByteBuffer, from place: Int) -> Bool {
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    return bytes.indices.allSatisfy { bytes[$0] == UInt8(0x30 + (place + $0) % 10) }
  }

  @Test("the end of one side is told to the other, and its alert comes before")
  func end() throws {
    let files = try TestCertificates()
    let client = try TLSContext.client(files.issue("A"), authorities: files.authorities)
    let server = try server(files)
    var raw: [CInt] = [0, 0]
    let result = unsafe socketpair(
      AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &raw)
    #expect(result == 0)
    let mine = try TLSLine(owning: Descriptor(owning: raw[0]), server)
    do {
      let theirs = try TLSLine(owning: Descriptor(owning: raw[1]), client, name: "localhost")
      for _ in 0..<5 {
        _ = theirs.handshake()
        _ = mine.handshake()
      }
      _ = consume theirs
    }
    var incoming = ByteBuffer(capacity: 64)
    let ended = mine.receive(into: &incoming)
    #expect(ended == .ended)
    var outgoing = buffer("too late")
    let broken = mine.send(from: &outgoing)
    #expect(broken == .ended)
  }

  @Test("a released line goes on with its next owner")
  func handover() throws {
    let files = try TestCertificates()
    let client = try TLSContext.client(files.issue("A"), authorities: files.authorities)
    let pair = try LinePair(try server(files), client)
    let (handle, other) = pair.released()
    let next = TLSLine(adopting: handle)
    var outgoing = buffer("after the handover")
    let sent = next.send(from: &outgoing)
    #expect(sent == .moved(bytes: 18))
    var incoming = ByteBuffer(capacity: 64)
    let received = TLSLine(adopting: other).receive(into: &incoming)
    #expect(received == .moved(bytes: 18))
  }
}
