import FIX44

/// What a message of another engine must have, as far as the standard demands it.
///
/// Texts, the precision of times, fields of the engine's own and the order of fields are its own affair.
struct CandidateExpectation: Equatable {
  /// What is demanded of a field.
  enum Demand: Equatable {
    case equal(String)
    case present
    /// The standard leaves the field open; where it is there it must be right.
    case equalIfPresent(String)
    case within(ClosedRange<Int>)
    /// EndSeqNo(16): all, or at least up to what is missing.
    case zeroOrAtLeast(Int)
  }

  var msgType: String
  /// MsgSeqNum(34) in the scenario.
  var number: Int?
  /// Whether it is a repetition, with PossDupFlag(43)=Y and OrigSendingTime(122).
  var isRepeat = false
  var demands: [String: Demand] = [:]

  init(msgType: String) { self.msgType = msgType }

  /// Whether `message` is the one that is meant, right or wrong.
  func means(_ message: CandidateMessage) -> Bool {
    guard message.msgType == msgType else { return false }
    if msgType == "0" {
      // A Heartbeat(0) without TestReqID(112) is nobody's answer.
      return demands["112"] == message["112"].map { Demand.equal($0) }
    }
    if case .equal(let id) = demands["11"] { return message["11"] == id }
    return true
  }

  /// What of the message differs: nil where nothing does.
  func differs(_ message: CandidateMessage) -> Bool {
    if isRepeat && message["43"] != "Y" { return true }
    if isRepeat && msgType != "4" && message["122"] == nil { return true }
    return demands.contains { tag, demand in !demand.holds(message[tag]) }
  }

  /// Whether it is the beginning of the gap fill that is meant: another one must follow.
  func isPart(_ message: CandidateMessage) -> Bool {
    guard msgType == "4", message.msgType == "4", isRepeat, case .within(let range) = demands["36"]
    else { return false }
    var others = self
    others.demands["36"] = nil
    guard let next = message.number("36"), let number = message.number("34") else { return false }
    return !others.differs(message) && next > number && next < range.lowerBound
  }

  /// The message that is meant, behind a part of it that has come.
  func rest(behind message: CandidateMessage) -> CandidateExpectation {
    var rest = self
    rest.demands["34"] = message["36"].map { .equal($0) }
    return rest
  }

  /// `MsgType(35)=3 Reject, RefSeqNum(45)=2, ...`
  var text: String {
    var parts = [CandidateMessage.named("35", msgType)]
    if isRepeat { parts.append(CandidateMessage.named("43", "Y")) }
    for (tag, demand) in demands.sorted(by: { Int($0.key) ?? 0 < Int($1.key) ?? 0 }) {
      parts.append(demand.text(tag))
    }
    return parts.joined(separator: "|")
  }
}

extension CandidateExpectation.Demand {
  func holds(_ value: String?) -> Bool {
    switch self {
    case .equal(let wanted): value == wanted
    case .present: value != nil
    case .equalIfPresent(let wanted): value == nil || value == wanted
    case .within(let range): value.flatMap { Int($0) }.map(range.contains) ?? false
    case .zeroOrAtLeast(let least):
      value.flatMap { Int($0) }.map { $0 == 0 || $0 >= least } ?? false
    }
  }

  func text(_ tag: String) -> String {
    let name = CandidateMessage.name(tag)
    return switch self {
    case .equal(let wanted): CandidateMessage.named(tag, wanted)
    case .present: "\(name)=..."
    case .equalIfPresent(let wanted): "[\(CandidateMessage.named(tag, wanted))]"
    case .within(let range) where range.count == 1: "\(name)=\(range.lowerBound)"
    case .within(let range): "\(name)=\(range.lowerBound) to \(range.upperBound)"
    case .zeroOrAtLeast: "\(name)=0"
    }
  }
}
