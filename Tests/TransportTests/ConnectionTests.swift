import Glibc
import Linux
import Memory
import TLS
import Testing
import Transport

@Suite struct ConnectionTests {
  private func loopback() throws(SystemError) -> Listener {
    try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0))
  }

  private func buffer(_ text: String) -> ByteBuffer {
    var buffer = ByteBuffer(capacity: 4_096)
    let bytes = Array(text.utf8)
    let fits = unsafe buffer.append(bytes.span.bytes)
    precondition(fits, "a short text fits")
    return buffer
  }

  @Test("a connection that is begun stands when it is writable, or says why it does not")
  func opening() throws {
    let listener = try loopback()
    var poller = try Poller(capacity: 1)
    let open = try Connection.opening(to: listener.address)
    try poller.add(open.rawDescriptor, token: 1, interest: .writable)
    let isReady = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(isReady == 1)
    #expect(open.openingProblem(to: listener.address) == nil)
    let free = try loopback().address
    do throws(SystemError) {
      let refused = try Connection.opening(to: free)
      #expect(refused.openingProblem(to: free)?.code == ECONNREFUSED)
    } catch {
      #expect(error.code == ECONNREFUSED)
    }
  }

  @Test("what is thrown away is gone; a peer is told that nothing more is sent")
  func closing() throws {
    let listener = try loopback()
    let client = try Connection(to: listener.address)
    guard case .connection(let server, _) = try listener.accept() else {
      Issue.record("nobody was waiting")
      return
    }
    #expect(server.discard(100) == .wouldBlock)
    var outgoing = buffer("8=FIX.4.4")
    _ = client.send(from: &outgoing)
    var poller = try Poller(capacity: 1)
    try poller.add(server.rawDescriptor, token: 1, interest: .readable)
    _ = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(server.discard(4) == .moved(bytes: 4))
    #expect(server.discard(100) == .moved(bytes: 5))
    server.finishSending()
    var incoming = ByteBuffer(capacity: 64)
    try poller.add(client.rawDescriptor, token: 2, interest: .readable)
    _ = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(client.receive(into: &incoming) == .ended)
    client.finishSending()
    _ = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(server.discard(100) == .ended)
  }

  @Test("bytes arrive as they were sent, and a closed peer is told")
  func bothWays() throws {
    let listener = try loopback()
    let port = listener.address.port
    let client = try Connection(to: SocketAddress(ipv4: 0x7f00_0001, port: port))
    guard case .connection(let server, let peer) = try listener.accept() else {
      Issue.record("nobody was waiting")
      return
    }
    #expect(peer.isLoopback)
    var outgoing = buffer("8=FIX.4.4")
    let sent = client.send(from: &outgoing)
    #expect(sent == .moved(bytes: 9))
    var poller = try Poller()
    try poller.add(server.rawDescriptor, token: 7, interest: .readable)
    let ready = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(ready == 1)
    let token = poller.ready(0).token
    #expect(token == 7)
    var incoming = ByteBuffer(capacity: 64)
    let received = server.receive(into: &incoming)
    #expect(received == .moved(bytes: 9))
    let nothing = server.receive(into: &incoming)
    #expect(nothing == .wouldBlock)
    _ = consume client
    let last = try poller.wait(timeoutMilliseconds: 5_000)
    #expect(last == 1)
    let end = server.receive(into: &incoming)
    #expect(end == .ended)
  }

  @Test("a peer that reads nothing makes the writer wait, not the process")
  func slowReader() throws {
    let listener = try loopback()
    let port = listener.address.port
    let client = try Connection(to: SocketAddress(ipv4: 0x7f00_0001, port: port))
    guard case .connection(let server, _) = try listener.accept() else { return }
    var outcome = Connection.Outcome.moved(bytes: 0)
    var rounds = 0
    while case .moved = outcome, rounds < 100_000 {
      var outgoing = buffer(String(repeating: "x", count: 4_000))
      outcome = client.send(from: &outgoing)
      rounds += 1
    }
    #expect(outcome == .wouldBlock)
    _ = consume server
  }

  @Test("a plain connection has no handshake to do, and nothing of TLS")
  func plain() throws {
    let listener = try loopback()
    let port = listener.address.port
    let client = try Connection(to: SocketAddress(ipv4: 0x7f00_0001, port: port))
    let handshake = client.handshake()
    #expect(handshake == .done)
    let isSecured = client.isSecured
    #expect(!isSecured)
    let certificate = client.peerCertificate
    #expect(certificate == nil)
    let name = client.protocolName
    #expect(name == nil)
    let received = client.securedBytesReceived
    #expect(received == 0)
  }

  @Test("nobody waiting is no error")
  func nobody() throws {
    let listener = try loopback()
    guard case .none = try listener.accept() else {
      Issue.record("somebody came")
      return
    }
  }

  @Test("a port in use is told with its address")
  func portInUse() throws {
    let listener = try loopback()
    let port = listener.address.port
    let error = #expect(throws: SystemError.self) {
      _ = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: port))
    }
    #expect(error?.description == "bind 127.0.0.1:\(port): Address already in use")
    _ = consume listener
  }

  @Test("a refused connection is told with its address")
  func refused() throws {
    let listener = try loopback()
    let port = listener.address.port
    _ = consume listener
    let error = #expect(throws: SystemError.self) {
      _ = try Connection(to: SocketAddress(ipv4: 0x7f00_0001, port: port))
    }
    #expect(error?.code == ECONNREFUSED)
  }
}
