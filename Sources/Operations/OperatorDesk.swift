public import Agents
public import Market
import MarketCore
public import MarketDefinition
public import Storage

/// Answers the operator's requests from the figures, and has actions journaled. Owner: the
/// administrator's thread.
public struct OperatorDesk: AdminDesk {
  /// How long the outcome of an action is awaited; the action stands in the log all the same.
  public static var outcomeNanos: Int64 { 5_000_000_000 }

  /// Sessions in one answer, so that it stays below `Administrator.Limits.answerBytes`.
  public static var sessionsPerAnswer: Int { 256 }

  private let cards: [SessionCard]
  private let firms: [(FirmID, CompID)]
  private let netting: NettingDefinition?
  private let counters: CounterFile
  private let inbox: OperatorInbox
  private var lastRequest: UInt32 = 0
  private var pending: Pending?

  /// An action whose outcome is awaited.
  private struct Pending {
    let request: UInt32
    let until: Instant
    let asked: AdminRequest
    let card: SessionCard?
  }

  public init(
    sessions: [SessionCard], firms: [(FirmID, CompID)], netting: NettingDefinition? = nil,
    counters: CounterFile, inbox: OperatorInbox
  ) {
    cards = sessions.sorted { $0.name < $1.name }
    self.firms = firms
    self.netting = netting
    self.counters = counters
    self.inbox = inbox
  }

  /// As an answer that says no.
  public func refusal(_ reason: String) -> String { AdminAnswer(ok: false, message: reason).line }

  /// The answer to a request; nil where an action has begun.
  public mutating func answer(
    _ request: String, from actor: AdminActor, now: Instant
  ) -> String? {
    do throws(AdminProblem) {
      let asked = try AdminRequest(line: request)
      return try perform(asked, actor, now: now)?.line
    } catch {
      return refusal(error.text)
    }
  }

  private mutating func perform(
    _ asked: AdminRequest, _ actor: AdminActor, now: Instant
  ) throws(AdminProblem) -> AdminAnswer? {
    switch asked.request {
    case .sessions: return page(after: asked.after)
    case .session: return answer([try card(asked.session)])
    case .status:
      var answer = AdminAnswer(ok: true)
      answer.venue = VenueFigures(counters)
      return answer
    case .metrics:
      var answer = AdminAnswer(ok: true)
      answer.metrics = VenueMetrics(sessions: cards, counters: counters).metrics()
      return answer
    case .logout, .setSeq, .reset, .disable, .enable:
      let card = try card(asked.session)
      try check(asked, card)
      lastRequest += 1
      let body = control(asked, actor)
      try begin(.control(body, card.session, text: asked.text ?? ""), asked, card, now: now)
    case .kill, .lift:
      var body = try killSwitch(asked)
      lastRequest += 1
      body.request = lastRequest
      body.uid = actor.uid
      body.pid = actor.pid
      try begin(.kill(body, text: asked.text ?? ""), asked, nil, now: now)
    case .netRun:
      let command = try netRun(asked, actor)
      lastRequest += 1
      try begin(command, asked, nil, now: now)
    case .bust, .dispute, .resume, .settle, .buyerDefault, .sellerDefault, .answer, .title, .fixing,
      .grade, .recon, .useReserve, .market:
      let command = try asked.marketCommand(request: lastRequest + 1, by: actor)
      lastRequest += 1
      try begin(command, asked, nil, now: now)
    }
    return nil
  }

  private mutating func begin(
    _ command: OperatorCommand, _ asked: AdminRequest, _ card: SessionCard?, now: Instant
  ) throws(AdminProblem) {
    guard inbox.put(command) else { throw AdminProblem("another action is on its way: try again") }
    pending = Pending(
      request: lastRequest, until: now.adding(nanoseconds: Self.outcomeNanos), asked: asked,
      card: card)
  }

  /// The answer to the action that has begun, when the gateway has performed it, or is silent too long.
  public mutating func outcome(now: Instant) -> String? {
    guard let pending else { return refusal("no action is awaited") }
    let gateway = counters[CounterLayout.gateway]
    guard gateway.acquire(GatewayCounter.request.rawValue) == UInt64(pending.request) else {
      if now < pending.until { return nil }
      self.pending = nil
      return refusal(
        "not confirmed within \(Self.outcomeNanos / 1_000_000_000) s: the log says whether it is done"
      )
    }
    self.pending = nil
    return outcome(pending, gateway).line
  }

