import ArgumentParser
import Foundation
import Market
import MarketDefinition
import TLS

/// `cangdan certificate`: an authority for tests and small markets.
struct CertificateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate",
    abstract: "Make an authority and certificates for FIX over TLS, revoke and show them.",
    discussion: """
      For tests, and for a market that is its own authority. A folder holds the authority (ca.pem, \
      ca.key), its revocations (ca.crl), and NAME.pem and NAME.key of whom it has certified. Keys are \
      ECDSA P-256, without a password, in files that only their owner may open.

        cangdan certificate ca --directory certs
        cangdan certificate issue --market Specs/sample-market --directory certs
        cangdan serve --market Specs/sample-market --data /tmp/cangdan \\
          --fixs-certificate certs/CANGDAN.pem --fixs-key certs/CANGDAN.key \\
          --fixs-ca certs/ca.pem --fixs-crl certs/ca.crl
        cangdan trade --as DLR001 --port 9881 --tls --ca certs/ca.pem \\
          --certificate certs/DLR001.pem --key certs/DLR001.key
      """,
    subcommands: [
      CertificateAuthorityCommand.self, CertificateIssueCommand.self,
      CertificateRevokeCommand.self, CertificateShowCommand.self,
    ])
}

/// The folder of an authority.
struct CertificateFolder: ParsableArguments {
  @Option(help: "The authority's folder.")
  var directory: String

  func path(_ file: String) -> String { "\(directory)/\(file)" }

  /// Certificate and key of `name`, whose slash would be a folder.
  func files(_ name: String) -> TLSKeyFiles {
    let name = name.replacingOccurrences(of: "/", with: "_")
    return TLSKeyFiles(certificate: path("\(name).pem"), key: path("\(name).key"))
  }

  /// Writes both files; the key for its owner alone.
  func write(_ name: String, _ issued: CertificateAuthority.Issued) throws {
    let files = files(name)
    try PrivateFile.replace(files.key, with: issued.key)
    try issued.certificate.write(toFile: files.certificate, atomically: true, encoding: .utf8)
    print(files.certificate)
  }

  /// Says what is wrong, and ends with exit code 1.
  static func run(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let code as ExitCode {
      throw code
    } catch {
      Output.complain("\(error)")
      throw ExitCode.failure
    }
  }
}

struct CertificateAuthorityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ca", abstract: "Make an authority: ca.pem, ca.key and an empty ca.crl.")

  @OptionGroup var folder: CertificateFolder

  @Option(help: "The authority's common name.")
  var name = "Cangdan Test Authority"

  @Option(help: "Days until it expires, and its list of revocations too.")
  var days = 3_650

  func run() throws {
    try CertificateFolder.run {
      let files = folder.files("ca")
      if FileManager.default.fileExists(atPath: files.key) {
        throw TLSFileProblem(
          file: files.key, reason: "there is an authority already: take another folder")
      }
      try FileManager.default.createDirectory(
        atPath: folder.directory, withIntermediateDirectories: true)
      let authority = try CertificateAuthority(commonName: name, days: days)
      let list = try authority.revocations(of: [], after: nil, days: days)
      try list.write(toFile: folder.path("ca.crl"), atomically: true, encoding: .utf8)
      try folder.write("ca", authority.issued)
    }
  }
}

