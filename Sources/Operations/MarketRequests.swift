import Agents
import Market
import Storage

/// The operator's requests about parts of the market: their commands, and what has come of them.
extension AdminRequest {
  /// A part of the market is halted with its situation, or resumed, opened, closed; each with its reason.
  func checkMarket() throws(AdminProblem) {
    guard request == .market else {
      if scope == nil && subject == nil && situation == nil { return }
      throw AdminProblem("market, and it alone, takes scope, subject and situation")
    }
    let action = try code(action, MarketAction.self, "action")
    let scope = try code(scope, MarketScope.self, "scope")
    guard (subject == nil) == (scope == .venue) else {
      throw AdminProblem(
        scope == .venue ? "the venue has no subject" : "say which \(scope), in 'subject'")
    }
    if let subject, Text16(subject).map(\.isEmpty) ?? true {
      throw AdminProblem("'subject' is a code of 1 to 16 printable ASCII characters")
    }
    guard (situation != nil) == (action == .halt) else {
      throw AdminProblem("a halt, and it alone, takes the situation that it is declared for")
    }
    if situation != nil { _ = try code(situation, AbnormalSituation.self, "situation") }
    if (text ?? "").isEmpty { throw AdminProblem("market needs its reason, 'text'") }
  }

  /// The command of a request that is checked.
  func marketControl(request number: UInt32, by actor: AdminActor) throws(AdminProblem)
    -> OperatorCommand
  {
    var body = ControlMarket()
    body.subject = Text16(subject ?? "") ?? Text16()
    body.actionCode = try code(action, MarketAction.self, "action").rawValue
    body.scopeCode = try code(scope, MarketScope.self, "scope").rawValue
    if situation != nil {
      body.situationCode = try code(situation, AbnormalSituation.self, "situation").rawValue
    }
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return .market(body, text: text ?? "")
  }

  /// The case of that name, whose words a hyphen parts.
  func code<Code: CaseIterable>(_ name: String?, _ set: Code.Type, _ key: String)
    throws(AdminProblem) -> Code
  {
    try Self.code(of: name, set, key)
  }

  static func code<Code: CaseIterable>(of name: String?, _ set: Code.Type, _ key: String)
    throws(AdminProblem) -> Code
  {
    if let code = set.allCases.first(where: { self.name(of: $0) == name }) { return code }
    let names = set.allCases.map { self.name(of: $0) }.joined(separator: ", ")
    throw AdminProblem("'\(key)' is one of \(names)")
  }

  /// The name of a case, its words parted by hyphens.
  static func name(of code: some Any) -> String {
    "\(code)".map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }

  /// What of the market it is about, in words.
  fileprivate var part: String {
    scope == "venue" ? "the venue" : "\(scope ?? "") \(subject ?? "")"
  }
}

extension AdminAnswer {
  /// What has come of a request about a part of the market, from the gateway's figures.
  init(market asked: AdminRequest, _ gateway: CounterBlock) {
    let part = asked.part
    let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal)))
    if let refusal {
      self.init(ok: false, message: "\(part) \(Self.sentence(refusal, asked))")
      return
    }
    let count = gateway.load(.affectedInstruments)
    let instruments = count == 1 ? "1 instrument" : "\(count) instruments"
    let done = ["halt": "halted", "resume": "resumed", "open": "opened", "close": "closed"]
    let behind =
      asked.action == "halt"
      ? "; it is to be reported within 24 hours (Art. 43), see cangdan report due" : ""
    self.init(
      ok: true, message: "\(part) is \(done[asked.action ?? ""] ?? "done"): \(instruments)\(behind)"
    )
    affectedInstruments = count
  }

  private static func sentence(_ refusal: CommandRefusal, _ asked: AdminRequest) -> String {
    switch refusal {
    case .unknownInstrument: "is not known, or does not trade"
    case .unknownWarehouse: "is not known"
    case .unknownCommodity: "is not known: no instrument begins with it"
    case .unchanged: "is as it was: nothing is left to \(asked.action ?? "do")"
    case .halted: "is halted: resume lifts what was halted, by the same scope"
    default: "is as it was: \(refusal)"
    }
  }
}