  private func outcome(_ pending: Pending, _ gateway: CounterBlock) -> AdminAnswer {
    if pending.asked.request == .useReserve { return AdminAnswer(reserve: pending.asked, gateway) }
    if pending.asked.request.isAboutTrade { return AdminAnswer(pending.asked, gateway) }
    if pending.asked.request == .market { return AdminAnswer(market: pending.asked, gateway) }
    if pending.asked.request == .grade { return AdminAnswer(grade: pending.asked, gateway) }
    if pending.asked.request == .title { return AdminAnswer(title: pending.asked, gateway) }
    if let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) {
      let detail = Int64(bitPattern: gateway.load(.refusalDetail))
      return AdminAnswer(ok: false, message: "the venue refused it: \(refusal), \(detail)")
    }
    var answer = AdminAnswer(ok: true)
    if let card = pending.card {
      answer = self.answer([card])
      answer.message = sentence(pending.asked, answer.sessions?.first)
    } else if pending.asked.request == .fixing {
      answer.message =
        "a unit is worth \(pending.asked.fixing ?? "") CNY: guarantees are looked at again"
    } else if let finding = pending.asked.finding {
      answer.message = "finding \(finding.number) is filed"
    } else if pending.asked.request == .netRun {
      answer.message = "begun: nets are published when all trades have been looked at"
    } else if pending.asked.request == .kill {
      answer.affectedOrders = gateway.load(.affectedOrders)
      answer.message = "stopped; \(gateway.load(.affectedOrders)) orders are being cancelled"
    } else {
      answer.message = "lifted: orders are taken again"
    }
    return answer
  }

  /// What has come of an action at a session.
  private func sentence(_ asked: AdminRequest, _ figures: SessionFigures?) -> String {
    guard let figures else { return "done" }
    switch asked.request {
    case .logout: return "logged out; it may log on again"
    case .setSeq: return "next out \(figures.nextOut), next in \(figures.nextIn)"
    case .reset:
      return figures.state == "away" || figures.state == "disabled"
        ? "both sides begin at 1" : "being logged out; both sides begin at 1 when it is gone"
    case .disable: return "disabled: nobody logs on as it until it is enabled"
    case .enable: return "enabled"
    case .sessions, .session, .kill, .lift, .status, .metrics, .bust, .dispute, .resume, .settle,
      .buyerDefault, .sellerDefault, .answer, .title, .fixing, .grade, .recon, .netRun, .useReserve,
      .market:
      return "done"
    }
  }

  /// The sessions behind a name, or the first ones.
  private func page(after name: String?) -> AdminAnswer {
    let first = name.map { name in cards.firstIndex { $0.name > name } ?? cards.count } ?? 0
    let rest = cards[first...]
    var answer = answer(Array(rest.prefix(Self.sessionsPerAnswer)))
    answer.left = rest.count - (answer.sessions?.count ?? 0)
    return answer
  }

  private func answer(_ cards: [SessionCard]) -> AdminAnswer {
    var answer = AdminAnswer(ok: true)
    answer.sessions = cards.map { card in
      SessionFigures(card, counters[CounterLayout.session(card.session.rawValue)])
    }
    return answer
  }
}

/// Whom and what an action concerns.
extension OperatorDesk {
  private func card(_ name: String?) throws(AdminProblem) -> SessionCard {
    let name = name ?? ""
    if let card = cards.first(where: { $0.name == name }) { return card }
    throw AdminProblem(
      "there is no session '\(name)'\(NearestName.hint(name, among: cards.map(\.name)))")
  }

  private func firm(_ code: String) throws(AdminProblem) -> FirmID {
    if let firm = firms.first(where: { "\($0.1.text)" == code }) { return firm.0 }
    let codes = firms.map { "\($0.1.text)" }
    throw AdminProblem("there is no firm '\(code)'\(NearestName.hint(code, among: codes))")
  }

  /// What the figures already refuse; the log holds nothing of it.
  private func check(_ asked: AdminRequest, _ card: SessionCard) throws(AdminProblem) {
    let block = counters[CounterLayout.session(card.session.rawValue)]
    if asked.request == .enable && !card.definition.policies.isEnabled {
      throw AdminProblem("sessions.yaml says enabled: no, which counts from start to start")
    }
    try check(asked.nextOut, above: block.load(.nextOutbound), "nextOut")
    try check(asked.nextIn, above: block.load(.nextInbound), "nextIn")
  }

  private func check(
    _ number: UInt64?, above present: UInt64, _ name: String
  ) throws(AdminProblem) {
    guard let number else { return }
    if number <= present {
      throw AdminProblem(
        "\(name) is \(present) and only goes up: \(number) is not above it; a reset begins again at 1"
      )
    }
    if number > ControlSession.msgSeqNumMax {
      throw AdminProblem("\(name) is at most \(ControlSession.msgSeqNumMax)")
    }
  }

  private func control(_ asked: AdminRequest, _ actor: AdminActor) -> ControlSession {
    var body = ControlSession()
    body.actionCode = action(asked).rawValue
    body.request = lastRequest
    body.msgSeqNum = asked.nextOut ?? asked.nextIn ?? 0
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(asked.text?.utf8.count ?? 0)
    return body
  }

  private func action(_ asked: AdminRequest) -> SessionControl {
    switch asked.request {
    case .logout: .logout
    case .setSeq: asked.nextOut == nil ? .setNextInbound : .setNextOutbound
    case .reset: .reset
    case .disable: .disable
    case .enable: .enable
    case .sessions, .session, .kill, .lift, .status, .metrics, .bust, .dispute, .resume, .settle,
      .buyerDefault, .sellerDefault, .answer, .title, .fixing, .grade, .recon, .netRun, .useReserve,
      .market:
      preconditionFailure("the caller has sorted the requests")
    }
  }

  private func netRun(
    _ asked: AdminRequest, _ actor: AdminActor
  ) throws(AdminProblem) -> OperatorCommand {
    guard var body = netting?.command else {
      throw AdminProblem("venue.yaml has no 'netting': nothing is cleared net")
    }
    let text = asked.text ?? ""
    body.request = lastRequest + 1
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text.utf8.count)
    return .netRun(body, text: text)
  }

  private func killSwitch(_ asked: AdminRequest) throws(AdminProblem) -> SetKillSwitch {
    var body = SetKillSwitch()
    body.isOn = asked.request == .kill ? 1 : 0
    body.textLength = UInt16(asked.text?.utf8.count ?? 0)
    if let name = asked.session {
      body.scopeCode = KillScope.session.rawValue
      body.number = try card(name).session.rawValue
    } else if let code = asked.firm {
      body.scopeCode = KillScope.firm.rawValue
      body.number = try firm(code).rawValue
    } else {
      body.scopeCode = KillScope.venue.rawValue
    }
    return body
  }
}
