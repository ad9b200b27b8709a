import FIXSession
import Glibc
import Linux
import Market
import Memory
import TradeClient
import Transport

/// The line to the venue.
extension TradeRun {
  /// Connects and says Logon; within `patience` a refused connection is tried again.
  mutating func connect(reset: Bool) throws {
    let until = RealTime.now().adding(nanoseconds: Int64(options.patience * 1e9))
    while connection == nil {
      do throws(SystemError) {
        connection = try Connection(to: options.address)
      } catch {
        guard RealTime.now() < until else { throw error }
        _ = try poller.wait(timeoutMilliseconds: 50)
      }
    }
    if let tls = options.tls { try secure(tls) }
    if let raw = connection?.rawDescriptor {
      try poller.add(raw, token: Self.socketToken, interest: .readable)
    }
    isOutputAwaited = false
    session.connected(reset: reset, now: RealTime.now())
  }

  /// Closes the line, if there is one.
  mutating func close() throws {
    guard let raw = connection?.rawDescriptor else { return }
    try poller.remove(raw)
    connection = nil
    let wasLoggedOn = hasLoggedOn
    hasLoggedOn = false
    let end = session.connectionLost()
    terminal.print("disconnected: \(end.reason)")
    if end.reason == .remoteDisconnect, !wasLoggedOn {
      terminal.print("closed before the logon: is \(options.name) a CompID of the venue, and free?")
      if options.tls != nil { terminal.print("and is our certificate that session's?") }
    }
    if terminal.isTerminal, ending == .none {
      terminal.print("type reconnect to log on again")
      terminal.showPrompt()
    }
  }

  /// Reads what has come.
  mutating func receive() {
    guard let line = connection.take() else { return }
    var mayHoldMore: Bool
    repeat {
      let outcome = line.receive(into: &session.input)
      mayHoldMore = line.isSecured && session.input.writableCount == 0
      switch outcome {
      case .moved: session.process(now: RealTime.now())
      case .wouldBlock: mayHoldMore = false
      case .ended:
        isLineBroken = true
        mayHoldMore = false
      }
    } while mayHoldMore
    connection = consume line
  }

  /// Saves the numbers, writes what is to be written, tells what has happened, closes what is over.
  mutating func settle() throws {
    try file.save(session.state.numbers)
    try flush()
    var mustClose = isLineBroken
    for notice in session.takeNotices() {
      if case .disconnect = notice { mustClose = true }
      show(notice)
    }
    if mustClose {
      isLineBroken = false
      try flush()
      try close()
    }
    try file.save(session.state.numbers)
  }

  /// Writes as much as the line takes; the rest goes when it is ready again.
  private mutating func flush() throws(SystemError) {
    guard let line = connection.take() else { return }
    var outcome = Connection.Outcome.moved(bytes: 0)
    while !session.output.isEmpty, case .moved = outcome {
      outcome = line.send(from: &session.output)
    }
    if outcome == .ended { isLineBroken = true }
    let raw = line.rawDescriptor
    connection = consume line
    let isAwaited = !session.output.isEmpty && outcome == .wouldBlock
    if isAwaited != isOutputAwaited {
      isOutputAwaited = isAwaited
      let interest: Poller.Interest = isAwaited ? [.readable, .writable] : .readable
      try poller.modify(raw, token: Self.socketToken, interest: interest)
    }
  }
}
