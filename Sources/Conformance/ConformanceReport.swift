public import Foundation

/// The results of a suite, for people and for programs.
public struct ConformanceReport: Sendable, Codable, Equatable {
  /// Who was tested, `FIX 4.4 acceptor EXEC at 127.0.0.1:5001`.
  public var subject: String
  /// When it began, as SendingTime(52) writes it.
  public var time: String
  public var seconds: Double
  public var results: [ConditionResult]
  /// Why not all of it was played that was asked for; nil where it was.
  public var interruption: String?

  public init(subject: String, time: String, seconds: Double, results: [ConditionResult]) {
    self.subject = subject
    self.time = time
    self.seconds = seconds
    self.results = results
  }

  /// Whether nothing interrupted it, all mandatory conditions that were played are met, and at least one was.
  public var isPassed: Bool {
    let mandatory = results.filter(\.isMandatory)
    return interruption == nil && mandatory.contains { $0.outcome == .passed }
      && !mandatory.contains { $0.outcome == .failed }
  }

  /// How many conditions ended so.
  public func count(_ outcome: ConditionResult.Outcome) -> Int {
    results.count { $0.outcome == outcome }
  }

  /// What a condition came to, in a line; under a failure what was expected and what came.
  public static func line(_ result: ConditionResult) -> String {
    let outcome = result.outcome.rawValue.padding(
      toLength: 15, withPad: " ", startingAt: 0)
    let grade = result.isMandatory ? "mandatory" : "optional "
    let name = result.name.padding(
      toLength: max(30, result.name.count + 1), withPad: " ", startingAt: 0)
    var text = "\(outcome)\(grade)  \(name)\(result.title)"
    if result.outcome == .passed { text += String(format: " (%.2f s)", result.seconds) }
    if !result.reason.isEmpty { text += "\n    because   \(result.reason)" }
    if result.outcome == .failed {
      text += "\n    expected  \(result.expected)\n    came      \(result.came)"
      text += result.messages.map { "\n      \($0)" }.joined()
    }
    return text
  }

  /// The end of the report: what is not tested, and the verdict.
  public var summary: String {
    let counts = ConditionResult.Outcome.allCases.map { "\(count($0)) \($0.rawValue)" }
    let failed = results.filter { $0.outcome == .failed && $0.isMandatory }.map(\.name)
    let omissions = ConformanceSuite.omissions.map { "  \($0.number): \($0.title) (\($0.reason))" }
    let verdict =
      isPassed
      ? "PASSED: every mandatory condition that could be played is met"
      : "NOT PASSED: " + (interruption.map { [$0] } ?? failed).joined(separator: ", ")
    return """
      Not tested, because it can't be from outside alone:
      \(omissions.joined(separator: "\n"))

      \(subject), \(time), \(String(format: "%.1f", seconds)) s
      \(counts.joined(separator: ", "))
      \(verdict)
      """
  }

  /// What may help where no session comes about.
  public var advice: [String] {
    let failed = results.filter { $0.outcome == .failed && !$0.reason.isEmpty }
    var advice: [String] = []
    let numbers = failed.compactMap { $0.came.firstMatch(of: /too low, expecting ([0-9]+)/)?.1 }
    if let number = numbers.last {
      advice.append("the engine expects higher numbers of us: --next \(number), or no --no-reset")
    }
    if failed.contains(where: { $0.came == CandidateDeviation.closed }) {
      advice.append(
        "closed before our Logon(A) was answered: does the engine know our CompID, from this address,"
          + " and is the session free?")
    }
    return advice
  }

  /// As JSON, keys sorted.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// As JUnit writes it: a test case for each condition, those of a number in one class.
  public var junit: String {
    let failures = count(.failed)
    let skipped = count(.notApplicable) + count(.skipped)
    let head =
      "<testsuite name=\"\(Self.escaped(subject))\" tests=\"\(results.count)\""
      + " failures=\"\(failures)\" skipped=\"\(skipped)\" time=\"\(Self.decimal(seconds))\">"
    let cases = results.map(Self.testCase).joined()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(head)\n\(cases)</testsuite>\n"
  }

  private static func testCase(_ result: ConditionResult) -> String {
    let grade = result.isMandatory ? "mandatory" : "optional"
    let group = result.testCase.isEmpty ? grade : "\(grade).\(result.testCase)"
    let head =
      "  <testcase classname=\"\(escaped(group))\" name=\"\(escaped(result.name))\""
      + " time=\"\(decimal(result.seconds))\""
    switch result.outcome {
    case .passed: return head + "/>\n"
    case .failed:
      let text =
        [
          "expected \(result.expected)", "came \(result.came)",
        ] + result.messages
      return head + ">\n    <failure message=\"\(escaped(result.title))\">"
        + escaped(text.joined(separator: "\n")) + "</failure>\n  </testcase>\n"
    case .notApplicable, .skipped:
      return head + ">\n    <skipped message=\"\(escaped(result.reason))\"/>\n  </testcase>\n"
    }
  }

  private static func decimal(_ number: Double) -> String { String(format: "%.3f", number) }

  /// Text in XML: what it can't hold, a control character, becomes `?`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "\n"
      case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff:
        result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
