import TLS
import Testing

@Suite struct TLSContextTests {
  /// The problem of a server with these files, which must have one.
  private func problem(
    _ own: TLSKeyFiles, _ policy: TLSClientPolicy
  ) throws -> TLSFileProblem {
    do throws(TLSFileProblem) {
      _ = try TLSContext.server(own, clients: policy)
    } catch { return error }
    throw NoProblem()
  }

  private struct NoProblem: Error {}

  @Test("a server with everything in order knows how long its certificate lasts")
  func inOrder() throws {
    let files = try TestCertificates()
    let server = try TLSContext.server(
      files.issueServer(days: 3), clients: TLSClientPolicy(authorities: files.authorities))
    let left = try #require(server.secondsLeft)
    #expect(abs(left - 3 * 86_400) < 60)
    let client = try TLSContext.client(nil, authorities: files.authorities)
    #expect(client.secondsLeft == nil)
  }

  @Test("a missing file is told with its name")
  func missing() throws {
    let files = try TestCertificates()
    let own = try files.issueServer()
    let policy = TLSClientPolicy(authorities: files.authorities)
    let noFile = "No such file or directory"
    let none = files.path("none")
    let rows: [(TLSKeyFiles, TLSClientPolicy)] = [
      (TLSKeyFiles(certificate: none, key: own.key), policy),
      (TLSKeyFiles(certificate: own.certificate, key: none), policy),
      (own, TLSClientPolicy(authorities: none)),
    ]
    for (own, policy) in rows {
      #expect(try problem(own, policy) == TLSFileProblem(file: none, reason: noFile))
    }
    var revoking = policy
    revoking.revocations = [none]
    #expect(try problem(own, revoking) == TLSFileProblem(file: none, reason: noFile))
  }

  @Test("a key of another certificate, and one that others may read, are refused")
  func keys() throws {
    let files = try TestCertificates()
    let own = try files.issueServer()
    let other = try files.issue("other")
    let policy = TLSClientPolicy(authorities: files.authorities)
    let mixed = try problem(TLSKeyFiles(certificate: own.certificate, key: other.key), policy)
    #expect(mixed.file == other.key)
    #expect(mixed.reason.hasPrefix("key values mismatch"))
    let issued = try files.authority.issued
    try files.write("open.key", issued.key, mode: 0o644)
    let open = try problem(
      TLSKeyFiles(certificate: own.certificate, key: files.path("open.key")), policy)
    #expect(open.reason.contains("chmod 600"))
  }

  @Test("an expired certificate is refused: no client would take it")
  func expired() throws {
    let files = try TestCertificates()
    let own = try files.issueServer(days: 0)
    let policy = TLSClientPolicy(authorities: files.authorities)
    #expect(try problem(own, policy).reason.hasPrefix("the certificate has expired"))
  }

  @Test("text where PEM is expected is told with its file")
  func noPEM() throws {
    let files = try TestCertificates()
    let own = try files.issueServer()
    try files.write("text", "hello\n")
    let text = files.path("text")
    let policy = TLSClientPolicy(authorities: files.authorities)
    #expect(
      try problem(TLSKeyFiles(certificate: text, key: own.key), policy).file == text)
    #expect(try problem(own, TLSClientPolicy(authorities: text)).file == text)
    var revoking = policy
    revoking.revocations = [text]
    #expect(try problem(own, revoking).file == text)
  }
}
