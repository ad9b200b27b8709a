import TLS
import Testing

@Suite struct CertificateBindingTests {
  static let rows: [(CertificateBinding, Bool)] = [
    (CertificateBinding(), false),
    (CertificateBinding(subject: "DLR001"), true),
    (CertificateBinding(subject: "dlr001"), false),
    (CertificateBinding(subject: ""), false),
    (CertificateBinding(alternativeName: "URI:fix:DLR001"), true),
    (CertificateBinding(alternativeName: "DNS:fix:DLR001"), false),
    (CertificateBinding(subject: "DLR001", alternativeName: "DNS:dealer.example"), true),
    (CertificateBinding(subject: "DLR002", alternativeName: "DNS:dealer.example"), false),
    (CertificateBinding(subject: "DLR001", alternativeName: "DNS:other.example"), false),
    (CertificateBinding(fingerprint: "00"), false),
  ]

  @Test("all that a binding names must be in the certificate", arguments: rows)
  func isMet(_ row: (CertificateBinding, Bool)) throws {
    let files = try TestCertificates()
    let own = try files.issue("DLR001", names: ["URI:fix:DLR001", "DNS:dealer.example"])
    let certificate = try Certificate(path: own.certificate)
    #expect(row.0.isMet(by: certificate) == row.1)
  }

  @Test("a fingerprint names one certificate, not its renewal")
  func fingerprint() throws {
    let files = try TestCertificates()
    let first = try Certificate(path: files.issue("DLR001").certificate)
    let second = try Certificate(path: files.issue("DLR001").certificate)
    let binding = CertificateBinding(fingerprint: first.fingerprint)
    #expect(binding.isMet(by: first))
    #expect(!binding.isMet(by: second))
  }
}
