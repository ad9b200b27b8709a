import Agents
import Market
import Storage

/// The operator's requests about what waits for a second person, and what shows an action before it is done.
extension AdminRequest {
  /// An approval is named by those verbs that decide about one; what can be shown before it is done is.
  func checkApproval() throws(AdminProblem) {
    let decides = request == .approve || request == .decline
    guard (approval != nil) == decides else {
      throw AdminProblem("approve and decline, and they alone, take an approval's number")
    }
    if decides && (text ?? "").isEmpty {
      throw AdminProblem("\(request.rawValue) needs its reason, 'text'")
    }
    guard dryRun == true else { return }
    let isShown =
      [.kill, .lift, .market, .useReserve, .publish, .auction, .approve, .decline].contains(
        request)
      || request.control != nil
    guard isShown else { throw AdminProblem("\(request.rawValue) has no dry run") }
  }

  /// The command of a decision.
  func decision(request number: UInt32, by actor: AdminActor) -> OperatorCommand {
    var body = DecideApproval()
    body.number = approval ?? 0
    let state = request == .approve ? ApprovalState.approved : .declined
    body.decisionCode = state.rawValue
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return .decide(body, text: text ?? "")
  }
}

extension OperatorCommand {
  /// What can be shown before it is done; nil for others.
  var action: OperatorAction? {
    switch self {
    case .kill(let body, _): .kill(body)
    case .market(let body, _): .market(body)
    case .trade(let body, _): .trade(body)
    case .reserve(let body, _): .reserve(body)
    case .change(let body, _): .change(body)
    case .withdrawal(let body, _): .withdraw(body)
    case .auction(let body, _): .auction(body)
    default: nil
    }
  }
}

extension AdminAnswer {
  /// What an action waits for; nil where it does not.
  init?(waiting gateway: CounterBlock) {
    let number = gateway.load(.approval)
    guard number > 0 else { return nil }
    self.init(
      ok: true,
      message: "not done yet: approval \(number) waits for another person, "
        + "cangdan operate approve \(number)")
    approval = number
  }

  /// What has come of a decision, from the gateway's figures.
  init(decision asked: AdminRequest, _ gateway: CounterBlock) {
    let number = "approval \(asked.approval ?? 0)"
    if let refusal = LotRefusal(gateway) {
      self.init(ok: false, message: "\(number) has ended, and nothing is changed: \(refusal.words)")
      return
    }
    guard let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) else {
      let isApproved = asked.request == .approve
      self.init(ok: true, message: "\(number) is \(isApproved ? "approved: done" : "declined")")
      return
    }
    let detail = Int64(bitPattern: gateway.load(.refusalDetail))
    self.init(
      ok: false,
      message: refusal.sentence(of: number, detail)
        ?? "\(number) has ended, and the venue refused it: \(refusal), \(detail)")
  }
}

extension CommandRefusal {
  /// Why nobody decides so about an approval; nil where it is what the action is refused for.
  func sentence(of approval: String, _ detail: Int64) -> String? {
    switch self {
    case .unknownApproval: "\(approval) does not wait for anybody"
    case .approvalExpired: "\(approval) was not approved in time"
    case .sameAuthor: "user \(detail) has asked for \(approval): another person approves it"
    default: nil
    }
  }
}
