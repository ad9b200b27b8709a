import Glibc
import Linux
import Logging
import Transport

/// Tells the service manager that has started the process how far it is (systemd, Type=notify); nobody where
/// NOTIFY_SOCKET is not set.
struct Readiness {
  private let path: String?
  private let logger: Logger

  init(logger: Logger) {
    path = unsafe getenv("NOTIFY_SOCKET").map { unsafe String(cString: $0) }
    self.logger = logger
  }

  /// Everybody can connect now.
  func ready(_ address: String) { tell("READY=1\nSTATUS=Listening at \(address)") }

  /// What a start is busy with.
  func isApplying(_ commands: Int) { tell("STATUS=Applying the log: \(commands) commands so far") }

  /// The end has begun.
  func stopping() { tell("STOPPING=1\nSTATUS=Logging sessions out") }

  private func tell(_ text: String) {
    guard let path else { return }
    do throws(SystemError) {
      try LocalSocket.send(text, to: path)
    } catch {
      logger.warning("the service manager is not told", metadata: ["because": "\(error)"])
    }
  }
}
