import FIX44

/// Lines of a scenario as they are said to another engine, and what such an engine's answer must have.
struct CandidateText {
  private let settings: CandidateSettings
  private let needsApplication: Bool
  /// Before each ClOrdID(11), so that none is used twice.
  private let orderPrefix: String
  private static let admin: Set<String> = ["0", "1", "2", "3", "4", "5", "A"]

  /// - Parameter played: how many conditions were played before.
  init(_ settings: CandidateSettings, _ condition: ScenarioCondition, played: Int) {
    self.settings = settings
    orderPrefix = "\(settings.orderPrefix)\(played)-"
    needsApplication = condition.needsApplication
  }

  /// What is sent for a line `I`: its numbers as they are on the wire. Where the condition is not about
  /// application messages, a TestRequest(1) stands for each order.
  func outbound(_ line: String, _ numbers: CandidateNumbers) -> String {
    var fields = ScenarioText.fields(replacingOrders(line))
    let msgType = Self.value("35", of: fields)
    for index in fields.indices {
      let parts = Self.parts(fields[index])
      guard let value = outbound(parts, msgType, numbers) else { continue }
      fields[index] = "\(parts.tag)=\(value)"
    }
    return fields.map { $0 + "|" }.joined()
  }

  private func outbound(
    _ field: (tag: String, value: String), _ msgType: String?, _ numbers: CandidateNumbers
  ) -> String? {
    if field.tag == "11" { return orderPrefix + field.value }
    if msgType == "A", field.tag == "108", field.value == "30" { return "\(settings.heartBtInt)" }
    guard let number = Int(field.value) else { return nil }
    switch (msgType, field.tag) {
    case (_, "34"), ("4", "36"): return "\(numbers.ours(number))"
    case ("2", "7"), ("3", "45"): return "\(numbers.theirs(number))"
    case ("2", "16") where number > 0: return "\(numbers.theirs(number))"
    default: return nil
    }
  }

  /// What a line `E` demands of another engine.
  func expectation(_ line: String, _ numbers: CandidateNumbers) -> CandidateExpectation {
    let fields = ScenarioText.fields(replacingOrders(line))
    let msgType = Self.value("35", of: fields) ?? ""
    var expectation = CandidateExpectation(msgType: msgType)
    expectation.number = Self.value("34", of: fields).flatMap { Int($0) }
    expectation.isRepeat = fields.contains("43=Y")
    for field in fields.map(Self.parts) { demand(field, &expectation, numbers) }
    return expectation
  }

  private func demand(
    _ field: (tag: String, value: String), _ expectation: inout CandidateExpectation,
    _ numbers: CandidateNumbers
  ) {
    let number = Int(field.value) ?? 0
    let isListening = settings.role == .initiator
    switch (expectation.msgType, field.tag) {
    case ("A", "98"), ("0", "112"), ("3", "373"), ("4", "123"), ("j", "372"), ("j", "380"):
      expectation.demands[field.tag] = .equal(field.value)
    case ("A", "108") where !isListening:
      let heartBtInt = field.value == "30" ? "\(settings.heartBtInt)" : field.value
      expectation.demands["108"] = .equal(heartBtInt)
    case ("A", "141") where !isListening: expectation.demands["141"] = .equal(field.value)
    case ("1", "112"): expectation.demands["112"] = .present
    case ("2", "7"): expectation.demands["7"] = .equal("\(numbers.ours(number))")
    case ("2", "16"): expectation.demands["16"] = .zeroOrAtLeast(numbers.nextOut)
    case ("3", "45"): expectation.demands["45"] = .equal("\(numbers.ours(number))")
    case ("j", "45"): expectation.demands["45"] = .equalIfPresent("\(numbers.ours(number))")
    case ("3", "371"), ("3", "372"): expectation.demands[field.tag] = .equalIfPresent(field.value)
    case ("4", "36"): expectation.demands["36"] = .within(numbers.ends(number))
    case (_, "34") where expectation.isRepeat:
      expectation.demands["34"] = .equal("\(numbers.theirs(number))")
    case ("8", "11"): expectation.demands["11"] = .equal(orderPrefix + field.value)
    case ("8", "150"): expectation.demands["150"] = .equal(field.value)
    default: break
    }
  }

  /// A TestRequest(1) is answered by any engine: where an order stands only for a message to be answered,
  /// it takes its place.
  private func replacingOrders(_ line: String) -> String {
    guard !needsApplication else { return line }
    let isAnswer = line.hasPrefix("35=8|")
    let isOrder = line.contains("<ORDER>")
    let fields = ScenarioText.fields(line.replacing("<ORDER>", with: "")).map { field in
      switch Self.parts(field) {
      case ("35", "D") where isOrder: "35=1"
      case ("35", "8"): "35=0"
      case ("372", "D"): "372=1"
      case ("11", let id) where isOrder || isAnswer: "112=\(id)"
      default: field
      }
    }
    return fields.map { $0 + "|" }.joined()
  }

  static func parts(_ field: String) -> (tag: String, value: String) {
    let tag = ScenarioText.tag(of: field)
    return (tag, String(field.dropFirst(tag.count + 1)))
  }

  static func value(_ tag: String, of fields: [String]) -> String? {
    fields.first { ScenarioText.tag(of: $0) == tag }.map { parts($0).value }
  }

  static func isAdmin(_ msgType: String) -> Bool { admin.contains(msgType) }
}
