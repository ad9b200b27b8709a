import FIX44
import FIXSession
import FIXWire
import Market
import MarketCore
import OrderEntry
import Records
import Storage

/// From a request for past trades to the messages of its answer: numbered and stored as all messages are.
extension GatewaySession {
  /// Begins the answer to a request that the core has taken, or that is to be told again since the store has lost
  /// it; nil where the event is none, false where the answer to another one is not complete.
  mutating func beginTrades(
    _ event: RawSpan, end: UInt64, _ tools: borrowing GatewayTools
  ) -> Bool? {
    let asked = event.loadBody(TradesRequested.self)
    guard asked.refusalCode == TradeRequestRefusal.none.rawValue else { return nil }
    let question = TradeQuestion(asked, at: event.loadHead().sequence)
    if let trades, trades.question != question { return false }
    if trades == nil, question.sequence > lastAnswered || end <= repeatEnd {
      trades = TradesAnswer(
        question, isRepeat: end <= repeatEnd, segmentBytes: tools.segmentBytes, to: end)
    }
    servedEnd = end
    return true
  }

  /// Goes on behind an earlier process: what its store has lost is told, and a request whose answer it has not
  /// completed is answered anew, what it may have been told marked.
  mutating func goOn(
    from setup: GatewaySessionSetup, _ events: EventLog, _ tools: inout GatewayTools
  ) {
    tellLoss(&tools)
    guard let pending = setup.trades else { return }
    trades = TradesAnswer(
      TradeQuestion(pending.asked, at: pending.sequence), isRepeat: true,
      segmentBytes: events.segmentBytes, to: events.committedPosition)
  }

  /// An event of the past, which is counted or told if it is a part of the answer; false where there is no room.
  mutating func takePast(
    _ reader: borrowing EventReader, _ question: TradeQuestion, _ tools: inout GatewayTools,
    now: Instant
  ) -> Bool {
    let event = reader.record
    let head = event.loadHead()
    let end = reader.recordPosition + UInt64(head.length)
    guard TradeQuestion.mayConcern(head.typeCode),
      let copy = question.answer(
        event, for: pastEntitlement(at: head.sequence), from: tools.origins)
    else {
      trades?.passed(to: end)
      return true
    }
    if trades?.isTelling == true, !tell(event, as: copy, &tools, now: now) { return false }
    trades?.found(at: reader.recordPosition, end: end)
    return true
  }

  /// What its drop copy shows, or would show: of a firm its own, of who watches all.
  private func pastEntitlement(at sequence: Sequence) -> Entitlement {
    if let feed { return feed.history.entitlement(at: sequence) }
    var entitlement = Entitlement()
    if setup.role.mayTrade {
      if setup.firm != .none { entitlement.firms.insert(setup.firm) }
    } else {
      entitlement.isAll = true
    }
    return entitlement
  }

  private mutating func tell(
    _ event: RawSpan, as copy: DropCopy, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    guard let trades else { preconditionFailure("what is told has an answer") }
    let header = answerHeader(trades, now: now)
    trades.question.encode(
      event, as: copy, number: trades.told + 1, of: trades.total, header: header,
      options: reportOptions(tools), firmCodes: tools.firmCodes, into: &tools.encoder)
    return store(header, &tools, now: now)
  }

  /// TradeCaptureReportRequestAck(AQ): so many were found; false where there is no room.
  mutating func acknowledgeTrades(_ tools: inout GatewayTools, now: Instant) -> Bool {
    guard let trades else { preconditionFailure("what is acknowledged has an answer") }
    let header = answerHeader(trades, now: now)
    trades.question.encode(total: trades.total, header: header, into: &tools.encoder)
    guard store(header, &tools, now: now) else { return false }
    self.trades?.acknowledged()
    return true
  }

  /// Has the core forget the request; false where there is no room on the way to it.
  mutating func endTrades(_ tools: inout GatewayTools) -> Bool {
    guard let trades, tools.port.hasRoom(isUrgent: true) else { return false }
    var body = EndTradesAnswer()
    body.request = trades.question.sequence
    tools.publish(.endTradesAnswer, head, body)
    self.trades = nil
    lastAnswered = trades.question.sequence
    return true
  }

  private func answerHeader(_ trades: TradesAnswer, now: Instant) -> OutboundHeader {
    var header = header(now: now)
    header.msgSeqNum = state.numbers.nextOutbound
    header.possResend = trades.isRepeat
    return header
  }

  /// It is told beside the events: how far the session was served stays as it is.
  private mutating func store(
    _ header: OutboundHeader, _ tools: inout GatewayTools, now: Instant
  ) -> Bool {
    let byteCount = tools.encoder.message.byteCount
    guard tools.makeRoom(for: byteCount, of: setup.session) else { return false }
    sendServed(header, end: servedEnd, &tools, now: now)
    reserveNumbers(&tools)
    return true
  }
}
