import GRDB
import Market
import Records

/// What the operator does with the market.
extension EventEntry {
  func takeOperator(_ record: RawSpan, _ type: EventType) throws {
    if type == .marketControlled {
      try take(record, MarketControlled.self) { try enter($0) }
    } else {
      try take(record, ApprovalChanged.self) { try enter($0) }
    }
  }

  func enter(_ body: MarketControlled) throws {
    try db.insert(
      "marketControls",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "action": BookText.name(body.actionCode, MarketAction.self),
        "scope": BookText.name(body.scopeCode, MarketScope.self), "subject": "\(body.subject)",
        "situation": BookText.name(body.situationCode, AbnormalSituation.self),
        "instruments": body.instruments, "uid": body.uid, "reason": "\(body.reason)",
      ])
  }

  func enter(_ body: ApprovalChanged) throws {
    try db.insert(
      "approvals",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "number": stored(body.number),
        "action": BookText.name(body.kindCode, OperatorActionKind.self),
        "state": BookText.name(body.stateCode, ApprovalState.self), "uid": body.uid,
        "decidedBy": body.decidedBy, "reason": "\(body.reason)",
      ])
  }
}
