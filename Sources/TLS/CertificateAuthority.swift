import COpenSSL
import Glibc

/// An authority for tests and small markets: certifies venue and counterparties, and revokes.
///
/// Keys are ECDSA on P-256, signatures SHA-256, serial numbers 64 random bits.
///
/// *Safety:* `key` (EVP_PKEY) and `certificate` (X509) are this value's own, freed in `deinit`.
@safe
public struct CertificateAuthority: ~Copyable {
  private let key: OpaquePointer
  private let certificate: OpaquePointer

  /// A certificate and its private key, as PEM.
  public struct Issued: Sendable {
    public let certificate: String
    public let key: String
  }

  /// What somebody is to be certified.
  public struct Request: Sendable {
    public var commonName: String
    /// As OpenSSL takes them: `DNS:localhost`, `IP:127.0.0.1`, `URI:fix:DLR001`.
    public var alternativeNames: [String] = []
    public var isServer = false
    /// From an hour ago until so many days from now; 0: it has just expired.
    public var days = 365
    public init(commonName: String) { self.commonName = commonName }
  }

  /// A new authority.
  public init(commonName: String, days: Int) throws(TLSFailure) {
    ERR_clear_error()
    let key = unsafe try Self.makeKey()
    guard let made = unsafe Self.begin(commonName, key: key, days: days) else {
      unsafe EVP_PKEY_free(key)
      throw .last()
    }
    let isWhole =
      unsafe X509_set_issuer_name(made, X509_get_subject_name(made)) == 1
      && Self.add(NID_basic_constraints, "critical,CA:TRUE", to: made, issuer: made)
      && Self.add(NID_key_usage, "critical,keyCertSign,cRLSign", to: made, issuer: made)
      && Self.add(NID_subject_key_identifier, "hash", to: made, issuer: made)
      && X509_sign(made, key, EVP_sha256()) > 0
    guard isWhole else {
      unsafe X509_free(made)
      unsafe EVP_PKEY_free(key)
      throw .last()
    }
    unsafe self.key = unsafe key
    unsafe certificate = unsafe made
  }

  /// The authority of these two PEM files.
  public init(_ files: TLSKeyFiles) throws(TLSFileProblem) {
    ERR_clear_error()
    guard let file = unsafe BIO_new_file(files.certificate, "r") else {
      throw .last(files.certificate, "make an authority first: cangdan certificate ca")
    }
    defer { unsafe BIO_free(file) }
    guard let certificate = unsafe PEM_read_bio_X509(file, nil, nil, nil) else {
      throw .last(files.certificate, "expected a certificate in PEM")
    }
    guard let keyFile = unsafe BIO_new_file(files.key, "r") else {
      unsafe X509_free(certificate)
      throw .last(files.key, "the authority's key is needed")
    }
    defer { unsafe BIO_free(keyFile) }
    let key = unsafe PEM_read_bio_PrivateKey(keyFile, nil, { _, _, _, _ in 0 }, nil)
    guard let key = unsafe key, unsafe X509_check_private_key(certificate, key) == 1 else {
      unsafe X509_free(certificate)
      unsafe EVP_PKEY_free(key)
      throw .last(files.key, "expected the key of \(files.certificate)")
    }
    unsafe self.key = unsafe key
    unsafe self.certificate = unsafe certificate
  }

  deinit {
    unsafe X509_free(certificate)
    unsafe EVP_PKEY_free(key)
  }

  /// The authority itself, as PEM; its key is a secret.
  public var issued: Issued {
    get throws(TLSFailure) { unsafe try Self.text(certificate, key) }
  }

  /// Certifies somebody, with a key of his own.
  public func issue(_ request: Request) throws(TLSFailure) -> Issued {
    ERR_clear_error()
    let own = unsafe try Self.makeKey()
    defer { unsafe EVP_PKEY_free(own) }
    guard let made = unsafe Self.begin(request.commonName, key: own, days: request.days) else {
      throw .last()
    }
    defer { unsafe X509_free(made) }
    var isWhole =
      unsafe X509_set_issuer_name(made, X509_get_subject_name(certificate)) == 1
      && Self.add(NID_basic_constraints, "critical,CA:FALSE", to: made, issuer: certificate)
      && Self.add(NID_key_usage, "critical,digitalSignature", to: made, issuer: certificate)
      && Self.add(
        NID_ext_key_usage, request.isServer ? "serverAuth" : "clientAuth", to: made,
        issuer: certificate)
      && Self.add(NID_subject_key_identifier, "hash", to: made, issuer: certificate)
      && Self.add(NID_authority_key_identifier, "keyid", to: made, issuer: certificate)
    if isWhole, !request.alternativeNames.isEmpty {
      isWhole = unsafe Self.add(
        NID_subject_alt_name, request.alternativeNames.joined(separator: ","), to: made,
        issuer: certificate)
    }
    guard isWhole, unsafe X509_sign(made, key, EVP_sha256()) > 0 else { throw .last() }
    return unsafe try Self.text(made, own)
  }

