import Market

@testable import Conformance

/// An engine that answers as it is told to: to each message of ours what its rules say.
final class Candidate: CandidateLine {
  /// What it does when something comes.
  enum Reaction {
    case say(String)
    case garbage(String)
    case close
    case silence
  }

  private(set) var now = ScenarioTextTests.now
  /// What we have sent, in short.
  private(set) var heard: [String] = []
  private(set) var connections = 0
  /// Whether the second connection is in use; a Logon(A) there is closed.
  private var isSecond = false
  /// What it does about a message, given its fields; nil where the usual happens.
  private let rule: ([String]) -> [Reaction]?
  /// What an initiator says first; empty of an acceptor.
  private let opening: [String]
  private var output: [Reaction] = []
  private var nextOut = 1
  private var isOpen = false
  /// Whether it can be connected to.
  var isReachable = true

  init(opening: [String] = [], _ rule: @escaping ([String]) -> [Reaction]? = { _ in nil }) {
    self.rule = rule
    self.opening = opening
  }

  func connect(until deadline: Instant) throws(CandidateTrouble) {
    guard isReachable else { throw CandidateTrouble("nobody is there") }
    isOpen = true
    connections += 1
    output = opening.map { Reaction.say($0) }
  }

  func close() {
    isOpen = false
    isSecond = false
  }

  func use(second: Bool) {
    isSecond = second
    isOpen = true
  }
  func pause(until deadline: Instant) { now = deadline }

  func send(_ bytes: [UInt8]) {
    guard isOpen else { return }
    let text = ScenarioText.short(bytes)
    heard.append(text)
    let fields = ScenarioText.fields(text)
    output += isSecond ? [.close] : rule(fields) ?? usual(fields)
  }

  /// Logon(A), TestRequest(1) and Logout(5) are answered.
  private func usual(_ fields: [String]) -> [Reaction] {
    let id = CandidateText.value("112", of: fields) ?? ""
    switch fields.first {
    case "35=A" where opening.isEmpty:
      if fields.contains("141=Y") { nextOut = 1 }
      return [.say(fields.filter { !$0.hasPrefix("34=") }.joined(separator: "|") + "|")]
    case "35=1": return [.say("35=0|112=\(id)|")]
    case "35=5": return [.say("35=5|"), .close]
    default: return []
    }
  }

  func next(until deadline: Instant) -> CandidateArrival {
    guard isOpen else { return .closed }
    guard !output.isEmpty else {
      now = max(now, deadline)
      return .nothing
    }
    switch output.removeFirst() {
    case .say(let text): return .message(message(text))
    case .garbage(let text): return .garbage(Array(text.utf8))
    case .close:
      isOpen = false
      return .closed
    case .silence:
      now = max(now, deadline)
      return .nothing
    }
  }

  /// A message with the next number, where it doesn't have one of its own.
  private func message(_ text: String) -> [UInt8] {
    var text = text
    if !text.contains("|34=") {
      text += "34=\(nextOut)|"
      nextOut += 1
    }
    let parties = ScenarioParties(venue: "US", counterparty: "THEM")
    return ScenarioText.message(text, from: parties, now: now)
  }
}

extension CandidateSettings {
  static var plain: CandidateSettings {
    CandidateSettings(ScenarioParties(venue: "THEM", counterparty: "US"))
  }
}
