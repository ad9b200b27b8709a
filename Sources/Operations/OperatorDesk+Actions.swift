import Agents
import Market
import MarketDefinition
import Storage

/// Whom and what an action concerns.
extension OperatorDesk {
  func card(_ name: String?) throws(AdminProblem) -> SessionCard {
    let name = name ?? ""
    if let card = cards.first(where: { $0.name == name }) { return card }
    throw AdminProblem(
      "there is no session '\(name)'\(NearestName.hint(name, among: cards.map(\.name)))")
  }

  func firm(_ code: String) throws(AdminProblem) -> FirmID {
    if let firm = firms.first(where: { "\($0.1.text)" == code }) { return firm.0 }
    let codes = firms.map { "\($0.1.text)" }
    throw AdminProblem("there is no firm '\(code)'\(NearestName.hint(code, among: codes))")
  }

  /// What the figures already refuse; the log holds nothing of it.
  func check(_ asked: AdminRequest, _ card: SessionCard) throws(AdminProblem) {
    let block = counters[CounterLayout.session(card.session.rawValue)]
    if asked.request == .enable && !card.definition.policies.isEnabled {
      throw AdminProblem("sessions.yaml says enabled: no, which counts from start to start")
    }
    try check(asked.nextOut, above: block.load(.nextOutbound), "nextOut")
    try check(asked.nextIn, above: block.load(.nextInbound), "nextIn")
  }

  func check(
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

  func control(_ asked: AdminRequest, _ actor: AdminActor) -> ControlSession {
    var body = ControlSession()
    body.actionCode = action(asked).rawValue
    body.request = lastRequest
    body.msgSeqNum = asked.nextOut ?? asked.nextIn ?? 0
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(asked.text?.utf8.count ?? 0)
    return body
  }

  func action(_ asked: AdminRequest) -> SessionControl {
    switch asked.request {
    case .logout: .logout
    case .setSeq: asked.nextOut == nil ? .setNextInbound : .setNextOutbound
    case .reset: .reset
    case .disable: .disable
    case .enable: .enable
    case .sessions, .session, .kill, .lift, .status, .metrics, .bust, .dispute, .resume, .settle,
      .buyerDefault, .sellerDefault, .answer, .title, .fixing, .grade, .recon, .netRun, .useReserve,
      .market, .approve, .decline, .approvals, .suspensions, .auction, .publish:
      preconditionFailure("the caller has sorted the requests")
    }
  }

  func netRun(
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

  func killSwitch(_ asked: AdminRequest, _ actor: AdminActor) throws(AdminProblem)
    -> SetKillSwitch
  {
    var body = SetKillSwitch()
    body.request = lastRequest
    body.uid = actor.uid
    body.pid = actor.pid
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
