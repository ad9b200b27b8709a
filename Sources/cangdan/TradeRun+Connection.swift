import FIXSession
import Linux
import Market

/// The line to the venue.
extension TradeRun {
  /// Connects and says Logon.
  mutating func connect(reset: Bool) throws {
    if let name = try line.connect(reset: reset) { terminal.print("connected by \(name)") }
  }

  /// Closes the line, if there is one.
  mutating func close() throws {
    guard let end = try line.close() else { return }
    let wasLoggedOn = hasLoggedOn
    hasLoggedOn = false
    terminal.print("disconnected: \(end.reason)")
    if end.reason == .remoteDisconnect, !wasLoggedOn {
      terminal.print("closed before the logon: is \(options.name) a CompID of the venue, and free?")
      if line.way.tls != nil { terminal.print("and is our certificate that session's?") }
    }
    if terminal.isTerminal, ending == .none {
      terminal.print("type reconnect to log on again")
      terminal.showPrompt()
    }
  }

  /// Writes what is to be written, tells what has happened, closes what is over.
  mutating func settle() throws {
    for notice in try line.settle() { show(notice) }
    if line.isOver {
      try line.flush()
      try close()
    }
    try line.save()
  }
}
