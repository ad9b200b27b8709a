import ArgumentParser
import Glibc
import Linux
import TLS
import TradeClient

/// How a client's subcommand runs, whatever it does on its line.
enum ClientRun {
  /// What line, files or system refuse is said, with exit code 1. A venue that closes the line does not end the client
  /// without a word.
  static func run(_ body: () throws -> Void) throws {
    signal(SIGPIPE, SIG_IGN)
    do {
      try body()
    } catch let error as CommandError {
      try fail(error.description)
    } catch let error as TLSFileProblem {
      try fail(error.description)
    } catch let error as SystemError {
      try fail(error.description)
    }
  }

  private static func fail(_ text: String) throws {
    Output.complain(text)
    throw ExitCode(1)
  }
}
