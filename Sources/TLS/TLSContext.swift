import COpenSSL
import Glibc

/// What all TLS connections of one side have in common: certificate, key, whom they trust.
///
/// TLS 1.2 or 1.3, ECDHE, AES-128-GCM first; no renegotiation, no resumption, so that every connection's
/// certificate is looked at. A process with a context ignores SIGPIPE: OpenSSL writes by `write(2)`.
///
/// *Safety:* `raw` is an SSL_CTX that this value owns and frees; after `init` nobody changes it, and
/// OpenSSL counts its users atomically.
@safe
public final class TLSContext: @unchecked Sendable {
  let raw: OpaquePointer
  let isServer: Bool

  /// Certificates that a peer may send, in bytes; with more the handshake fails.
  static var mostCertificateBytes: Int { 32_768 }
  private static let ciphers = [
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
  ].joined(separator: ":")
  private static let suites =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"

  /// A server that shows `own` and asks for certificates that `clients` trusts.
  ///
  /// A certificate that is expired or not yet valid is refused: no client would take it.
  public static func server(
    _ own: TLSKeyFiles, clients: TLSClientPolicy
  ) throws(TLSFileProblem) -> TLSContext {
    let context = TLSContext(isServer: true)
    try context.use(own)
    try context.checkValidity(own)
    try context.trust(clients.authorities)
    guard let names = unsafe SSL_load_client_CA_file(clients.authorities) else {
      throw .last(clients.authorities, "expected certificates in PEM")
    }
    unsafe SSL_CTX_set_client_CA_list(context.raw, names)
    for file in clients.revocations { try context.refuseRevoked(file) }
    let required = clients.isCertificateRequired ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0
    unsafe SSL_CTX_set_verify(context.raw, SSL_VERIFY_PEER | required, nil)
    return context
  }

  /// A client that trusts servers certified by `authorities`, and shows `own` where one is given.
  public static func client(
    _ own: TLSKeyFiles?, authorities: String
  ) throws(TLSFileProblem) -> TLSContext {
    let context = TLSContext(isServer: false)
    if let own { try context.use(own) }
    try context.trust(authorities)
    unsafe SSL_CTX_set_verify(context.raw, SSL_VERIFY_PEER, nil)
    return context
  }

  private init(isServer: Bool) {
    signal(SIGPIPE, SIG_IGN)
    guard let raw = unsafe SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method()) else {
      preconditionFailure("OpenSSL has memory for a context")
    }
    unsafe self.raw = unsafe raw
    self.isServer = isServer
    let isTaken =
      unsafe copenssl_set_least_version(raw, TLS1_2_VERSION) == 1
      && SSL_CTX_set_ciphersuites(raw, Self.suites) == 1
      && SSL_CTX_set_cipher_list(raw, Self.ciphers) == 1
      && copenssl_set_groups(raw, "X25519:P-256:P-384") == 1
    precondition(isTaken, "OpenSSL 3 knows these ciphers and groups")
    unsafe copenssl_set_modes(raw)
    unsafe copenssl_set_options(raw)
    unsafe copenssl_read_ahead(raw)
    unsafe copenssl_set_most_certificate_bytes(raw, Self.mostCertificateBytes)
    // A key with a password would ask for it at the terminal.
    unsafe SSL_CTX_set_default_passwd_cb(raw) { _, _, _, _ in 0 }
  }

  deinit { unsafe SSL_CTX_free(raw) }

  /// Seconds until the own certificate expires; nil where there is none.
  public var secondsLeft: Int64? {
    guard let own = unsafe SSL_CTX_get0_certificate(raw) else { return nil }
    return unsafe Certificate.seconds(until: X509_get0_notAfter(own))
  }

  private func use(_ own: TLSKeyFiles) throws(TLSFileProblem) {
    try Self.checkReadable(own.certificate)
    guard unsafe SSL_CTX_use_certificate_chain_file(raw, own.certificate) == 1 else {
      throw .last(own.certificate, "expected a certificate in PEM, its chain behind it")
    }
    try Self.checkPrivate(own.key)
    guard unsafe SSL_CTX_use_PrivateKey_file(raw, own.key, SSL_FILETYPE_PEM) == 1 else {
      throw .last(
        own.key, "expected the key of \(own.certificate) in PEM, without a password of its own")
    }
  }

  private func checkValidity(_ own: TLSKeyFiles) throws(TLSFileProblem) {
    guard let certificate = unsafe SSL_CTX_get0_certificate(raw) else { return }
    if unsafe X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0 {
      throw TLSFileProblem(
        file: own.certificate, reason: "the certificate has expired: get a new one for this key")
    }
    if unsafe X509_cmp_current_time(X509_get0_notBefore(certificate)) >= 0 {
      throw TLSFileProblem(
        file: own.certificate, reason: "the certificate is not yet valid: is the clock right?")
    }
  }

  private func trust(_ authorities: String) throws(TLSFileProblem) {
    try Self.checkReadable(authorities)
    guard unsafe SSL_CTX_load_verify_file(raw, authorities) == 1 else {
      throw .last(authorities, "expected certificates of authorities in PEM")
    }
  }

  private func refuseRevoked(_ file: String) throws(TLSFileProblem) {
    try Self.checkReadable(file)
    guard let store = unsafe SSL_CTX_get_cert_store(raw),
      let lookup = unsafe X509_STORE_add_lookup(store, X509_LOOKUP_file()),
      unsafe X509_load_crl_file(lookup, file, X509_FILETYPE_PEM) > 0
    else { throw .last(file, "expected a list of revocations (CRL) in PEM") }
    unsafe X509_STORE_set_flags(
      store, UInt(X509_V_FLAG_CRL_CHECK) | UInt(X509_V_FLAG_CRL_CHECK_ALL))
  }

  private static func checkReadable(_ file: String) throws(TLSFileProblem) {
    guard unsafe access(file, R_OK) == 0 else {
      throw TLSFileProblem(file: file, reason: unsafe String(cString: strerror(errno)))
    }
  }

  /// A key that others may read is no secret.
  private static func checkPrivate(_ file: String) throws(TLSFileProblem) {
    try checkReadable(file)
    var status = stat()
    guard unsafe stat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
      throw TLSFileProblem(
        file: file, reason: "others than its owner may open it: chmod 600 \(file)")
    }
  }
}

/// A certificate, its chain behind it, and its private key: two PEM files.
public struct TLSKeyFiles: Sendable {
  public var certificate: String
  public var key: String

  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// Whom a server takes as a client.
public struct TLSClientPolicy: Sendable {
  /// PEM file of the authorities that certify clients.
  public var authorities: String
  /// PEM files of revocations (CRL). With one, each authority of a client's chain needs one that is in
  /// force.
  public var revocations: [String] = []
  /// Whether a client without a certificate is refused.
  public var isCertificateRequired = true

  public init(authorities: String) { self.authorities = authorities }
}
