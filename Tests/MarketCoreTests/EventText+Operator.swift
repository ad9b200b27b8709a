import Market

/// What the operator has done, in words.
extension EventText {
  func market(_ body: MarketControlled) -> String {
    let action = MarketAction(rawValue: body.actionCode).map { "\($0)" } ?? "?"
    let scope = MarketScope(rawValue: body.scopeCode).map { "\($0)" } ?? "?"
    let situation = AbnormalSituation(rawValue: body.situationCode).map { " \($0)" } ?? ""
    return "market \(action) \(scope) \(body.subject) instruments=\(body.instruments)\(situation) "
      + "by=\(body.uid)"
  }

  func approval(_ body: ApprovalChanged) -> String {
    let kind = OperatorActionKind(rawValue: body.kindCode).map { "\($0)" } ?? "?"
    let state = ApprovalState(rawValue: body.stateCode).map { "\($0)" } ?? "?"
    return "approval \(body.number) \(kind) \(state) by=\(body.uid) decided=\(body.decidedBy) "
      + "request=\(body.request)"
  }
}
