import ArgumentParser
import Foundation
import Glibc
import MarketDefinition
import Memory
import Secrets

struct CredentialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential",
    abstract: "Set the password of a session.",
    discussion: """
      Asks for the password, twice, without showing it; where stdin is no terminal, takes its first \
      line. What is kept is a salted scrypt hash, in a file that only its owner may open. A venue \
      takes it at SIGHUP or its next start.

        cangdan credential DLR001 --file credentials.yaml
        cangdan serve --market Specs/sample-market --data /tmp/cangdan \\
            --credentials credentials.yaml
      """)

  @Argument(help: "The session: its CompID, or CompID/SubID.")
  var session: String

  @Option(help: "The file of credentials; made where there is none.")
  var file: String

  func run() throws {
    do {
      let store = CredentialStore(path: file)
      try store.check()
      let password = try PasswordInput.read()
      guard let hash = password.hash() else { throw CredentialProblem.noHash }
      try store.change { credentials in
        guard credentials.set(hash, of: session, on: .today) else {
          throw CredentialProblem.notASession
        }
      }
    } catch {
      Output.complain("\(error)")
      throw ExitCode.failure
    }
  }
}

enum CredentialProblem: Error, CustomStringConvertible {
  case noHash
  case notASession
  case notTheSame
  case wrongLength
  case notPrintable
  case locked(String)
  case changedMeanwhile

  var description: String {
    switch self {
    case .noHash: "OpenSSL gave no hash"
    case .notASession: "that can be no session's name: CompID or CompID/SubID, printable ASCII"
    case .notTheSame: "the two are not the same; nothing was changed"
    case .wrongLength: "a password has 8 to 128 bytes; nothing was changed"
    case .notPrintable: "a password has no control characters; nothing was changed"
    case .changedMeanwhile: "somebody else has changed it meanwhile"
    case .locked(let path):
      "\(path): somebody else is changing it; nothing was changed"
    }
  }
}

/// A password as it was typed, wiped when its owner lets go of it.
final class PasswordInput {
  private var bytes = ByteBuffer(capacity: 256)

  deinit { Self.wipe(&bytes) }

  /// From the terminal, twice; else the first line of stdin.
  static func read() throws -> PasswordInput {
    let isTerminal = isatty(STDIN_FILENO) == 1
    let first = try line(prompt: isTerminal ? "Password: " : nil)
    guard isTerminal else { return first }
    let second = try line(prompt: "Again: ")
    guard first.isSame(as: second) else { throw CredentialProblem.notTheSame }
    return first
  }

  func hash() -> PasswordHash? { Self.hash(bytes) }

  private static func hash(_ password: borrowing ByteBuffer) -> PasswordHash? {
    PasswordHash.make(of: password.readable)
  }

  private func isSame(as other: PasswordInput) -> Bool {
    Self.areSame(bytes, other.bytes)
  }

  private static func areSame(_ one: borrowing ByteBuffer, _ other: borrowing ByteBuffer) -> Bool {
    let mine = Span<UInt8>(_bytes: one.readable)
    let others = Span<UInt8>(_bytes: other.readable)
    guard mine.count == others.count else { return false }
    for place in mine.indices where mine[place] != others[place] { return false }
    return true
  }

  private static func line(prompt: String?) throws -> PasswordInput {
    let input = PasswordInput()
    if let prompt {
      Output.hint(prompt)
      let saved = withoutEcho()
      defer {
        var saved = saved
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
        Output.hint("\n")
      }
      input.readLine()
    } else {
      input.readLine()
    }
    try check(input.bytes)
    return input
  }

  private static func check(_ password: borrowing ByteBuffer) throws {
    switch PasswordRules.fault(of: password.readable) {
    case .wrongLength: throw CredentialProblem.wrongLength
    case .notPrintable: throw CredentialProblem.notPrintable
    case nil: break
    }
  }

  /// Up to the line's end, or one byte more than a password may have.
  private func readLine() {
    while bytes.count < 129 {
      var byte: UInt8 = 0
      let count = unsafe Glibc.read(STDIN_FILENO, &byte, 1)
      guard count == 1, byte != 0x0a else { return }
      Self.append(byte, to: &bytes)
    }
  }

  private static func append(_ byte: UInt8, to bytes: inout ByteBuffer) {
    var tail = bytes.writable
    tail.storeBytes(of: byte, toByteOffset: 0, as: UInt8.self)
    bytes.didWrite(1)
  }

  private static func wipe(_ bytes: inout ByteBuffer) {
    var readable = bytes.mutableReadable
    Secrets.wipe(&readable)
  }

  /// Ctrl-C is a control character here, so that the terminal is never left without echo.
  private static func withoutEcho() -> termios {
    var saved = termios()
    unsafe tcgetattr(STDIN_FILENO, &saved)
    var silent = saved
    silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
    unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    return saved
  }
}
