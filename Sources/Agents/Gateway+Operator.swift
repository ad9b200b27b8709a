import Market
import Records
import Storage

/// The operator's requests, the sessions' schedules, and the gateway's figures.
extension Gateway {
  /// Performs what the operator or its schedule has done to a session, and shows what has come of a
  /// request; the session.
  static func routeToOperator(
    _ event: RawSpan, _ head: RecordHead, _ slots: [SessionSlot?], _ tools: inout GatewayTools,
    now: Instant
  ) -> SessionSlot? {
    switch head.typeCode {
    case EventType.sessionControlled.rawValue:
      let controlled = slot(head.session, in: slots)
      controlled?.session.controlled(event, &tools, now: now)
      tools.tell(event.loadBody(SessionControlled.self).request)
      return controlled
    case EventType.sessionScheduled.rawValue:
      let scheduled = slot(head.session, in: slots)
      scheduled?.session.scheduled(event.loadBody(SessionScheduled.self), &tools, now: now)
      return scheduled
    case EventType.killSwitchChanged.rawValue:
      let changed = event.loadBody(KillSwitchChanged.self)
      tools.tell(changed.request, affected: changed.totalAffectedOrders)
    case EventType.marketControlled.rawValue:
      let controlled = event.loadBody(MarketControlled.self)
      tools.figures.set(.affectedInstruments, UInt64(controlled.instruments))
      tools.tell(controlled.request)
    case EventType.approvalChanged.rawValue:
      let changed = event.loadBody(ApprovalChanged.self)
      let isPending = changed.stateCode == ApprovalState.pending.rawValue
      tools.tell(changed.request, approval: isPending ? changed.number : 0)
    case EventType.commandRefused.rawValue:
      let refused = event.loadBody(CommandRefused.self)
      tools.tell(refused.request, refusal: refused.reasonCode, detail: refused.detail)
    case EventType.tradeChanged.rawValue:
      let changed = event.loadBody(TradeChanged.self)
      tools.tell(ofTrade: changed.request, changed.stateCode)
    case EventType.noticeRefused.rawValue:
      let refused = event.loadBody(NoticeRefused.self)
      tools.tell(ofTrade: refused.request, refused)
    case EventType.auctionAnswered.rawValue:
      tools.tell(event.loadBody(AuctionAnswered.self))
    case EventType.titleChanged.rawValue:
      tools.tell(event.loadBody(TitleChanged.self))
    default: tools.tell(answer: event)
    }
    return nil
  }

  /// The operator's request that an event is all the answer to; zero where it is none.
  fileprivate static func request(of event: RawSpan) -> UInt32 {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .warehouseGraded: event.loadBody(WarehouseGraded.self).request
    case .fixingChanged: event.loadBody(FixingChanged.self).request
    case .fundsMoved: event.loadBody(FundsMoved.self).request
    case .netRunChanged: event.loadBody(NetRunChanged.self).request
    case .reconReported: event.loadBody(ReconReported.self).request
    case .newsPublished: event.loadBody(NewsPublished.self).request
    case .parameterChanged: event.loadBody(ParameterChanged.self).request
    default: 0
    }
  }

  /// Performs what was done to a session as far as it can be performed now. False where that has to wait.
  mutating func meetDemands(_ slot: SessionSlot) -> Bool {
    guard slot.session.meetDemands(&tools) else { return false }
    slot.session.tellNumbers()
    return true
  }

  /// Shows how the gateway stands.
  func tellFigures() {
    tools.figures.set(.loggedOnSessions, UInt64(loggedOnCount))
    tools.figures.set(.connections, UInt64(connectionCount))
    tools.figures.set(.commandRingBytes, UInt64(tools.port.usedBytes))
    tools.figures.set(.commandRingCapacity, UInt64(tools.port.capacityBytes))
    tools.figures.set(.noticesLost, UInt64(tools.notices.lost))
    tools.figures.set(.servedPosition, reader.position)
    tools.figures.set(.committedPosition, events.committedPosition)
    tellResends()
  }
}

extension GatewayTools {
  /// Nothing of the answer to an earlier request stays.
  private func clearAnswer() {
    figures.set(.approval, 0)
    figures.set(.refusal, 0)
    figures.set(.noticeRefusal, 0)
    figures.set(.titleRefusal, 0)
    figures.set(.auctionRefusal, 0)
    figures.set(.tradeState, 0)
  }

  /// Shows what has come of the operator's request: the number last, when the rest is there.
  fileprivate func tell(
    _ request: UInt32, affected: UInt32 = 0, refusal: UInt16 = 0, detail: Int64 = 0,
    approval: UInt64 = 0
  ) {
    guard request > 0 else { return }
    clearAnswer()
    figures.set(.approval, approval)
    figures.set(.affectedOrders, UInt64(affected))
    figures.set(.refusal, UInt64(refusal))
    figures.set(.refusalDetail, UInt64(bitPattern: detail))
    figures.publish(UInt64(request), at: GatewayCounter.request.rawValue)
  }

  /// Shows an event that is all the answer to a request, and which number it has given.
  fileprivate func tell(answer event: RawSpan) {
    let request = Gateway.request(of: event)
    guard request > 0 else { return }
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .newsPublished: figures.set(.published, event.loadBody(NewsPublished.self).number)
    case .parameterChanged: figures.set(.published, event.loadBody(ParameterChanged.self).number)
    default: break
    }
    tell(request)
  }

  /// Shows what has come of a request about a trade: the first change is its own, others follow from it.
  fileprivate func tell(ofTrade request: UInt32, _ state: UInt8) {
    guard request > 0, figures.load(.request) != UInt64(request) else { return }
    clearAnswer()
    figures.set(.tradeState, UInt64(state))
    figures.publish(UInt64(request), at: GatewayCounter.request.rawValue)
  }

  /// The same of one that changes nothing.
  fileprivate func tell(ofTrade request: UInt32, _ refused: NoticeRefused) {
    guard request > 0, figures.load(.request) != UInt64(request) else { return }
    clearAnswer()
    figures.set(.noticeRefusal, UInt64(refused.reasonCode))
    figures.set(.titleRefusal, UInt64(refused.titleRefusalCode))
    figures.set(.tradeState, UInt64(refused.stateCode))
    figures.publish(UInt64(request), at: GatewayCounter.request.rawValue)
  }

  /// Shows what has come of a request about an auction.
  fileprivate func tell(_ answer: AuctionAnswered) {
    guard answer.request > 0, figures.load(.request) != UInt64(answer.request) else { return }
    clearAnswer()
    figures.set(.refusalDetail, UInt64(bitPattern: answer.rejectDetail))
    figures.set(.auctionRefusal, UInt64(answer.reasonCode))
    figures.set(.orderRefusal, UInt64(answer.orderRejectCode))
    figures.set(.auction, UInt64(answer.auction))
    figures.set(.auctionState, UInt64(answer.stateCode))
    figures.publish(UInt64(answer.request), at: GatewayCounter.request.rawValue)
  }

  /// Shows what has come of a request about a title document: the first one changed is its own.
  fileprivate func tell(_ changed: TitleChanged) {
    guard changed.request > 0, figures.load(.request) != UInt64(changed.request) else { return }
    clearAnswer()
    figures.set(.titleStatus, UInt64(changed.statusCode))
    figures.set(.titleVersion, UInt64(changed.version))
    figures.publish(UInt64(changed.request), at: GatewayCounter.request.rawValue)
  }
}
