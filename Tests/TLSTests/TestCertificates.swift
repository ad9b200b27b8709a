import Foundation
import TLS

/// An authority and what it has issued, as files in a folder of their own, removed at the end.
final class TestCertificates {
  let folder: String
  let authority: CertificateAuthority

  init() throws {
    folder = NSTemporaryDirectory() + "cangdan-tls-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    authority = try CertificateAuthority(commonName: "Test CA", days: 10)
    let own = try authority.issued
    try write("ca", own)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { print("left \(folder)") }
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  var authorities: String { path("ca.pem") }

  /// Files NAME.pem and NAME.key, the key for its owner alone.
  func files(_ name: String) -> TLSKeyFiles {
    TLSKeyFiles(certificate: path("\(name).pem"), key: path("\(name).key"))
  }

  /// Certifies `name` and writes its files.
  func issue(
    _ name: String, names: [String] = [], isServer: Bool = false, days: Int = 5
  ) throws -> TLSKeyFiles {
    var request = CertificateAuthority.Request(commonName: name)
    request.alternativeNames = names
    request.isServer = isServer
    request.days = days
    try write(name, try authority.issue(request))
    return files(name)
  }

  func issueServer(days: Int = 5) throws -> TLSKeyFiles {
    try issue(
      "venue", names: ["DNS:localhost", "IP:127.0.0.1"], isServer: true, days: days)
  }

  func write(_ name: String, _ issued: CertificateAuthority.Issued) throws {
    try write("\(name).pem", issued.certificate)
    try write("\(name).key", issued.key)
  }

  func write(_ file: String, _ text: String, mode: Int = 0o600) throws {
    let isMade = FileManager.default.createFile(
      atPath: path(file), contents: Data(text.utf8), attributes: [.posixPermissions: mode])
    precondition(isMade, "a test may write its folder")
  }

  /// A list that revokes the certificate of `name`.
  func revoke(_ name: String?) throws -> String {
    let serials = try name.map { [try Certificate(path: path("\($0).pem")).serial] } ?? []
    try write("ca.crl", try authority.revocations(of: serials, after: nil, days: 5))
    return path("ca.crl")
  }
}
