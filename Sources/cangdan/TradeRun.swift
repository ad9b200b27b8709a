import FIX44
import FIXSession
import Glibc
import Linux
import Market
import Memory
import TradeClient
import Transport

/// One run of the client: connection, session, user or script, in one thread.
struct TradeRun: ~Copyable {
  /// What the command line says.
  struct Options {
    var name: String
    var reset: Bool
    var isVerbose: Bool
    var showsWire: Bool
  }

  /// How the run ends.
  enum Ending: Equatable {
    case none
    /// Logout has been said; exit with this code when the line is closed, or at that time.
    case loggingOut(code: Int32, until: Instant)
    case exit(code: Int32)
  }

  let options: Options
  var line: ClientLine
  var ids: ClOrdIDs
  var runner: ScriptRunner?
  var orders = ClientOrders()
  var roundTrips = RoundTrips()
  var terminal: TradeTerminal
  var ending = Ending.none
  var showsWire: Bool
  /// Logon(A) has been answered on this connection.
  var hasLoggedOn = false
  /// Lines from a pipe that have not been executed.
  private var lines: [String] = []
  private var isInputEnded = false
  private var isInputWatched = false
  /// A line from a pipe could not be executed.
  var hasFailed = false
  /// ClOrdID(11)s of messages that the venue has not answered, and how long that is waited for.
  var unanswered: Set<String> = []
  private var answersUntil: Instant?
  let text = MessageText(FIX44Dictionary.make())

  static var inputToken: UInt64 { 2 }

  init(
    _ options: Options, line: consuming ClientLine, ids: ClOrdIDs, runner: ScriptRunner?
  ) {
    self.options = options
    self.line = line
    self.ids = ids
    self.runner = runner
    showsWire = options.showsWire
    terminal = TradeTerminal(name: options.name, isReading: runner == nil)
  }

  /// Runs to the end; the process's exit code.
  mutating func run() throws -> Int32 {
    if runner == nil { try watchInput() }
    try connect(reset: options.reset)
    terminal.showPrompt()
    while true {
      try settle()
      if case .exit(let code) = ending { return finish(code) }
      try wait(until: min(line.session.deadline, try advance()))
    }
  }

  /// Goes on with the script as far as it can; when to ask again.
  private mutating func advance() throws -> Instant {
    let now = RealTime.now()
    if case .loggingOut(let code, let until) = ending {
      guard !line.isConnected || now >= until else { return until }
      ending = .exit(code: code)
      return now
    }
    while ending == .none, let step = nextStep() {
      switch step {
      case .perform(let command):
        execute(command)
        try settle()
      case .wait(let until): return until
      case .finished: end(code: 0)
      case .failed(let line, let reason):
        terminal.print("line \(line) failed: \(reason)")
        end(code: 1)
      }
    }
    if ending != .none { return now }
    return runner == nil ? try executeLines() : .distantFuture
  }

  /// Lines from a pipe wait for the logon; behind the last one its answer is awaited.
  private mutating func executeLines() throws -> Instant {
    while !lines.isEmpty, ending == .none, line.session.state.isLoggedOn || !line.isConnected {
      executeLine(lines.removeFirst())
      try settle()
    }
    guard lines.isEmpty, isInputEnded, ending == .none else { return .distantFuture }
    let now = RealTime.now()
    if answersUntil == nil { answersUntil = now.adding(nanoseconds: 2_000_000_000) }
    if let until = answersUntil, !unanswered.isEmpty, now < until, line.isConnected {
      return until
    }
    end(code: hasFailed && !terminal.isTerminal ? 1 : 0)
    return now
  }

  private mutating func nextStep() -> ScriptRunner.Step? {
    let isLoggedOn = line.session.state.isLoggedOn
    let isConnected = line.isConnected
    return runner?.step(
      now: RealTime.now(), isLoggedOn: isLoggedOn, isConnected: isConnected)
  }

  /// Says Logout, if anything can be said, and ends the run.
  mutating func end(code: Int32) {
    guard line.isConnected, line.session.state.isLoggedOn else {
      ending = .exit(code: code)
      return
    }
    line.session.logout(now: RealTime.now())
    ending = .loggingOut(code: code, until: RealTime.now().adding(nanoseconds: 5_000_000_000))
  }

  private mutating func finish(_ code: Int32) -> Int32 {
    if roundTrips.isOn, let summary = roundTrips.summary { terminal.print(summary) }
    return code
  }

  private mutating func watchInput() throws(SystemError) {
    do {
      try line.poller.add(STDIN_FILENO, token: Self.inputToken, interest: .readable)
      isInputWatched = true
    } catch {
      // A regular file is always ready, which epoll refuses to watch: it is read at once.
      if error.code != EPERM { throw error }
      while !isInputEnded { try readInput() }
    }
  }

  private mutating func wait(until deadline: Instant) throws {
    let count = try line.wait(until: deadline)
    for index in 0..<count {
      let (token, _) = line.poller.ready(index)
      if token == ClientLine.token { line.receive() } else { try readInput() }
    }
    line.session.timer(now: RealTime.now())
  }

  private mutating func readInput() throws(SystemError) {
    for input in terminal.read() {
      switch input {
      case .line(let line):
        if terminal.isTerminal { executeLine(line) } else { lines.append(line) }
      case .ended:
        isInputEnded = true
        if isInputWatched { try line.poller.remove(STDIN_FILENO) }
        isInputWatched = false
      }
    }
    terminal.showPrompt()
  }

  private mutating func executeLine(_ line: String) {
    do throws(CommandError) {
      execute(try CommandParser.parse(line))
    } catch {
      refuse(error.description)
    }
  }
}
