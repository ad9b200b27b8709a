public import Market
import Memory
import Records

/// A request for past trades whose reports are not all made: the gateway cuts them from the log.
public struct PendingTradeRequest: Sendable, Equatable, BitwiseCopyable {
  /// Who has asked.
  public var session = SessionID.venue
  /// The request's command: events of those before it are looked through.
  public var sequence = Sequence(rawValue: 0)
  public var asked = TradesRequested()
}

/// Past trades are asked for. A trade that is closed is in the log alone, so the core judges a request and keeps it
/// until its answer is complete, and whoever has the log answers.
extension Venue {
  mutating func performPast(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    if type == .requestTrades {
      requestTrades(command, into: &events)
    } else {
      endTradesAnswer(command, into: &events)
    }
  }

  /// TradeCaptureReportRequest(AD).
  private mutating func requestTrades(_ command: RawSpan, into events: inout RecordBuffer) {
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    guard let body = body(RequestTrades.self, of: command, into: &events) else { return }
    var asked = TradesRequested()
    asked.request = body
    let refusal = judge(body, &asked.party)
    asked.refusalCode = refusal.rawValue
    if refusal == .none {
      tradeRequests.append(
        PendingTradeRequest(session: cause.session, sequence: cause.sequence, asked: asked))
    }
    events.append(eventHead(.tradesRequested, for: cause.session), body: asked)
  }

  /// What a gateway says when the answer to a request is stored; of one that has been answered before, nothing.
  private mutating func endTradesAnswer(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(EndTradesAnswer.self, of: command, into: &events) else { return }
    for place in 0..<tradeRequests.count
    where tradeRequests[place].session == cause.session
      && tradeRequests[place].sequence == body.request
    {
      tradeRequests.remove(at: place)
      return
    }
  }

  /// The request for past trades of a session whose answer is not complete; nil for none.
  public func tradeRequest(of session: SessionID) -> PendingTradeRequest? {
    for place in 0..<tradeRequests.count where tradeRequests[place].session == session {
      return tradeRequests[place]
    }
    return nil
  }

  private func judge(_ body: RequestTrades, _ party: inout FirmID) -> TradeRequestRefusal {
    if body.requestType > 1 { return .requestType }
    let snapshot = SubscriptionType.snapshot.rawValue
    if body.subscriptionType != 0, body.subscriptionType != snapshot { return .subscriptionType }
    if body.trdType != 0 || body.trdSubType > Self.trdSubTypes { return .tradeType }
    if !body.symbol.text.isEmpty, reference.instrument(body.symbol) == nil {
      return .unknownSymbol
    }
    let refusal = name(body.party, &party)
    if refusal != .none { return refusal }
    let areInOrder = body.until == .none || body.from < body.until
    if body.dateCount > 2 || !areInOrder { return .dates }
    if tradeRequest(of: cause.session) != nil { return .pending }
    return tradeRequests.hasRoom ? .none : .tooMany
  }

  /// A firm asks for its own, who watches for anybody's of what it is shown.
  private func name(_ code: CompID, _ party: inout FirmID) -> TradeRequestRefusal {
    if code.text.isEmpty { return .none }
    let isOwn = mayTrade(cause.session)
    guard let firm = reference.firm(code) else { return isOwn ? .notAuthorised : .unknownFirm }
    if isOwn, firm != reference[cause.session].firm { return .notAuthorised }
    party = firm
    return .none
  }

  /// TrdSubType(829) is 1 to this, for the modes of trading.
  private static var trdSubTypes: UInt8 { 5 }

  func mixTradeRequests(into digest: inout Digest) {
    digest.mix(tradeRequests.count)
    for place in 0..<tradeRequests.count {
      let pending = tradeRequests[place]
      digest.mix(pending.session.rawValue)
      digest.mix(pending.sequence.rawValue)
      digest.mix(pending.asked.request.tradeRequestID)
      digest.mix(pending.asked.party.rawValue)
    }
  }
}
