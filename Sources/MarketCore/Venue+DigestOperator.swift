import Market
import Memory

/// The share of the digest that sessions have, and what the operator has done.
extension Venue {
  func mixSessions(into digest: inout Digest) {
    for number in 1..<(reference.sessionCount + 1) {
      let session = reference.sessions[number]
      digest.mix(session.compID.text)
      digest.mix(session.subID.text)
      digest.mix(session.firm.rawValue)
      digest.mix(session.role.rawValue)
      digest.mix(session.isEnabled)
      digest.mix(session.isStopped)
      digest.mix(session.isDisabled)
      digest.mix(session.isLoggedOn)
      digest.mix(session.connection)
      digest.mix(session.epoch.rawValue)
      digest.mix(session.lastInbound.rawValue)
      digest.mix(session.reservedUpTo)
      digest.mix(session.reservedAt)
      digest.mix(session.leastOutbound)
      digest.mix(session.demandedEpoch.rawValue)
      digest.mix(UInt32(session.demandCause.rawValue))
      digest.mix(session.isOutsideHours)
      digest.mix(session.hoursChangeAt.nanoseconds)
      digest.mix(session.resetAt.nanoseconds)
      digest.mix(session.cancelOnDisconnect.type.rawValue)
      digest.mix(session.cancelOnDisconnect.cancelsGoodTill)
      digest.mix(session.cancelOnDisconnect.graceMilliseconds)
      digest.mix(session.awaitsGrace)
      digest.mix(session.credentialVersion)
    }
  }

  func mixOperator(into digest: inout Digest) {
    for number in 1..<(reference.firmCount + 1) {
      digest.mix(suspensions[number].since.nanoseconds)
      digest.mix(suspensions[number].uid)
      mix(suspensions[number].reason, into: &digest)
    }
    digest.mix(approvals.kinds)
    digest.mix(approvals.nanos)
    digest.mix(approvals.lastNumber)
    digest.mix(approvals.count)
    for place in 0..<approvals.count {
      digest.mix(approvals[place].number)
      digest.mix(approvals[place].until.nanoseconds)
      digest.mix(approvals[place].action.kind?.rawValue ?? 0)
      digest.mix(approvals[place].action.uid)
      mix(approvals[place].action, into: &digest)
      mix(approvals[place].reason, into: &digest)
    }
  }

  private func mix(_ reason: ReasonText, into digest: inout Digest) {
    digest.mix(reason.front)
    digest.mix(reason.back)
  }

  private func mix(_ action: OperatorAction, into digest: inout Digest) {
    switch action {
    case .market(let body):
      digest.mix(body.subject)
      digest.mix(body.scopeCode)
      digest.mix(body.situationCode)
    case .kill(let body):
      digest.mix(body.scopeCode)
      digest.mix(body.number)
    case .trade(let body):
      digest.mix(body.tradeID.rawValue)
      digest.mix(body.actionCode)
    case .reserve(let body):
      digest.mix(body.tradeID.rawValue)
      digest.mix(body.amount.fen)
    case .change(let body):
      digest.mix(body.symbol.text)
      digest.mix(body.value)
      digest.mix(body.publishedOn.nanoseconds)
      digest.mix(body.effectiveAt.nanoseconds)
      digest.mix(body.parameterCode)
      digest.mix(body.situationCode)
    case .withdraw(let body):
      digest.mix(body.number)
    case .auction(let body):
      digest.mix(body.auction)
      digest.mix(body.orderID.rawValue)
    }
  }
}
