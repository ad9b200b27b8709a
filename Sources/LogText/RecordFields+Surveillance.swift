import Market

/// Programmes and rates of messages.
extension RecordFields {
  mutating func add(_ body: DefineMonitors) {
    number("highRate", body.highRate)
    number("highDay", body.highDay)
    number("bursts", body.bursts)
    number("burstMessages", body.burstMessages)
    number("warning", body.warning)
    number("throttle", body.throttle)
    number("utcOffsetSeconds", body.utcOffsetSeconds)
  }

  mutating func add(_ body: RegisterProgram) {
    text("complianceID", body.complianceID)
    number("programRegID", body.programRegID)
    number("maxRate", body.maxRate)
    code("strategy", body.strategyCode, StrategyType.self)
  }

  mutating func add(_ body: ProgramRegistered) {
    number("execID", body.execID.rawValue)
    text("complianceID", body.complianceID)
    number("programRegID", body.programRegID)
    number("firm", body.firm.rawValue)
    number("controlGroup", body.controlGroup.rawValue)
    number("maxRate", body.maxRate)
    code("strategy", body.strategyCode, StrategyType.self)
    code("status", body.statusCode, ProgramStatus.self)
  }

  mutating func add(_ body: RateReported) {
    code("monitor", body.code, MonitorCode.self)
    number("firm", body.firm.rawValue)
    number("controlGroup", body.group)
    text("account", body.account.text)
    number("session", body.session.rawValue)
    number("windowCount", body.windowCount)
    number("secondCount", body.secondCount)
    number("secondBefore", body.secondBefore)
    number("dayCount", body.dayCount)
    number("bursts", body.bursts)
    number("refused", body.refused)
    number("threshold", body.threshold)
  }
}
