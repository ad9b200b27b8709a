import Funds
import Market
import Memory
import Records
import Titles

/// A notice changes nothing.
struct NoticeFailure: Error {
  let refusal: NoticeRefusal
  /// Why a title document is not changed, and which: 0 the request's own, from 1 its parts or the trade's.
  var titleRefusal: TitleActionRefusal?
  var part = 0

  init(_ refusal: NoticeRefusal) { self.refusal = refusal }

  init(_ titleRefusal: TitleActionRefusal, part: Int = 0) {
    refusal = .titleUnchanged
    self.titleRefusal = titleRefusal
    self.part = part
  }
}

/// What parties and institutions say about trades. A notice that is late, repeated, contradicts an earlier
/// one or comes from somebody who was not asked changes nothing, and its sender is told why.
extension Venue {
  mutating func performNotice(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    var refused = NoticeRefused()
    do throws(NoticeFailure) {
      switch type {
      case .affirmTrade:
        let body = try notice(AffirmTrade.self, command)
        refused.reference = body.confirmID
        refused.tradeID = body.tradeID
        try affirm(body, into: &events)
      case .answerInstruction:
        let body = try notice(AnswerInstruction.self, command)
        refused.reference = body.reference
        refused.instruction = body.instruction
        refused.tradeID = body.tradeID
        refused.request = cause.session == .venue ? body.request : 0
        try answer(body, command, into: &events)
      case .reportWeight:
        let body = try notice(ReportWeight.self, command)
        refused.reference = body.reference
        refused.tradeID = body.tradeID
        try weigh(body, into: &events)
      default:
        let body = try notice(DisputeTrade.self, command)
        refused.reference = body.reference
        refused.tradeID = body.tradeID
        try object(body, into: &events)
      }
    } catch {
      refuse(refused, error, into: &events)
    }
  }

  func notice<Body: BitwiseCopyable>(_ type: Body.Type, _ command: RawSpan)
    throws(NoticeFailure) -> Body
  {
    guard Int(cause.bodyLength) >= MemoryLayout<Body>.size,
      RecordHead.byteCount + MemoryLayout<Body>.size <= command.byteCount
    else { throw NoticeFailure(.invalidValue) }
    return command.loadBody(type)
  }

  mutating func refuse(
    _ refused: NoticeRefused, _ failure: NoticeFailure, into events: inout RecordBuffer
  ) {
    var body = refused
    body.execID = numbers.nextExecID()
    body.commandType = cause.typeCode
    body.reasonCode = failure.refusal.rawValue
    body.titleRefusalCode = failure.titleRefusal?.rawValue ?? 0
    body.part = UInt32(failure.part)
    body.stateCode = trades.slot(of: body.tradeID).map { trades[$0].state.rawValue } ?? 0
    let session = reference.knows(cause.session) ? cause.session : .venue
    if session != .venue { body.roleCode = reference[session].role.rawValue }
    events.append(eventHead(.noticeRefused, for: session), body: body)
  }

  /// The trade that a notice is about. A state that is over ends before the notice is looked at.
  private mutating func trade(_ tradeID: TradeID, into events: inout RecordBuffer)
    throws(NoticeFailure) -> UInt32
  {
    guard let slot = trades.slot(of: tradeID) else { throw NoticeFailure(.unknownTrade) }
    let end = trades[slot].endsAt
    if end != .none && end <= now { endState(of: slot, into: &events) }
    return slot
  }

  /// ConfirmationAck(AU): a party affirms the trade, or refuses it.
  private mutating func affirm(_ body: AffirmTrade, into events: inout RecordBuffer)
    throws(NoticeFailure)
  {
    let slot = try trade(body.tradeID, into: &events)
    guard let side = side(of: slot) else { throw NoticeFailure(.notAddressed) }
    guard let status = AffirmStatus(rawValue: body.affirmStatus) else {
      throw NoticeFailure(.invalidValue)
    }
    let isAffirmed = status == .affirmed
    if trades[slot].party(side).hasAffirmed {
      throw NoticeFailure(isAffirmed ? .repeated : .contradicts)
    }
    guard trades[slot].state == .matched else {
      throw NoticeFailure(trades[slot].state == .bust ? .late : .wrongState)
    }
    guard isAffirmed else { return undo(slot, .bust, .notAffirmed, into: &events) }
    switch side {
    case .buy: trades[slot].buyer.hasAffirmed = true
    case .sell: trades[slot].seller.hasAffirmed = true
    }
    if trades[slot].buyer.hasAffirmed && trades[slot].seller.hasAffirmed {
      sign(slot, into: &events)
    }
  }

