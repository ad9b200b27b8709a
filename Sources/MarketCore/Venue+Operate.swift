import Market
import Memory
import Records

/// What the operator asks for: judged first, then done at once, or when a second person approves it.
extension Venue {
  mutating func performOperator(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    guard isOperators(into: &events) else { return }
    do throws(DefinitionRefusal) {
      switch type {
      case .controlMarket:
        let body = try load(ControlMarket.self, command)
        let reason = try reason(in: command, behind: ControlMarket.self, body.textLength)
        operate(.market(body), reason, into: &events)
      case .setKillSwitch:
        let body = try load(SetKillSwitch.self, command)
        let reason = try reason(in: command, behind: SetKillSwitch.self, body.textLength)
        operate(.kill(body), reason, into: &events)
      case .controlTrade:
        let body = try load(ControlTrade.self, command)
        let reason = try reason(in: command, behind: ControlTrade.self, body.textLength)
        operate(.trade(body), reason, into: &events)
      case .useReserve:
        let body = try load(UseReserve.self, command)
        let reason = try reason(in: command, behind: UseReserve.self, body.textLength)
        operate(.reserve(body), reason, into: &events)
      case .changeParameter:
        let body = try load(ChangeParameter.self, command)
        let reason = try reason(in: command, behind: ChangeParameter.self, body.textLength)
        operate(.change(body), reason, into: &events)
      case .withdrawChange:
        let body = try load(WithdrawChange.self, command)
        let reason = try reason(in: command, behind: WithdrawChange.self, body.textLength)
        operate(.withdraw(body), reason, into: &events)
      case .controlAuction:
        let body = try load(ControlAuction.self, command)
        let reason = try reason(in: command, behind: ControlAuction.self, body.textLength)
        operate(.auction(body), reason, into: &events)
      case .defineApprovals: try define(load(DefineApprovals.self, command))
      case .decideApproval: decide(try load(DecideApproval.self, command), into: &events)
      default: preconditionFailure("the caller has sorted the commands")
      }
    } catch {
      refuse(error.reason, detail: error.detail, into: &events)
    }
  }

  /// Whether the command is the operator's: no session's, whatever its role; a session's is refused.
  mutating func isOperators(into events: inout RecordBuffer) -> Bool {
    if cause.session == .venue { return true }
    refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    return false
  }

  private mutating func operate(
    _ action: OperatorAction, _ reason: ReasonText, into events: inout RecordBuffer
  ) {
    do throws(DefinitionRefusal) {
      if case .auction(let body) = action { catchUp(body, into: &events) }
      let preview = try judge(action)
      guard approvals.demands(action), preview.lotRefusal == nil else {
        return try perform(action, reason, into: &events)
      }
      endApprovals(into: &events)
      guard let pending = approvals.add(action, reason, at: now) else {
        throw DefinitionRefusal(.limitReached, Int64(Approvals.most))
      }
      tell(pending, .pending, request: action.request, into: &events)
    } catch {
      refuse(error.reason, detail: error.detail, request: action.request, into: &events)
    }
  }

  /// What an action would do; or why it is refused.
  func judge(_ action: OperatorAction) throws(DefinitionRefusal) -> ActionPreview {
    switch action {
    case .market(let body): try judge(body)
    case .kill(let body): try judge(body)
    case .trade(let body): try judge(body)
    case .reserve(let body): try judge(body)
    case .change(let body): try judge(body)
    case .withdraw(let body): try judge(body)
    case .auction(let body): judge(body)
    }
  }

  /// Does what has been judged.
  private mutating func perform(
    _ action: OperatorAction, _ reason: ReasonText, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    switch action {
    case .market(let body): try perform(body, reason, into: &events)
    case .kill(let body): try perform(body, reason, into: &events)
    case .trade(let body): try perform(body, into: &events)
    case .reserve(let body): try perform(body, into: &events)
    case .change(let body): try perform(body, reason, into: &events)
    case .withdraw(let body): try perform(body, reason, into: &events)
    case .auction(let body): perform(body, into: &events)
    }
  }

  private mutating func define(_ body: DefineApprovals) throws(DefinitionRefusal) {
    guard body.kinds & ~OperatorActionKind.all == 0 else {
      throw DefinitionRefusal(.invalidValue, Int64(truncatingIfNeeded: body.kinds))
    }
    guard body.kinds == 0 || (1...DefineApprovals.secondsMax).contains(body.seconds) else {
      throw DefinitionRefusal(.invalidValue, Int64(body.seconds))
    }
    approvals.define(body.kinds, nanos: Int64(body.seconds) * 1_000_000_000)
  }

  /// A second person approves or declines; who has asked may take it back, and no more.
  private mutating func decide(_ body: DecideApproval, into events: inout RecordBuffer) {
    do throws(DefinitionRefusal) {
      let isDeclined = try judge(body).isDeclined
      endApprovals(into: &events)
      guard let place = approvals.place(of: body.number) else {
        preconditionFailure("what is judged waits")
      }
      let pending = approvals.remove(at: place)
      let state = isDeclined ? ApprovalState.declined : .approved
      tell(pending, state, by: body.uid, request: isDeclined ? body.request : 0, into: &events)
      if isDeclined { return }
      var action = pending.action
      action.request = body.request
      _ = try judge(action)
      try perform(action, pending.reason, into: &events)
    } catch {
      endApprovals(into: &events)
      refuse(error.reason, detail: error.detail, request: body.request, into: &events)
    }
  }

  /// What is decided about, and whether it is declined; or why it can't be decided so.
  func judge(_ body: DecideApproval) throws(DefinitionRefusal) -> (
    pending: PendingApproval, isDeclined: Bool
  ) {
    guard let decision = ApprovalState(rawValue: body.decisionCode),
      decision == .approved || decision == .declined
    else { throw DefinitionRefusal(.invalidValue, Int64(body.decisionCode)) }
    guard let place = approvals.place(of: body.number) else {
      throw DefinitionRefusal(.unknownApproval, 0)
    }
    let pending = approvals[place]
    guard pending.until > now else { throw DefinitionRefusal(.approvalExpired, 0) }
    guard decision == .declined || pending.action.uid != body.uid else {
      throw DefinitionRefusal(.sameAuthor, Int64(body.uid))
    }
    return (pending, decision == .declined)
  }

  /// Ends those that nobody has decided in time.
  private mutating func endApprovals(into events: inout RecordBuffer) {
    while let place = approvals.expired(at: now) {
      tell(approvals.remove(at: place), .expired, request: 0, into: &events)
    }
  }

  private mutating func tell(
    _ pending: PendingApproval, _ state: ApprovalState, by uid: UInt32 = 0, request: UInt32,
    into events: inout RecordBuffer
  ) {
    var body = ApprovalChanged()
    body.number = pending.number
    body.kindCode = pending.action.kind?.rawValue ?? 0
    body.stateCode = state.rawValue
    body.request = request
    body.uid = pending.action.uid
    body.decidedBy = uid
    body.until = pending.until
    body.reason = pending.reason
    events.append(eventHead(.approvalChanged, for: .venue), body: body)
  }
}
