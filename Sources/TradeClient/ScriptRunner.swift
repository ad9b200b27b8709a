public import Market

/// Where a script is: tells the client what to do next, and judges what comes.
///
/// A message that arrives is kept until an `expect` takes it; one that is not expected stays for a
/// later line, so the order in which two sides' reports come does not matter.
public struct ScriptRunner: Sendable {
  /// What is to be done now.
  public enum Step: Equatable, Sendable {
    case perform(ClientCommand)
    /// Ask again when something has come, or at this time.
    case wait(until: Instant)
    case finished
    case failed(line: Int, reason: String)
  }

  /// A message that no line has taken.
  struct Arrival: Sendable {
    var message: WireMessage
    var short: String
    var full: String
  }

  /// Messages kept at most; the oldest go first.
  public static var arrivalsMax: Int { 10_000 }

  private let script: Script
  private var next = 0
  private var arrivals: [Arrival] = []
  /// Until when the present line waits, and what had come before it.
  private var deadline: Instant?
  private var arrivalsBefore = 0

  public init(_ script: Script) { self.script = script }

  /// A message has been delivered.
  public mutating func received(_ message: WireMessage, short: String, full: String) {
    if arrivals.count == Self.arrivalsMax {
      arrivals.removeFirst()
      arrivalsBefore = max(0, arrivalsBefore - 1)
    }
    arrivals.append(Arrival(message: message, short: short, full: full))
  }

  /// The text of the line that is being executed, with its number.
  public var present: (number: Int, text: String)? {
    guard next < script.lines.count else { return nil }
    return (script.lines[next].number, script.lines[next].text)
  }

  /// What the present line demands.
  public mutating func step(now: Instant, isLoggedOn: Bool, isConnected: Bool) -> Step {
    guard next < script.lines.count else { return .finished }
    switch script.lines[next].action {
    case .command(let command):
      advance()
      return .perform(command)
    case .waitForLogon(let seconds):
      if isLoggedOn { return advanceAndGoOn(now, isLoggedOn, isConnected) }
      let reason = isConnected ? "no logon" : "no logon: the connection is closed"
      return wait(seconds, now, isConnected ? nil : reason) ?? fail(reason)
    case .expect(let expectation, let seconds):
      if take(expectation) { return advanceAndGoOn(now, isLoggedOn, isConnected) }
      return wait(seconds, now, isConnected ? nil : "closed") ?? fail(unmet(isConnected))
    case .expectNo(let expectation, let seconds):
      if let found = arrivals.first(where: { $0.meets(expectation) }) {
        return fail("this came: \(found.short)")
      }
      return wait(seconds, now, isConnected ? nil : "closed")
        ?? advanceAndGoOn(now, isLoggedOn, isConnected)
    }
  }

  /// Waits for the line's time; nil when it is over, or at once where nothing more can come.
  private mutating func wait(_ seconds: Double, _ now: Instant, _ hopeless: String?) -> Step? {
    if deadline == nil {
      deadline = now.adding(nanoseconds: Int64(seconds * 1e9))
    }
    guard hopeless == nil, let deadline, now < deadline else { return nil }
    return .wait(until: deadline)
  }

  private mutating func take(_ expectation: Expectation) -> Bool {
    guard let index = arrivals.firstIndex(where: { $0.meets(expectation) }) else { return false }
    arrivals.remove(at: index)
    return true
  }

  private mutating func advance() {
    next += 1
    deadline = nil
    arrivalsBefore = arrivals.count
  }

  private mutating func advanceAndGoOn(
    _ now: Instant, _ isLoggedOn: Bool, _ isConnected: Bool
  ) -> Step {
    advance()
    return step(now: now, isLoggedOn: isLoggedOn, isConnected: isConnected)
  }

  private func fail(_ reason: String) -> Step {
    .failed(line: script.lines[next].number, reason: "\(script.lines[next].text)\n  \(reason)")
  }

  /// What came instead: since the line began, else what was left over.
  private func unmet(_ isConnected: Bool) -> String {
    let since = arrivals.dropFirst(arrivalsBefore)
    let shown = (since.isEmpty ? arrivals[...] : since).suffix(10).map { "  - \($0.full)" }
    let end = isConnected ? "" : "; the connection is closed"
    if shown.isEmpty { return "nothing came\(end)" }
    return "instead there was\(end):\n" + shown.joined(separator: "\n")
  }
}

extension ScriptRunner.Arrival {
  func meets(_ expectation: Expectation) -> Bool {
    expectation.isMet(by: message, texts: [short, full])
  }
}
