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

  let cards: [SessionCard]
  let firms: [(FirmID, CompID)]
  let netting: NettingDefinition?
  let counters: CounterFile
  /// Of the market's days.
  private let utcOffsetSeconds: Int
  private let inbox: OperatorInbox
  private let questions: VenueQuestions
  private(set) var lastRequest: UInt32 = 0
  private var pending: Pending?

  /// An action whose outcome is awaited.
  private struct Pending {
    let request: UInt32
    let until: Instant
    let asked: AdminRequest
    let card: SessionCard?
    /// A question to the engine, and not an action.
    var isQuestion = false
    /// What would be done, where that is the question and no news.
    var action: OperatorAction?
  }

  public init(
    sessions: [SessionCard], firms: [(FirmID, CompID)], netting: NettingDefinition? = nil,
    counters: CounterFile, inbox: OperatorInbox, questions: VenueQuestions = VenueQuestions(),
    utcOffsetSeconds: Int = 0
  ) {
    cards = sessions.sorted { $0.name < $1.name }
    self.firms = firms
    self.netting = netting
    self.counters = counters
    self.inbox = inbox
    self.questions = questions
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// As an answer that says no.
  public func refusal(_ reason: String) -> String { AdminAnswer(ok: false, message: reason).line }

  /// The answer to a request; nil where an action has begun.
  public mutating func answer(
    _ request: String, from actor: AdminActor, now: Instant
  ) -> String? {
    do throws(AdminProblem) {
      let asked = try AdminRequest(line: request)
      if asked.dryRun == true {
        try askPreview(asked, actor, now: now)
        return nil
      }
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
      lastRequest += 1
      let body = try killSwitch(asked, actor)
      try begin(.kill(body, text: asked.text ?? ""), asked, nil, now: now)
    case .approvals: ask(.approvals, asked, now: now)
    case .suspensions: ask(.suspensions, asked, now: now)
    case .netRun:
      let command = try netRun(asked, actor)
      lastRequest += 1
      try begin(command, asked, nil, now: now)
    case .bust, .dispute, .resume, .settle, .buyerDefault, .sellerDefault, .answer, .title, .fixing,
      .grade, .recon, .useReserve, .market, .approve, .decline, .auction, .publish:
      let command = try command(asked, request: lastRequest + 1, actor, now: now)
      lastRequest += 1
      try begin(command, asked, nil, now: now)
    }
    return nil
  }

  /// The command of a request; what is published is so on this day of the market.
  private func command(
    _ asked: AdminRequest, request: UInt32, _ actor: AdminActor, now: Instant
  ) throws(AdminProblem) -> OperatorCommand {
    guard let publication = asked.publication else {
      return try asked.marketCommand(request: request, by: actor)
    }
    return try publication.command(
      text: asked.text ?? "", request: request, by: actor, at: now, utcOffsetSeconds)
  }

  private mutating func begin(
    _ command: OperatorCommand, _ asked: AdminRequest, _ card: SessionCard?, now: Instant
  ) throws(AdminProblem) {
    guard inbox.put(command) else { throw AdminProblem("another action is on its way: try again") }
    pending = Pending(
      request: lastRequest, until: now.adding(nanoseconds: Self.outcomeNanos), asked: asked,
      card: card)
  }

  /// Has the engine say what an action would do.
  private mutating func askPreview(
    _ asked: AdminRequest, _ actor: AdminActor, now: Instant
  ) throws(AdminProblem) {
    let isKill = asked.request == .kill || asked.request == .lift
    if isKill {
      let action = OperatorAction.kill(try killSwitch(asked, actor))
      return ask(.preview(action), asked, action, now: now)
    }
    let command = try command(asked, request: 0, actor, now: now)
    if case .news(let body, _) = command { return ask(.news(body), asked, now: now) }
    if case .decide(let body, _) = command { return ask(.decision(body), asked, now: now) }
    if case .application(let body, let documents) = command {
      return ask(.application(body, documents), asked, now: now)
    }
    let action = command.action
    guard let action else { throw AdminProblem("\(asked.request.rawValue) has no dry run") }
    ask(.preview(action), asked, action, now: now)
  }

  private mutating func ask(
    _ question: VenueQuestion, _ asked: AdminRequest, _ action: OperatorAction? = nil, now: Instant
  ) {
    questions.ask(question)
    pending = Pending(
      request: 0, until: now.adding(nanoseconds: Self.outcomeNanos), asked: asked, card: nil,
      isQuestion: true, action: action)
  }

  /// The answer to a question, when the engine has given it, or is silent too long.
  private mutating func reply(_ pending: Pending, now: Instant) -> String? {
    guard let answer = questions.take() else {
      if now < pending.until { return nil }
      self.pending = nil
      return refusal("no answer within \(Self.outcomeNanos / 1_000_000_000) s: try again")
    }
    self.pending = nil
    let names = PartyNames(firms: firms, cards: cards)
    return AdminAnswer(answer, pending.asked, pending.action, names).line
  }

  /// The answer to the action that has begun, when who serves its session has performed it, else when the
  /// gateway has seen it; or when that is silent too long.
  public mutating func outcome(now: Instant) -> String? {
    guard let pending else { return refusal("no action is awaited") }
    if pending.isQuestion { return reply(pending, now: now) }
    let host = pending.card?.definition.policies.role.host ?? .gateway
    let gateway = counters[CounterLayout.block(of: host)]
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
    if let waiting = AdminAnswer(waiting: gateway) { return waiting }
    if pending.asked.request == .approve || pending.asked.request == .decline {
      return AdminAnswer(decision: pending.asked, gateway)
    }
    if pending.asked.request == .publish {
      return AdminAnswer(publication: pending.asked, gateway)
    }
    if pending.asked.request == .auction { return AdminAnswer(auction: pending.asked, gateway) }
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
      answer.message = pending.asked.fixingIsDone
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
      .market, .approve, .decline, .approvals, .suspensions, .auction, .publish:
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
