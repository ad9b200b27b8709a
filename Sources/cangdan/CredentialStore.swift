import Agents
import Foundation
import Glibc
import Linux
import Market
import MarketDefinition
import Secrets

extension CredentialsFile {
  /// How long the password of `name` is good, and what may not follow it.
  func terms(of name: String) -> PasswordTerms {
    var terms = PasswordTerms()
    guard let entry = entry(of: name) else { return terms }
    terms.former = entry.former
    terms.expiresAt = policy.end(ofOneSetOn: entry.setOn)
    terms.warnedFrom = policy.warning(ofOneSetOn: entry.setOn)
    return terms
  }
}

extension CivilDate {
  /// The day it is, UTC.
  static var today: CivilDate { CivilDate(Clocks.wall(), utcOffsetSeconds: 0) }
}

/// The file of credentials, changed by one process at a time and as a whole.
///
/// A change locks the file's folder (`flock(2)`), reads what is there then, writes it anew beside it, for its
/// owner alone, and puts that in its place when it is on the disk. A crash leaves the one or the other, and
/// perhaps the new one beside it, which the next change overwrites.
struct CredentialStore: Sendable {
  private let path: String

  /// How often, and how long apart, a lock that somebody else holds is tried.
  private static let tries = 20
  private static let pauseNanos: Int64 = 50_000_000

  init(path: String) { self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// Reads the file, if it is there, to find out what is wrong with it.
  func check() throws { _ = try read() }

  /// Has `body` change what is there, and keeps it.
  func change(_ body: (inout CredentialsFile) throws -> Void) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw SystemError.last("open", subject: folder) }
    defer { close(lock) }
    try Self.take(lock, path)
    var credentials = try read()
    try body(&credentials)
    try PrivateFile.replace(path, with: credentials.text)
    guard fsync(lock) == 0 else { throw SystemError.last("fsync", subject: folder) }
  }

  /// Keeps a password that a session has changed, unless somebody else has changed it meanwhile; its terms,
  /// or nil, and a line on stderr, where it could not be kept.
  func replace(
    _ shown: PasswordHash, by next: PasswordHash, of name: String
  ) -> PasswordTerms? {
    do {
      var terms: PasswordTerms?
      try change { credentials in
        guard credentials.hash(of: name) == shown, credentials.set(next, of: name, on: .today)
        else { throw CredentialProblem.changedMeanwhile }
        terms = credentials.terms(of: name)
      }
      return terms
    } catch {
      Output.complain("the new password of \(name) is not kept: \(error)")
      return nil
    }
  }

  private static func take(_ lock: CInt, _ path: String) throws {
    for _ in 0..<tries {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { return }
      Clocks.sleep(nanos: pauseNanos)
    }
    throw CredentialProblem.locked(path)
  }

  private func read() throws -> CredentialsFile {
    guard FileManager.default.fileExists(atPath: path) else { return CredentialsFile() }
    return try CredentialsFile(path: path)
  }
}
