/// The line C of a scenario: the condition of the standard that it shows.
///
/// Source: the FIX session-layer test cases (ISO 3531-3). A scenario without it describes what this venue
/// has chosen, and says nothing about another engine.
public struct ScenarioCondition: Equatable, Sendable {
  /// The number of the test case, such as `2 b`; empty where the list has none.
  public var number = ""
  /// Whether an engine has to meet it.
  public var isMandatory = false
  /// Whether it is a condition of either side of a session, once both are logged on.
  public var isForBothSides = false
  /// Whether its orders can't be replaced by TestRequest(1): it is about application messages.
  public var needsApplication = false
  /// Whether it waits for a time that HeartBtInt(108) does not shorten.
  public var isSlow = false

  /// Of a scenario that is no condition of the standard.
  init() {}

  /// `2 b mandatory both`: number or `-`, `mandatory` or `optional`, then words in any order.
  init(_ text: String, line: Int) throws(ScenarioError) {
    let words = text.split(separator: " ").map(String.init)
    guard let grade = words.firstIndex(where: { $0 == "mandatory" || $0 == "optional" }), grade > 0
    else { throw .syntax(line: line, "C has a number or -, then mandatory or optional") }
    let name = words[..<grade].joined(separator: " ")
    number = name == "-" ? "" : name
    isMandatory = words[grade] == "mandatory"
    for word in words[(grade + 1)...] {
      switch word {
      case "both": isForBothSides = true
      case "application": needsApplication = true
      case "slow": isSlow = true
      default: throw .syntax(line: line, "'\(word)' is no word of C")
      }
    }
  }
}
