import Recorder

/// The recorder of a venue: a process of its own that takes the log into books of record while the venue goes on,
/// ends at any time and goes on from where its books are.
final class SimulatedBooks {
  private let folder = ScratchFolder()
  private let directory: String
  private var recording: Recording?

  init(_ directory: String) { self.directory = directory }

  /// Takes what is committed.
  func advance() throws {
    do {
      if recording == nil { recording = try Recording(of: directory, in: open("books")) }
      _ = try recording?.advance()
    } catch { throw Violation("the recorder ends: \(error)") }
  }

  /// Its process is gone.
  func kill() { recording = nil }

  /// Takes all that a venue has left which has ended in order, and compares with books made anew.
  func compare() throws {
    try advance()
    while try recording?.advance() ?? 0 > 0 {}
    if let lost = try recording?.lostEvents() {
      throw Violation("the recorder lacks events: \(lost)")
    }
    kill()
    let again = try open("again")
    var rebuilt = try Recording(of: directory, in: again)
    while try rebuilt.advance() > 0 {}
    let written = try open("books")
    let (left, right) = (try written.digest(), try again.digest())
    let summary = try written.summary()
    if left != right {
      throw Violation("books are \(summary.line), and made again \(try again.summary().line)")
    }
    if summary.breaks > 0 { throw Violation("the books have breaks: \(summary.line)") }
    try written.close()
    try again.close()
  }

  private func open(_ name: String) throws -> Books {
    try Books.openToWrite("\(folder.path)/\(name).sqlite")
  }
}
