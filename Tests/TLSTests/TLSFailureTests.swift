import Glibc
import Linux
import Memory
import TLS
import Testing

/// Who is not let in, and in which words.
@Suite struct TLSFailureTests {
  /// What the server says to a client that shows `own`.
  private func refusal(
    _ files: TestCertificates, showing own: TLSKeyFiles?, revocations: [String] = [],
    isRequired: Bool = true
  ) throws -> TLSLine.Handshake {
    var policy = TLSClientPolicy(authorities: files.authorities)
    policy.revocations = revocations
    policy.isCertificateRequired = isRequired
    let server = try TLSContext.server(files.issueServer(), clients: policy)
    let client = try TLSContext.client(own, authorities: files.authorities)
    return try LinePair(server, client).serverSays
  }

  private func expect(
    _ words: String, _ said: TLSLine.Handshake, isAboutCertificate: Bool = true
  ) {
    guard case .failed(let failure) = said else {
      Issue.record("no failure but \(said)")
      return
    }
    #expect(failure.description == words)
    #expect(failure.isAboutCertificate == isAboutCertificate)
    #expect(TLSFailure(rawValue: failure.rawValue).description == words)
  }

  @Test("no certificate where one is required; none is needed where it is optional")
  func noCertificate() throws {
    let files = try TestCertificates()
    expect("peer did not return a certificate", try refusal(files, showing: nil))
    #expect(try refusal(files, showing: nil, isRequired: false) == .done)
  }

  @Test("a certificate of an authority that nobody here knows")
  func strangeAuthority() throws {
    let files = try TestCertificates()
    let others = try TestCertificates()
    let stranger = try others.issue("DLR001")
    let said = try refusal(files, showing: stranger)
    // Both authorities have the same name, so the signature is what tells them apart.
    guard case .failed(let failure) = said else {
      Issue.record("a stranger came in")
      return
    }
    #expect(failure.isAboutCertificate)
    #expect(try refusal(files, showing: stranger, isRequired: false) != .done)
  }

  @Test("an expired one, and a server's one shown by a client")
  func expired() throws {
    let files = try TestCertificates()
    expect("certificate has expired", try refusal(files, showing: files.issue("OLD", days: 0)))
    let server = try files.issue("SRV", isServer: true)
    expect("unsuitable certificate purpose", try refusal(files, showing: server))
  }

  @Test("a revoked one; and others still come in")
  func revoked() throws {
    let files = try TestCertificates()
    let lost = try files.issue("LOST")
    let kept = try files.issue("KEPT")
    let list = try files.revoke("LOST")
    expect("certificate revoked", try refusal(files, showing: lost, revocations: [list]))
    #expect(try refusal(files, showing: kept, revocations: [list]) == .done)
  }

  @Test("a server that is certified as somebody else is not taken by the client")
  func wrongServer() throws {
    let files = try TestCertificates()
    let server = try TLSContext.server(
      files.issueServer(), clients: TLSClientPolicy(authorities: files.authorities))
    let client = try TLSContext.client(files.issue("A"), authorities: files.authorities)
    for (name, words) in [
      ("other.example", "hostname mismatch"), ("10.0.0.1", "IP address mismatch"),
    ] {
      let pair = try LinePair(server, client, name: name)
      expect(words, pair.clientSays)
    }
    let said = try LinePair(server, client, name: "127.0.0.1").clientSays
    #expect(said == .done)
  }

  /// What the server says to `bytes`, and then to the end of the connection.
  private func said(to bytes: [UInt8]) throws -> (TLSLine.Handshake, TLSLine.Handshake) {
    let files = try TestCertificates()
    let server = try TLSContext.server(
      files.issueServer(), clients: TLSClientPolicy(authorities: files.authorities))
    var raw: [CInt] = [0, 0]
    let made = unsafe socketpair(
      AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &raw)
    precondition(made == 0, "the system has sockets")
    let line = try TLSLine(owning: Descriptor(owning: raw[0]), server)
    let written = unsafe Glibc.send(raw[1], bytes, bytes.count, 0)
    precondition(written == bytes.count, "a few bytes fit")
    let first = line.handshake()
    _ = Glibc.close(raw[1])
    return (first, line.handshake())
  }

  @Test("plain FIX, HTTP and noise are no TLS")
  func noTLS() throws {
    let logon = try said(to: Array("8=FIX.4.4\u{1}9=60\u{1}35=A\u{1}".utf8)).0
    expect("wrong version number", logon, isAboutCertificate: false)
    let web = try said(to: Array("GET / HTTP/1.1\r\n\r\n".utf8)).0
    expect("http request", web, isAboutCertificate: false)
    let noise = try said(to: [UInt8](repeating: 0x16, count: 600)).0
    guard case .failed = noise else {
      Issue.record("noise was taken for \(noise)")
      return
    }
  }

  @Test("half a handshake waits; its end is the peer's end")
  func half() throws {
    let hello: [UInt8] = [0x16, 0x03, 0x01, 0x00, 0xf0, 0x01]
    let (first, second) = try said(to: hello)
    #expect(first == .wantsRead)
    #expect(second == .failed(.ended))
    #expect(TLSFailure.ended.description == "the peer has ended the connection")
  }
}
