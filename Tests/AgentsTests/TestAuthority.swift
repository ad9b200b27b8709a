import Agents
import Foundation
import TLS

/// An authority and the files of what it has issued, below a test's folder.
final class TestAuthority {
  private let folder: String
  private let authority: CertificateAuthority

  init(_ folder: String) throws {
    self.folder = folder + "-tls"
    let authority = try CertificateAuthority(commonName: "Test CA", days: 10)
    try FileManager.default.createDirectory(
      atPath: self.folder, withIntermediateDirectories: true)
    let own = try authority.issued
    self.authority = authority
    try write("ca.pem", own.certificate)
    try write("ca.crl", try self.authority.revocations(of: [], after: nil, days: 5))
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { print("left \(folder)") }
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The venue's side; `isRequired` says whether clients need a certificate.
  func server(isRequired: Bool = true) throws -> TLSContext {
    let own = try issue("venue", names: ["DNS:localhost"], isServer: true)
    var policy = TLSClientPolicy(authorities: path("ca.pem"))
    policy.revocations = [path("ca.crl")]
    policy.isCertificateRequired = isRequired
    return try TLSContext.server(own, clients: policy)
  }

  /// A client that shows a certificate for `name`, or none.
  func client(_ name: String?, names: [String] = [], days: Int = 5) throws -> TLSContext {
    let own = try name.map { try issue($0, names: names, days: days) }
    return try TLSContext.client(own, authorities: path("ca.pem"))
  }

  func issue(
    _ name: String, names: [String] = [], isServer: Bool = false, days: Int = 5
  ) throws -> TLSKeyFiles {
    var request = CertificateAuthority.Request(commonName: name)
    request.alternativeNames = names
    request.isServer = isServer
    request.days = days
    let issued = try authority.issue(request)
    try write("\(name).pem", issued.certificate)
    try write("\(name).key", issued.key)
    return TLSKeyFiles(certificate: path("\(name).pem"), key: path("\(name).key"))
  }

  /// Revokes what was issued to `name` last; servers made from now on know it.
  func revoke(_ name: String) throws {
    let serial = try Certificate(path: path("\(name).pem")).serial
    try write("ca.crl", try authority.revocations(of: [serial], after: nil, days: 5))
  }

  private func write(_ file: String, _ text: String) throws {
    let isMade = FileManager.default.createFile(
      atPath: path(file), contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    precondition(isMade, "a test may write its folder")
  }
}
