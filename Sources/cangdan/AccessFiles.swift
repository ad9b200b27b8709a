import Agents
import Logging
import MarketDefinition

/// The files that say who may connect, read again when the operator asks for it.
struct AccessFiles {
  private let settings: ServeSettings
  private let logger: Logger
  private let certificates: FIXSCertificates?
  private let setup: VenueSetup
  /// What the doorkeeper follows.
  let directory: CurrentDirectory

  init(
    _ settings: ServeSettings, _ logger: Logger, _ certificates: FIXSCertificates?,
    setup: VenueSetup, directory: CurrentDirectory
  ) {
    self.settings = settings
    self.logger = logger
    self.certificates = certificates
    self.setup = setup
    self.directory = directory
  }

  /// The passwords of `definition`'s sessions; none without a file.
  static func credentials(
    _ settings: ServeSettings, _ definition: Definition
  ) throws -> CredentialsFile {
    guard let path = settings.credentials else { return CredentialsFile() }
    return try CredentialsFile(path: path, sessions: definition.sessions)
  }

  /// Reads certificates and revocations, sessions and passwords; where something is wrong with a file,
  /// what was read before stays. Who would not be let in any more is ended.
  func reload() {
    certificates?.reload()
    do {
      let definition = try Definition(folder: settings.market)
      let credentials = try Self.credentials(settings, definition)
      directory.replace(by: try setup.directory(definition.sessions, credentials))
      logger.notice("sessions and passwords read again, as far as they say who may connect")
    } catch {
      directory.replace()
      logger.error(
        "sessions and passwords not read again, those from before stay",
        metadata: ["because": "\(error)"])
    }
  }
}
