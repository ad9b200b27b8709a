/// A scenario of the FIX session layer: where a session stands, and what happens on the line.
///
/// The text has one step in a line; `Tests/Scenarios/session/README.md` is its grammar. It speaks of the
/// wire only, so the same file holds for a bare machine, for a whole venue and for a stranger's acceptor.
public struct Scenario: Equatable, Sendable {
  /// A step with the line of the file that it stands in, from 1.
  public struct Line: Equatable, Sendable {
    public var number: Int
    public var step: ScenarioStep
  }

  /// What its first comment says.
  public let title: String
  /// Where it is a condition of the standard, which one; nil where it describes the venue's own choices.
  public let condition: ScenarioCondition?
  public let setup: ScenarioSetup
  public let lines: [Line]

  /// Reads a file; the error names the line.
  public init(_ text: String) throws(ScenarioError) {
    var setup: ScenarioSetup?
    var condition: ScenarioCondition?
    var lines: [Line] = []
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      let number = index + 1
      if line.hasPrefix("C ") {
        guard condition == nil, setup == nil else {
          throw .syntax(line: number, "C stands once, before S")
        }
        condition = try ScenarioCondition(String(line.dropFirst(2)), line: number)
      } else if line.hasPrefix("S ") {
        guard setup == nil else { throw .syntax(line: number, "S stands once") }
        setup = try ScenarioSetup(String(line.dropFirst(2)), line: number)
      } else if setup == nil {
        throw .syntax(line: number, "the first line is S")
      } else {
        lines.append(Line(number: number, step: try ScenarioStep(String(line), line: number)))
      }
    }
    guard let setup else { throw .syntax(line: all.count, "there is no line S") }
    title = String(all.first { $0.hasPrefix("# ") }?.dropFirst(2) ?? "")
    self.condition = condition
    self.setup = setup
    self.lines = lines
  }

  /// The seconds that its lines T let pass.
  public var seconds: Double {
    lines.reduce(0) { sum, line in
      guard case .pass(let nanoseconds) = line.step else { return sum }
      return sum + Double(nanoseconds) / 1e9
    }
  }
}

/// One line of a scenario.
public enum ScenarioStep: Equatable, Sendable {
  /// `I`: the counterparty sends a message.
  case send(String)
  /// `E`: the next message that comes.
  case expect(String)
  /// `E-`: we send it, another engine may leave it out.
  case expectOfUs(String)
  /// `E+`: another engine may send it from here on, we don't.
  case allow(String)
  /// `E close`: nothing more comes, and the connection is closed.
  case expectClose
  /// `O`: the venue tells of something that happened to the order with this ClOrdID(11).
  case report(clOrdID: String)
  /// `L`: the side that is tested ends its day and logs out.
  case logOut
  /// `T`: time passes, until something is sent at most.
  case pass(nanoseconds: Int64)
  /// `X lost`: the line breaks.
  case loseLine
  /// `X back`: there is a new one.
  case connect
  /// `X second`: what follows is on a second connection, made the first time; `X first`: on the first one again.
  case use(second: Bool)

  init(_ line: String, line number: Int) throws(ScenarioError) {
    let rest = String(line.dropFirst(2))
    switch line.prefix(2) {
    case "L": self = .logOut
    case "I ": self = .send(rest)
    case "E-": self = .expectOfUs(String(line.dropFirst(3)))
    case "E+": self = .allow(String(line.dropFirst(3)))
    case "E ": self = rest == "close" ? .expectClose : .expect(rest)
    case "O ": self = .report(clOrdID: rest)
    case "T ":
      guard let seconds = Double(rest), seconds > 0, seconds <= 86_400 else {
        throw .syntax(line: number, "'\(rest)' is no number of seconds")
      }
      self = .pass(nanoseconds: Int64((seconds * 1_000).rounded()) * 1_000_000)
    case "X " where rest == "lost": self = .loseLine
    case "X " where rest == "back": self = .connect
    case "X " where rest == "second" || rest == "first": self = .use(second: rest == "second")
    default: throw .syntax(line: number, line)
    }
  }
}

/// Why a scenario can't be read, or where the line differs from it.
public enum ScenarioError: Error, Equatable, Sendable {
  case syntax(line: Int, String)
  case differs(line: Int, expected: String, got: String)
}
