/// A script: lines that the client executes one after the other.
public struct Script: Equatable, Sendable {
  /// What a line says.
  public enum Action: Equatable, Sendable {
    case command(ClientCommand)
    case waitForLogon(seconds: Double)
    /// A message that must come within this time.
    case expect(Expectation, seconds: Double)
    /// A message that must not come within this time.
    case expectNo(Expectation, seconds: Double)
  }

  /// A line with its number, from 1.
  public struct Line: Equatable, Sendable {
    public var number: Int
    public var text: String
    public var action: Action
  }

  /// How long is waited where the script does not say it, seconds.
  public static var defaultSeconds: Double { 5 }

  public let lines: [Line]

  /// Reads a script; the error names the line.
  ///
  /// `{A1}` stands for the full ClOrdID(11) that the name A1 has with `prefix` before it.
  public init(_ text: String, prefix: String = "") throws(CommandError) {
    var lines: [Line] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let written = Words(line).rest
      do throws(CommandError) {
        let action = try Self.action(Self.expand(written, prefix))
        if action != .command(.nothing) {
          lines.append(Line(number: index + 1, text: written, action: action))
        }
      } catch {
        throw CommandError("line \(index + 1): \(error.description): \(written)")
      }
    }
    self.lines = lines
  }

  private static func action(_ line: String) throws(CommandError) -> Action {
    var words = Words(line)
    switch words.next()?.lowercased() {
    case "expect":
      let (pattern, seconds) = try pattern(words.rest)
      if pattern.hasPrefix("no ") {
        return .expectNo(try Expectation(String(pattern.dropFirst(3))), seconds: seconds)
      }
      return .expect(try Expectation(pattern), seconds: seconds)
    case "wait-for-logon":
      let (rest, seconds) = try pattern(" " + words.rest)
      if !rest.isEmpty { throw CommandError("'\(rest)' stands where `within` is expected") }
      return .waitForLogon(seconds: seconds)
    default: return .command(try CommandParser.parse(line))
    }
  }

  /// `PATTERN within SECONDS`
  private static func pattern(_ text: String) throws(CommandError) -> (String, Double) {
    guard let range = text.ranges(of: " within ").last else {
      return (Words(text).rest, defaultSeconds)
    }
    let word = Words(text[range.upperBound...]).rest
    guard let seconds = Double(word), seconds >= 0, seconds <= 86_400 else {
      throw CommandError("'\(word)' is no number of seconds")
    }
    return (Words(text[..<range.lowerBound]).rest, seconds)
  }

  private static func expand(_ line: String, _ prefix: String) -> String {
    line.replacing(/\{([A-Za-z0-9_.-]+)\}/) { prefix + $0.output.1 }
  }
}
