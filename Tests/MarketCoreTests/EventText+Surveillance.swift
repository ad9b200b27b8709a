import Market

/// What monitors have found, as lines.
extension EventText {
  func rate(_ body: RateReported) -> String {
    let firm = firms[body.firm.rawValue] ?? "?"
    let account = body.account.text.isEmpty ? firm : "\(body.account.text)"
    return [
      "rate", MonitorCode(rawValue: body.code).map { "\($0)" } ?? "?",
      body.group == 0 ? "account=\(account)" : "group=\(firms[body.group] ?? "?")",
      "window=\(body.windowCount)", "clock=\(body.secondBefore)+\(body.secondCount)",
      "day=\(body.dayCount)", "bursts=\(body.bursts)", "refused=\(body.refused)",
      "threshold=\(body.threshold)", "by=\(sessions[body.session.rawValue] ?? "?")",
    ].joined(separator: " ")
  }

  func program(_ body: ProgramRegistered) -> String {
    [
      "program", "\(body.complianceID)",
      ProgramStatus(rawValue: body.statusCode).map { "\($0)" } ?? "?",
      "number=\(body.programRegID)", "rate=\(body.maxRate)",
      StrategyType(rawValue: body.strategyCode).map { "\($0)" } ?? "?",
      "group=\(firms[body.controlGroup.rawValue] ?? "?")",
    ].joined(separator: " ")
  }
}
