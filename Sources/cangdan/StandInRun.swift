import FIXSession
import Glibc
import Linux
import Market
import TradeClient
import Transport

/// One run of a stand-in: connects, answers when answers are due, connects again, until a signal ends it.
struct StandInRun: ~Copyable {
  /// Between two attempts to connect.
  private static var retryNanos: Int64 { 200_000_000 }
  /// For the venue's Logout(5).
  private static var farewellNanos: Int64 { 2_000_000_000 }
  /// How long a signal may wait to be seen.
  private static var roundNanos: Int64 { 100_000_000 }

  private var line: ClientLine
  private var standIn: StandIn
  private let signals: ProcessSignals
  private var statement: StatementFile?
  private var resetsNext: Bool
  private var connectsAt = Instant.none
  /// When a signal has come: how long the venue's farewell is awaited.
  private var endsAt: Instant?

  init(
    _ line: consuming ClientLine, _ standIn: StandIn, reset: Bool,
    statement: consuming StatementFile?
  ) throws(SystemError) {
    signals = try ProcessSignals()
    self.line = line
    self.standIn = standIn
    self.statement = statement
    resetsNext = reset
  }

  mutating func run() throws {
    while true {
      if endsAt == nil { try connect() }
      try settle()
      try answer()
      try settle()
      if let endsAt, !line.isConnected || RealTime.now() >= endsAt { return }
      try wait()
    }
  }

  /// Tries once, where the line is down; a venue that is not there yet is tried again later.
  private mutating func connect() throws {
    let now = RealTime.now()
    guard !line.isConnected, now >= connectsAt else { return }
    connectsAt = now.adding(nanoseconds: Self.retryNanos)
    do {
      if let name = try line.connect(reset: resetsNext) { say("connected by \(name)") }
      resetsNext = false
    } catch let error as SystemError {
      guard error.code == ECONNREFUSED || error.code == ETIMEDOUT else { throw error }
    }
  }

  /// Answers what is due, while the session takes it.
  private mutating func answer() throws {
    let now = RealTime.now()
    while line.session.state.maySendApplication, standIn.nextDue <= now {
      guard let answer = standIn.takeDue(now: now) else { return }
      if let message = answer.message {
        let isSent = line.session.send(message, now: now)
        precondition(isSent, "a session that may send takes a message")
      }
      say(answer.text)
      if let lines = answer.statement { try statement?.append(lines) }
    }
  }

  private mutating func settle() throws {
    for notice in try line.settle() { take(notice) }
    line.oldestOpen = standIn.oldestOpen
    if line.isOver {
      try line.flush()
      if let end = try line.close() { say("disconnected: \(end.reason)") }
    }
    try line.save()
  }

  private mutating func take(_ notice: ClientNotice) {
    switch notice {
    case .delivered(let message):
      if let text = standIn.received(message, now: RealTime.now()) { say(text) }
    case .loggedOn: say("logged on")
    case .epochOpened: standIn.epochOpened()
    case .garbled(let byteCount): say("\(byteCount) bytes that are no message")
    case .sent, .arrived, .disconnect: break
    }
  }

  private mutating func wait() throws {
    let now = RealTime.now()
    var deadline = endsAt ?? .distantFuture
    if line.isConnected {
      deadline = min(deadline, line.session.deadline)
      if line.session.state.maySendApplication { deadline = min(deadline, standIn.nextDue) }
    } else {
      deadline = min(deadline, connectsAt)
    }
    deadline = min(deadline, now.adding(nanoseconds: Self.roundNanos))
    if try line.wait(until: deadline) > 0 { line.receive() }
    if signals.wait(milliseconds: 0) == .stop { end() }
    line.session.timer(now: RealTime.now())
  }

  /// A signal has come: Logout(5), or nothing where there is no session.
  private mutating func end() {
    guard endsAt == nil else { return }
    endsAt = RealTime.now().adding(nanoseconds: line.isConnected ? Self.farewellNanos : 0)
    line.session.logout(now: RealTime.now())
  }

  private func say(_ text: String) {
    print(text)
    Output.flush()
  }
}
