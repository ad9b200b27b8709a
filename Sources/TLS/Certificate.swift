import COpenSSL
import Glibc

/// What an X.509 certificate says, as far as anybody here asks.
public struct Certificate: Equatable, Sendable {
  /// The subject's common name; nil where it has none, or more than one.
  public let commonName: String?
  /// Subject and issuer as `/O=Firm/CN=Name`.
  public let subject: String
  public let issuer: String
  /// Subject alternative names: `DNS:host`, `URI:fix:DLR001`, `email:a@b`.
  public let alternativeNames: [String]
  /// SHA-256 of the certificate, 64 lower-case hexadecimal figures.
  public let fingerprint: String
  /// The serial number in hexadecimal figures.
  public let serial: String
  /// First and last second of validity, since 1970 UTC.
  public let notBefore: Int64
  public let notAfter: Int64

  /// Reads the first certificate of a PEM file.
  public init(path: String) throws(TLSFileProblem) {
    ERR_clear_error()
    guard let file = unsafe BIO_new_file(path, "r") else { throw .last(path, "can't be opened") }
    defer { unsafe BIO_free(file) }
    guard let raw = unsafe PEM_read_bio_X509(file, nil, nil, nil) else {
      throw .last(path, "expected a certificate in PEM")
    }
    defer { unsafe X509_free(raw) }
    unsafe self.init(raw)
  }

  /// `raw` is an X509, which stays its owner's.
  init(_ raw: OpaquePointer) {
    commonName = unsafe Self.commonName(X509_get_subject_name(raw))
    subject = unsafe Self.oneLine(X509_get_subject_name(raw))
    issuer = unsafe Self.oneLine(X509_get_issuer_name(raw))
    alternativeNames = unsafe Self.alternativeNames(raw)
    fingerprint = unsafe Self.digest(raw)
    serial = unsafe Self.hexadecimal(X509_get0_serialNumber(raw))
    notBefore = unsafe Self.seconds(of: X509_get0_notBefore(raw))
    notAfter = unsafe Self.seconds(of: X509_get0_notAfter(raw))
  }

  private static func commonName(_ name: OpaquePointer?) -> String? {
    let first = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard first >= 0, unsafe X509_NAME_get_index_by_NID(name, NID_commonName, first) < 0,
      let entry = unsafe X509_NAME_get_entry(name, first)
    else { return nil }
    return unsafe text(X509_NAME_ENTRY_get_data(entry))
  }

  private static func oneLine(_ name: OpaquePointer?) -> String {
    var text = [CChar](repeating: 0, count: 512)
    unsafe X509_NAME_oneline(name, &text, CInt(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func alternativeNames(_ raw: OpaquePointer) -> [String] {
    guard let extensions = unsafe X509_get_ext_d2i(raw, NID_subject_alt_name, nil, nil) else {
      return []
    }
    let names = OpaquePointer(extensions)
    defer { unsafe GENERAL_NAMES_free(names) }
    return unsafe (0..<copenssl_count(names)).compactMap { index in
      guard let name = unsafe copenssl_name(names, index) else { return nil }
      let value = unsafe name.pointee
      return switch unsafe value.type {
      case GEN_DNS: unsafe "DNS:" + text(value.d.dNSName)
      case GEN_URI: unsafe "URI:" + text(value.d.uniformResourceIdentifier)
      case GEN_EMAIL: unsafe "email:" + text(value.d.rfc822Name)
      default: nil
      }
    }
  }

  /// All of it, with what else than letters it may hold.
  private static func text(_ string: UnsafePointer<ASN1_STRING>?) -> String {
    guard let start = unsafe ASN1_STRING_get0_data(string) else { return "" }
    let count = unsafe Int(ASN1_STRING_length(string))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  private static func digest(_ raw: OpaquePointer) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count: CUnsignedInt = 0
    let result = unsafe X509_digest(raw, EVP_sha256(), &bytes, &count)
    precondition(result == 1 && count == 32, "OpenSSL has SHA-256")
    return bytes.map { byte in
      let figures = String(byte, radix: 16)
      return figures.count == 1 ? "0\(figures)" : figures
    }.joined()
  }

  private static func hexadecimal(_ serial: UnsafePointer<ASN1_INTEGER>?) -> String {
    guard let number = unsafe ASN1_INTEGER_to_BN(serial, nil) else { return "" }
    defer { unsafe BN_free(number) }
    guard let figures = unsafe BN_bn2hex(number) else { return "" }
    defer { unsafe CRYPTO_free(figures, nil, 0) }
    return unsafe String(cString: figures)
  }

  private static func seconds(of time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var parts = unsafe tm()
    guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
    return unsafe Int64(timegm(&parts))
  }

  /// From now to `time`; negative where it is over.
  static func seconds(until time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var days: CInt = 0
    var seconds: CInt = 0
    guard unsafe ASN1_TIME_diff(&days, &seconds, nil, time) == 1 else { return 0 }
    return Int64(days) * 86_400 + Int64(seconds)
  }
}