  /// The list of revocations, as PEM: those of the file `previous` and `serials`, hexadecimal.
  public func revocations(
    of serials: [String], after previous: String?, days: Int
  ) throws(TLSFailure) -> String {
    ERR_clear_error()
    let list = unsafe previous.flatMap { unsafe Self.list($0) } ?? X509_CRL_new()
    guard let list = unsafe list else { throw .last() }
    defer { unsafe X509_CRL_free(list) }
    let from = unsafe ASN1_TIME_adj(nil, time(nil), 0, -3_600)
    let until = unsafe ASN1_TIME_adj(nil, time(nil), CInt(days), 0)
    defer { unsafe ASN1_TIME_free(from) }
    defer { unsafe ASN1_TIME_free(until) }
    var isWhole =
      unsafe X509_CRL_set_version(list, 1) == 1
      && X509_CRL_set_issuer_name(list, X509_get_subject_name(certificate)) == 1
      && X509_CRL_set1_lastUpdate(list, from) == 1 && X509_CRL_set1_nextUpdate(list, until) == 1
    for serial in serials where isWhole { isWhole = unsafe Self.revoke(serial, from, in: list) }
    guard isWhole, unsafe X509_CRL_sort(list) == 1,
      unsafe X509_CRL_sign(list, key, EVP_sha256()) > 0
    else { throw .last() }
    return unsafe try Self.memory { unsafe PEM_write_bio_X509_CRL($0, list) }
  }
}

extension CertificateAuthority {
  private static func makeKey() throws(TLSFailure) -> OpaquePointer {
    guard let key = unsafe copenssl_make_p256_key() else { throw .last() }
    return unsafe key
  }

  /// A certificate of `key` with subject, serial number and times, to be freed; nil where OpenSSL fails.
  private static func begin(
    _ commonName: String, key: OpaquePointer, days: Int
  ) -> OpaquePointer? {
    guard let made = unsafe X509_new() else { return nil }
    var random: UInt64 = 0
    let isRandom = unsafe withUnsafeMutableBytes(of: &random) { bytes in
      unsafe RAND_bytes(bytes.baseAddress, 8) == 1
    }
    let isWhole =
      unsafe isRandom
      && X509_set_version(made, 2) == 1
      && ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), random >> 1) == 1
      && X509_NAME_add_entry_by_NID(
        X509_get_subject_name(made), NID_commonName, copenssl_utf8,
        commonName, -1, -1, 0) == 1
      && X509_gmtime_adj(X509_getm_notBefore(made), -3_600) != nil
      && X509_gmtime_adj(X509_getm_notAfter(made), days * 86_400) != nil
      && X509_set_pubkey(made, key) == 1
    if isWhole { return unsafe made }
    unsafe X509_free(made)
    return nil
  }

  private static func add(
    _ kind: CInt, _ value: String, to subject: OpaquePointer, issuer: OpaquePointer
  ) -> Bool {
    var context = unsafe X509V3_CTX()
    unsafe X509V3_set_ctx(&context, issuer, subject, nil, nil, 0)
    unsafe copenssl_no_database(&context)
    guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) else { return false }
    defer { unsafe X509_EXTENSION_free(made) }
    return unsafe X509_add_ext(subject, made, -1) == 1
  }

  private static func revoke(
    _ serial: String, _ time: UnsafeMutablePointer<ASN1_TIME>?, in list: OpaquePointer
  ) -> Bool {
    var number = unsafe OpaquePointer?.none
    guard unsafe BN_hex2bn(&number, serial) > 0 else { return false }
    defer { unsafe BN_free(number) }
    guard let integer = unsafe BN_to_ASN1_INTEGER(number, nil) else { return false }
    defer { unsafe ASN1_INTEGER_free(integer) }
    var known = unsafe OpaquePointer?.none
    if unsafe X509_CRL_get0_by_serial(list, &known, integer) > 0 { return true }
    guard let entry = unsafe X509_REVOKED_new() else { return false }
    let isWhole =
      unsafe X509_REVOKED_set_serialNumber(entry, integer) == 1
      && X509_REVOKED_set_revocationDate(entry, time) == 1
      && X509_CRL_add0_revoked(list, entry) == 1
    if !isWhole { unsafe X509_REVOKED_free(entry) }
    return isWhole
  }

  private static func list(_ path: String) -> OpaquePointer? {
    guard let file = unsafe BIO_new_file(path, "r") else {
      ERR_clear_error()
      return nil
    }
    defer { unsafe BIO_free(file) }
    return unsafe PEM_read_bio_X509_CRL(file, nil, nil, nil)
  }

  private static func text(
    _ certificate: OpaquePointer, _ key: OpaquePointer
  ) throws(TLSFailure) -> Issued {
    Issued(
      certificate: unsafe try memory { unsafe PEM_write_bio_X509($0, certificate) },
      key: unsafe try memory {
        unsafe PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil)
      })
  }

  /// What `write` writes.
  private static func memory(_ write: (OpaquePointer) -> CInt) throws(TLSFailure) -> String {
    guard let memory = unsafe BIO_new(BIO_s_mem()) else { throw .last() }
    defer { unsafe BIO_free(memory) }
    guard unsafe write(memory) == 1 else { throw .last() }
    var start = unsafe UnsafeMutablePointer<CChar>?.none
    let count = unsafe copenssl_memory(memory, &start)
    guard let start = unsafe start else { return "" }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