  /// Clearing answers for the funds leg, the registry for the title leg; the operator's hand for either.
  private mutating func answer(
    _ body: AnswerInstruction, _ command: RawSpan, into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    guard let result = InstructionResult(rawValue: body.resultCode) else {
      throw NoticeFailure(.invalidValue)
    }
    if body.tradeID == .none { return try answerNet(body, result, into: &events) }
    let slot = try trade(body.tradeID, into: &events)
    request = cause.session == .venue ? body.request : 0
    defer { request = 0 }
    if body.instruction != .none && body.instruction == trades[slot].fundsLeg.instruction {
      try checkAsked(slot, trades[slot].fundsLeg, of: .clearing, in: .funded, result)
      trades[slot].fundsLeg.answer = result
      answerFunds(slot, result, into: &events)
    } else if body.instruction != .none && body.instruction == trades[slot].titleLeg.instruction {
      try checkAsked(slot, trades[slot].titleLeg, of: .registry, in: .titleLocked, result)
      guard result == .refused || body.isCountersigned == 1 else {
        throw NoticeFailure(.countersignatureMissing)
      }
      try answerTitle(slot, result, body, command, into: &events)
    } else {
      throw NoticeFailure(.unknownInstruction)
    }
  }

  /// The leg waits for an answer, and it is the institution that was asked.
  private func checkAsked(
    _ slot: UInt32, _ leg: SettlementLeg, of role: SessionRole, in state: TradeState,
    _ result: InstructionResult
  ) throws(NoticeFailure) {
    guard cause.session == .venue || reference[cause.session].role == role else {
      throw NoticeFailure(.notAddressed)
    }
    if let answer = leg.answer { throw NoticeFailure(answer == result ? .repeated : .contradicts) }
    guard trades[slot].state == state else { throw NoticeFailure(.late) }
  }

  /// The outturn weight of a document that was delivered in the trade, by its warehouse.
  private mutating func weigh(_ body: ReportWeight, into events: inout RecordBuffer)
    throws(NoticeFailure)
  {
    let slot = try trade(body.tradeID, into: &events)
    guard let document = titles.slot(of: body.document),
      delivered.wasDelivered(document, in: body.tradeID)
    else { throw NoticeFailure(.unknownDocument) }
    guard cause.session == .venue || isWarehouse(reference[cause.session], of: document) else {
      throw NoticeFailure(.notAddressed)
    }
    guard body.netWeight > .zero else { throw NoticeFailure(.invalidValue) }
    guard trades[slot].state == .dvpDone else { throw NoticeFailure(.late) }
    guard delivered.awaitsWeight(document) else { throw NoticeFailure(.repeated) }
    weigh(document, body.netWeight, slot, into: &events)
  }

  private func isWarehouse(_ session: Session, of document: UInt32) -> Bool {
    session.role == .warehouse
      && reference.warehouses[titles[document].warehouse].firm == session.firm
  }

  /// A party objects to what was delivered.
  private mutating func object(_ body: DisputeTrade, into events: inout RecordBuffer)
    throws(NoticeFailure)
  {
    let slot = try trade(body.tradeID, into: &events)
    guard side(of: slot) != nil else { throw NoticeFailure(.notAddressed) }
    switch trades[slot].state {
    case .dvpDone: dispute(slot, .objection, into: &events)
    case .dispute: throw NoticeFailure(.repeated)
    case .weightFinal, .invoiced, .closed: throw NoticeFailure(.late)
    case .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked, .bust, .buyerDefault,
      .sellerDefault:
      throw NoticeFailure(.wrongState)
    }
  }

  /// The side of a trade on which the notice's sender stands; nil where it is no party.
  private func side(of slot: UInt32) -> Side? {
    let firm = reference[cause.session].firm
    if trades[slot].buyer.firm == firm { return .buy }
    return trades[slot].seller.firm == firm ? .sell : nil
  }

  private mutating func answerFunds(
    _ slot: UInt32, _ result: InstructionResult, into events: inout RecordBuffer
  ) {
    switch result {
    case .done: change(slot, to: .titleLocked, .fundsSettled, into: &events)
    case .refused: forfeit(slot, .fundsRefused, into: &events)
    }
  }

  private mutating func answerTitle(
    _ slot: UInt32, _ result: InstructionResult, _ body: AnswerInstruction, _ command: RawSpan,
    into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    switch result {
    case .done:
      let count = try partCount(body.partCount, behind: AnswerInstruction.self)
      if count == 0 {
        try deliver(slot, named: Span(), into: &events)
      } else {
        let parts = titleParts(of: command, count, behind: AnswerInstruction.self)
        try deliver(slot, named: parts.span.extracting(0..<count), into: &events)
      }
    case .refused: undo(slot, .sellerDefault, .titleRefused, into: &events)
    }
    trades[slot].titleLeg.answer = result
  }
}
