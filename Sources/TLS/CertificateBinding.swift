/// Whose certificate a session's counterparty shows: all that is named must be so.
public struct CertificateBinding: Equatable, Sendable {
  /// The subject's common name (CN), the only one of the certificate, byte by byte.
  public var subject: String?
  /// One of the subject alternative names, such as `URI:fix:DLR001` or `DNS:fix.dealer.example`.
  public var alternativeName: String?
  /// SHA-256 of the certificate, 64 lower-case hexadecimal figures.
  public var fingerprint: String?

  public init(subject: String? = nil, alternativeName: String? = nil, fingerprint: String? = nil) {
    self.subject = subject
    self.alternativeName = alternativeName
    self.fingerprint = fingerprint
  }

  /// Whether `certificate` is such a one; nothing is met by a binding that names nothing.
  public func isMet(by certificate: Certificate) -> Bool {
    let names = certificate.alternativeNames
    let answers = [
      subject.map { $0.utf8.elementsEqual((certificate.commonName ?? "").utf8) },
      alternativeName.map { name in names.contains { $0.utf8.elementsEqual(name.utf8) } },
      fingerprint.map { $0 == certificate.fingerprint },
    ].compactMap { $0 }
    return !answers.isEmpty && answers.allSatisfy { $0 }
  }
}

/// Over which lines a session's counterparty may come.
public enum SessionTransport: Sendable {
  /// Plain TCP only.
  case plain
  /// TLS only.
  case tls
  case either
}
