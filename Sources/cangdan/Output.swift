import Foundation
import Glibc

/// Lines to stdout and stderr.
enum Output {
  static func flush() { fflush(nil) }

  /// A line to stderr, behind what stdout has so far.
  static func complain(_ text: String) {
    flush()
    hint("cangdan: \(text)\n")
  }

  /// Text to stderr as it is.
  static func hint(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// How far a long run is, on stderr where that is a terminal.
struct Progress {
  private let verb: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private var next: UInt64 = 100_000

  init(_ verb: String) { self.verb = verb }

  mutating func advance(to count: UInt64) {
    guard isShown, count >= next else { return }
    next = count + 100_000
    Output.hint("\r\(count) commands \(verb)")
  }

  func end() {
    if isShown { Output.hint("\r\u{1b}[K") }
  }
}
