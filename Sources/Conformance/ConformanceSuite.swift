import FIXSession

/// The conditions of the standard that any engine can be tested for.
///
/// They are those scenarios of `Tests/Scenarios/session` that have a line C.
public struct ConformanceSuite: Sendable {
  /// A condition and its scenario.
  public struct Condition: Sendable {
    /// The scenario's name, `2b_GapFilled`.
    public let name: String
    public let scenario: Scenario
    public let condition: ScenarioCondition

    /// Which sides of a session it can be tested on.
    public func concerns(_ role: CandidateSettings.Role) -> Bool {
      condition.isForBothSides
        || scenario.setup.side == (role == .acceptor ? .acceptor : .initiator)
    }
  }

  /// A condition of the standard that can't be tested from outside alone.
  public struct Omission: Sendable {
    public let number: String
    public let title: String
    public let reason: String
  }

  /// In the order of the standard.
  public let conditions: [Condition]

  public init() { self.init(StandardScenarios.text) }

  /// - Parameter text: scenarios, each behind a line `= NAME`.
  init(_ text: String) {
    var conditions: [Condition] = []
    for part in ("\n" + text).split(separator: "\n= ").dropFirst(text.hasPrefix("= ") ? 0 : 1) {
      let name = String(part.prefix { $0 != "\n" })
      let body = String(part.dropFirst(name.count + 1))
      do {
        let scenario = try Scenario(body)
        guard let condition = scenario.condition else {
          preconditionFailure("\(name) of the suite has a line C")
        }
        conditions.append(Condition(name: name, scenario: scenario, condition: condition))
      } catch {
        preconditionFailure("\(name) of the suite can be read: \(error)")
      }
    }
    self.conditions = conditions.sorted { Self.place($0) < Self.place($1) }
  }

  /// Number of the test case, then name.
  private static func place(_ condition: Condition) -> (Int, String) {
    (Int(condition.name.prefix { $0.isNumber }) ?? .max, condition.name)
  }

  /// What the suite has no scenario for, and why.
  public static let omissions = [
    Omission(
      number: "9", title: "the engine has lost its numbers", reason: "optional; takes an operator"),
    Omission(
      number: "12", title: "the engine logs out", reason: "takes an operator of the engine"),
    Omission(
      number: "14 l", title: "the application can't answer now",
      reason: "optional; takes an operator"),
    Omission(
      number: "14 k", title: "a delimiter within a value",
      reason: "the standard leaves open how it is answered"),
    Omission(
      number: "14 n, 17 a", title: "encryption within FIX", reason: "optional; TLS is below FIX"),
    Omission(
      number: "18 a", title: "third parties", reason: "optional; depends on who they are"),
  ]

  /// Why a condition can't be tested with these settings; nil where it can.
  public static func obstacle(
    _ condition: Condition, _ settings: CandidateSettings
  ) -> String? {
    let sent = condition.scenario.lines.compactMap { line -> String? in
      if case .send(let text) = line.step { text } else { nil }
    }
    if condition.condition.needsApplication {
      if settings.role == .initiator { return "its orders go from the initiator to the acceptor" }
      if !settings.hasOrder { return "it needs an order that the engine takes (--order)" }
    }
    if !settings.resets, settings.role == .acceptor, sent.contains(where: { $0.contains("141=Y") })
    {
      return "it begins numbers anew, which is switched off (--no-reset)"
    }
    return nil
  }
}
