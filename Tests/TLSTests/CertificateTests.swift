import Foundation
import TLS
import Testing

@Suite struct CertificateTests {
  @Test("a certificate says what was asked for")
  func issued() throws {
    let files = try TestCertificates()
    let names = ["URI:fix:DLR001", "DNS:dealer.example", "email:fix@dealer.example"]
    let own = try files.issue("DLR001", names: names, days: 30)
    let certificate = try Certificate(path: own.certificate)
    #expect(certificate.commonName == "DLR001")
    #expect(certificate.subject == "/CN=DLR001")
    #expect(certificate.issuer == "/CN=Test CA")
    #expect(certificate.alternativeNames == names)
    #expect(certificate.fingerprint.count == 64)
    let left = Double(certificate.notAfter) - Date().timeIntervalSince1970
    #expect(abs(left - 30 * 86_400) < 60)
    #expect(Double(certificate.notBefore) < Date().timeIntervalSince1970)
  }

  @Test("no two certificates have the same serial number, key or fingerprint")
  func different() throws {
    let files = try TestCertificates()
    let made = try (0..<10).map { number in
      try Certificate(path: files.issue("N\(number)").certificate)
    }
    #expect(Set(made.map(\.serial)).count == 10)
    #expect(Set(made.map(\.fingerprint)).count == 10)
  }

  @Test("a name outside of ASCII comes back as it was")
  func foreignName() throws {
    let files = try TestCertificates()
    let own = try files.authority.issue(CertificateAuthority.Request(commonName: "仓单"))
    try files.write("own", own)
    #expect(try Certificate(path: files.path("own.pem")).commonName == "仓单")
  }

  @Test("what is no certificate is told with its file")
  func notACertificate() throws {
    let files = try TestCertificates()
    try files.write("text.pem", "hello\n")
    let wrong = #expect(throws: TLSFileProblem.self) {
      _ = try Certificate(path: files.path("text.pem"))
    }
    #expect(wrong?.file == files.path("text.pem"))
    #expect(wrong?.reason.contains("expected a certificate in PEM") == true)
    #expect(throws: TLSFileProblem.self) { _ = try Certificate(path: files.path("none.pem")) }
  }
}