struct CertificateIssueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue",
    abstract: "Certify sessions, or the venue.",
    discussion: """
      NAME becomes the common name (CN) of the certificate and the name of its files; a session's \
      is its CompID. With --market the venue and all its sessions are certified. What is there is \
      replaced: so a certificate is renewed.

        cangdan certificate issue DLR001 --directory certs --san URI:fix:DLR001
        cangdan certificate issue CANGDAN --server --directory certs \\
            --san DNS:fix.market.example
      """)

  @Argument(help: "Whom to certify.")
  var names: [String] = []

  @OptionGroup var folder: CertificateFolder

  @Option(help: "The folder of a market definition: the venue and all sessions.")
  var market: String?

  @Option(
    help: "A subject alternative name like DNS:host, IP:10.0.0.1, URI:fix:X; may be repeated.")
  var san: [String] = []

  @Flag(help: "For a server instead of a client; without --san for this machine's own addresses.")
  var server = false

  @Option(help: "Days until it expires; 0: it has just expired.")
  var days = 365

  func validate() throws {
    if names.isEmpty && market == nil { throw ValidationError("give a NAME or --market DIR") }
    if let strange = san.first(where: { $0.contains(",") || !$0.contains(":") }) {
      throw ValidationError("--san \(strange) is not like DNS:host, IP:10.0.0.1 or URI:fix:X")
    }
  }

  func run() throws {
    try CertificateFolder.run {
      let authority = try CertificateAuthority(folder.files("ca"))
      for name in names { try issue(name, authority, isServer: server) }
      guard let market else { return }
      let definition = try Definition(folder: market)
      try issue("\(definition.venue.compID.text)", authority, isServer: true)
      for name in Set(definition.sessions.map { "\($0.compID.text)" }).sorted() {
        try issue(name, authority, isServer: false)
      }
    }
  }

  private func issue(
    _ name: String, _ authority: borrowing CertificateAuthority, isServer: Bool
  ) throws {
    var request = CertificateAuthority.Request(commonName: name)
    request.alternativeNames = san
    if isServer && san.isEmpty {
      request.alternativeNames = ["DNS:localhost", "IP:127.0.0.1", "IP:::1"]
    }
    request.isServer = isServer
    request.days = days
    try folder.write(name, authority.issue(request))
  }
}

struct CertificateRevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Add certificates to the list of revocations, ca.crl.",
    discussion: """
      A venue that was started with --fixs-crl takes the list at its next SIGHUP. Without a NAME the \
      list is only signed again for further days.

        cangdan certificate revoke DLR001 --directory certs
      """)

  @Argument(help: "Whose certificates, NAME.pem.")
  var names: [String] = []

  @OptionGroup var folder: CertificateFolder

  @Option(help: "Days until the list expires.")
  var days = 3_650

  func run() throws {
    try CertificateFolder.run {
      let authority = try CertificateAuthority(folder.files("ca"))
      let serials = try names.map { try Certificate(path: folder.files($0).certificate).serial }
      let file = folder.path("ca.crl")
      let list = try authority.revocations(of: serials, after: file, days: days)
      try list.write(toFile: file, atomically: true, encoding: .utf8)
      print(file)
    }
  }
}

struct CertificateShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what certificates say. Exit code 1 if one is not valid now.")

  @Argument(help: "PEM files of certificates.")
  var files: [String]

  func run() throws {
    try CertificateFolder.run {
      var isValid = true
      for file in files { isValid = try show(file) && isValid }
      if !isValid { throw ExitCode.failure }
    }
  }

  /// Whether it is valid now.
  private func show(_ file: String) throws -> Bool {
    let certificate = try Certificate(path: file)
    let names = certificate.alternativeNames.joined(separator: ", ")
    print(
      """
      \(file)
        subject      \(certificate.subject)
        issuer       \(certificate.issuer)
        names        \(names.isEmpty ? "none" : names)
        valid from   \(Self.text(certificate.notBefore))
        valid until  \(Self.text(certificate.notAfter))
        serial       \(certificate.serial)
        fingerprint  \(certificate.fingerprint)
      """)
    let now = Int64(Date().timeIntervalSince1970)
    let left = certificate.notAfter - now
    if left <= 0 {
      Output.complain("\(file) has expired")
    } else if now < certificate.notBefore {
      Output.complain("\(file) is not yet valid")
    } else if left < 30 * 86_400 {
      Output.complain("\(file) expires in \(left / 86_400) days")
    }
    return left > 0 && now >= certificate.notBefore
  }

  private static func text(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }
}
