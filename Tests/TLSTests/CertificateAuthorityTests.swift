import TLS
import Testing

@Suite struct CertificateAuthorityTests {
  @Test("an authority goes on from its files")
  func fromFiles() throws {
    let files = try TestCertificates()
    let again = try CertificateAuthority(files.files("ca"))
    let issued = try again.issue(CertificateAuthority.Request(commonName: "DLR001"))
    try files.write("dealer", issued)
    let certificate = try Certificate(path: files.path("dealer.pem"))
    #expect(certificate.issuer == "/CN=Test CA")
  }

  @Test("an authority with another's key is refused")
  func wrongKey() throws {
    let files = try TestCertificates()
    let other = try files.issue("other")
    let problem = #expect(throws: TLSFileProblem.self) {
      _ = try CertificateAuthority(
        TLSKeyFiles(certificate: files.authorities, key: other.key))
    }
    #expect(problem?.file == other.key)
    let missing = #expect(throws: TLSFileProblem.self) {
      _ = try CertificateAuthority(files.files("none"))
    }
    #expect(missing?.reason.contains("cangdan certificate ca") == true)
  }

  @Test("a name that OpenSSL does not take is refused", arguments: ["nonsense", "IP:1.2.3", ""])
  func wrongName(_ name: String) throws {
    let files = try TestCertificates()
    #expect(throws: TLSFailure.self) { _ = try files.issue("DLR001", names: [name]) }
  }

  @Test("a list keeps what it has and takes each serial number once")
  func revocations() throws {
    let files = try TestCertificates()
    let first = try Certificate(path: files.issue("A").certificate).serial
    let second = try Certificate(path: files.issue("B").certificate).serial
    let one = try files.authority.revocations(of: [first], after: nil, days: 5)
    try files.write("one.crl", one)
    let two = try files.authority.revocations(
      of: [second, first], after: files.path("one.crl"), days: 5)
    #expect(two.utf8.count > one.utf8.count)
    try files.write("two.crl", two)
    let again = try files.authority.revocations(
      of: [second, first], after: files.path("two.crl"), days: 5)
    #expect(abs(again.utf8.count - two.utf8.count) < 16)
    #expect(throws: TLSFailure.self) {
      _ = try files.authority.revocations(of: ["no number"], after: nil, days: 5)
    }
  }
}
