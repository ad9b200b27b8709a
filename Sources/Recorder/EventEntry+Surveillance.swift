import GRDB
import Market

/// Who and what was stopped, and what the monitors of message rates have found, and registered programmes.
extension EventEntry {
  func takeSupervision(_ type: EventType, _ record: RawSpan) throws {
    switch type {
    case .killSwitchChanged: try take(record, KillSwitchChanged.self) { try enter($0) }
    case .rateReported: try take(record, RateReported.self) { try enter($0) }
    case .programRegistered: try take(record, ProgramRegistered.self) { try enter($0) }
    default: preconditionFailure("the caller has sorted the events")
    }
  }

  private func enter(_ body: KillSwitchChanged) throws {
    try db.insert(
      "killSwitches",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "scope": BookText.name(body.scopeCode, KillScope.self), "number": body.number,
        "isOn": body.isOn,
      ])
  }

  private func enter(_ body: ProgramRegistered) throws {
    try db.insert(
      "programs",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "programRegID": body.programRegID, "name": "\(body.complianceID)",
        "firm": body.firm.rawValue, "controlGroup": body.controlGroup.rawValue,
        "strategy": BookText.name(body.strategyCode, StrategyType.self), "maxRate": body.maxRate,
        "status": BookText.name(body.statusCode, ProgramStatus.self),
      ])
  }

  private func enter(_ body: RateReported) throws {
    try db.insert(
      "rateFindings",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "monitor": BookText.name(body.code, MonitorCode.self), "firm": body.firm.rawValue,
        "account": "\(body.account.text)", "controlGroup": body.group,
        "session": body.session.rawValue, "windowCount": body.windowCount,
        "secondBefore": body.secondBefore, "secondCount": body.secondCount,
        "dayCount": body.dayCount, "bursts": body.bursts, "refused": body.refused,
        "threshold": body.threshold,
      ])
  }
}
