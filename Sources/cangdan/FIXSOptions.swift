import Agents
import ArgumentParser
import Logging
import TLS

/// What `serve` is told about FIX over TLS.
struct FIXSOptions: ParsableArguments {
  @Option(
    name: .customLong("fixs-certificate"),
    help: "FIX over TLS: the venue's certificate, its chain behind it; PEM. None: plain TCP alone.")
  var certificate: String?

  @Option(
    name: .customLong("fixs-key"),
    help: "The certificate's private key; PEM, without a password, for its owner alone.")
  var key: String?

  @Option(
    name: .customLong("fixs-ca"), help: "Certificates of the authorities that certify clients; PEM."
  )
  var authorities: String?

  @Option(
    name: .customLong("fixs-crl"),
    help: "Revocations (CRL), one of each authority and in force; PEM. May be repeated.")
  var revocations: [String] = []

  @Option(
    name: .customLong("fixs-clients"),
    help: "required or optional: whether every client shows a certificate.")
  var clients: ClientCertificates = .required

  @Option(
    name: .customLong("fixs-port"),
    help: "Port of FIX over TLS, instead of the definition's; 0 takes a free one.")
  var port: UInt16?

  func validate() throws {
    let files = [certificate, key, authorities].compactMap { $0 }
    if files.count != 3 && !(files.isEmpty && revocations.isEmpty && port == nil) {
      throw ValidationError(
        "FIX over TLS takes --fixs-certificate, --fixs-key and --fixs-ca together")
    }
  }

  /// Nil where FIX over TLS is not asked for.
  var settings: FIXSSettings? {
    guard let certificate, let key, let authorities else { return nil }
    var policy = TLSClientPolicy(authorities: authorities)
    policy.revocations = revocations
    policy.isCertificateRequired = clients == .required
    return FIXSSettings(
      own: TLSKeyFiles(certificate: certificate, key: key), clients: policy, port: port)
  }
}

enum ClientCertificates: String, ExpressibleByArgument, CaseIterable {
  case required
  case optional
}

/// The files of FIX over TLS, and its port where it is not the definition's.
struct FIXSSettings: Sendable {
  let own: TLSKeyFiles
  let clients: TLSClientPolicy
  let port: UInt16?
}

/// The certificates that new connections are shown, read at the start and again when asked for.
struct FIXSCertificates {
  private let settings: FIXSSettings
  private let logger: Logger
  /// What the doorkeeper takes for the next connection.
  let context: CurrentTLSContext

  /// From here on the end of the venue's certificate is told as a warning.
  private static let secondsWarned: Int64 = 30 * 86_400

  /// Reads and checks the files.
  init(_ settings: FIXSSettings, logger: Logger) throws(TLSFileProblem) {
    self.settings = settings
    self.logger = logger
    let first = try TLSContext.server(settings.own, clients: settings.clients)
    context = CurrentTLSContext(first)
    tell(first)
  }

  /// Reads the files again; where one is wrong, those that were read before stay.
  func reload() {
    do throws(TLSFileProblem) {
      let next = try TLSContext.server(settings.own, clients: settings.clients)
      context.replace(by: next)
      logger.notice("certificates read again, for new connections")
      tell(next)
    } catch {
      logger.error(
        "certificates not read again, those from before stay", metadata: ["because": "\(error)"])
    }
  }

  private func tell(_ context: TLSContext) {
    guard let left = context.secondsLeft, left < Self.secondsWarned else { return }
    logger.warning(
      "the venue's certificate expires soon: replace its file, then send SIGHUP",
      metadata: ["file": "\(settings.own.certificate)", "days": "\(left / 86_400)"])
  }
}
