import COpenSSL
import Glibc

/// Why OpenSSL refused, in its own words.
///
/// The number fits into a record and makes the words again: an error code of OpenSSL, or with bit 32 set
/// the result of verifying a certificate (X509_V_ERR), or 0 where the peer has ended the connection.
public struct TLSFailure: Error, Equatable, Sendable, CustomStringConvertible {
  public let rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The peer has ended the connection in the middle of it.
  public static let ended = TLSFailure(rawValue: 0)
  private static let verification: Int64 = 1 << 32

  /// Of a certificate that was not accepted, by its X509_V_ERR.
  static func notAccepted(_ code: Int) -> TLSFailure {
    TLSFailure(rawValue: verification | Int64(code))
  }

  /// Whether it is about the peer's certificate.
  public var isAboutCertificate: Bool {
    rawValue & Self.verification != 0 || copenssl_is_missing_certificate(UInt(rawValue)) != 0
  }

  /// The first error of this thread since the last call; none stays behind.
  static func last() -> TLSFailure {
    let code = ERR_get_error()
    ERR_clear_error()
    return copenssl_is_end(code) != 0 ? .ended : TLSFailure(rawValue: Int64(code))
  }

  /// OpenSSL's text, such as `certificate has expired` or `wrong version number`.
  public var description: String {
    if rawValue == 0 { return "the peer has ended the connection" }
    if rawValue & Self.verification != 0 {
      let code = Int(rawValue & 0xffff_ffff)
      return unsafe String(cString: X509_verify_cert_error_string(code))
    }
    let code = UInt(rawValue)
    if copenssl_errno(code) != 0 { return unsafe String(cString: strerror(copenssl_errno(code))) }
    guard let text = unsafe ERR_reason_error_string(code) else { return "error \(rawValue)" }
    return unsafe String(cString: text)
  }
}

/// What is wrong with a file of certificates, keys or revocations.
public struct TLSFileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  public let file: String
  public let reason: String

  public init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  /// Of the OpenSSL call that has just failed on `file`, with the way out.
  static func last(_ file: String, _ advice: String) -> TLSFileProblem {
    TLSFileProblem(file: file, reason: "\(TLSFailure.last()): \(advice)")
  }

  public var description: String { "\(file): \(reason)" }
}
