import ArgumentParser
import Glibc

/// The data directory of a venue, for a command that takes what is in it.
enum LogDirectory {
  /// Throws where `directory` holds no log that this process may read, and write where `isWritten`.
  static func check(_ directory: String, isWritten: Bool = false) throws(ValidationError) {
    let commands = "\(directory)/commands"
    guard unsafe access(commands, isWritten ? R_OK | W_OK : R_OK) != 0 else { return }
    let verb = isWritten ? "written" : "read"
    let reason =
      unsafe access(commands, F_OK) == 0 ? "no right to \(commands)" : "there is no \(commands)"
    throw ValidationError("\(directory) holds no log that can be \(verb): \(reason)")
  }
}
