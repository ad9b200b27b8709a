import Market

/// What became of one condition.
public struct ConditionResult: Sendable, Codable, Equatable {
  /// How it ended.
  public enum Outcome: String, Sendable, Codable, CaseIterable {
    case passed
    case failed
    /// It can't be tested here; `reason` says why.
    case notApplicable = "not applicable"
    /// It was not played; `reason` says why.
    case skipped
  }

  /// Names of the scenario and of the standard's test case, and what it says.
  public var name: String
  public var testCase: String
  public var title: String
  public var isMandatory: Bool
  public var outcome: Outcome
  public var reason = ""
  /// Of a failure: what was expected, and what came instead.
  public var expected = ""
  public var came = ""
  /// How long it took.
  public var seconds = 0.0
  /// The messages of a failed condition, `I` ours, `E` the engine's.
  public var messages: [String] = []

  public init(_ condition: ConformanceSuite.Condition, _ outcome: Outcome, reason: String = "") {
    name = condition.name
    testCase = condition.condition.number
    title = condition.scenario.title
    isMandatory = condition.condition.isMandatory
    self.outcome = outcome
    self.reason = reason
  }

  /// Plays a condition.
  public static func of<Line: CandidateLine>(
    _ condition: ConformanceSuite.Condition, _ run: inout CandidateRun<Line>
  ) throws(CandidateTrouble) -> ConditionResult {
    let start = run.now
    var result = ConditionResult(condition, .passed)
    do {
      try run.play(condition.scenario)
    } catch let deviation as CandidateDeviation {
      result.outcome = .failed
      result.expected = deviation.expected
      result.came = deviation.came
      if deviation.line == 0 { result.reason = "before the condition's own messages" }
      result.messages = run.records.map { "\($0.direction) \($0.text)" }
    } catch let trouble as CandidateTrouble {
      throw trouble
    } catch {
      preconditionFailure("a condition ends with a deviation or trouble: \(error)")
    }
    result.seconds = Double(run.now.nanoseconds - start.nanoseconds) / 1e9
    return result
  }
}
