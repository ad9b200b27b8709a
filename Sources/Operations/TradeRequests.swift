import Agents
import Market
import MarketDefinition
import Storage

/// The operator's requests about a trade: their commands, and what has come of them as sentences.
extension AdminRequest.Verb {
  /// Whether it names a trade.
  var isAboutTrade: Bool { control != nil || self == .answer || self == .useReserve }

  /// What the operator does with the trade itself; nil where it does nothing with one.
  var control: TradeControl? {
    switch self {
    case .bust: .bust
    case .dispute: .dispute
    case .resume: .resume
    case .settle: .settle
    case .buyerDefault: .declareBuyerDefault
    case .sellerDefault: .declareSellerDefault
    case .sessions, .session, .logout, .setSeq, .reset, .disable, .enable, .kill, .lift, .status,
      .metrics, .answer, .title, .fixing, .grade, .recon, .netRun, .useReserve, .market, .approve,
      .decline, .approvals, .suspensions, .auction, .publish:
      nil
    }
  }
}

extension AdminRequest {
  /// The command of a request about a trade.
  func tradeCommand(request number: UInt32, by actor: AdminActor) -> OperatorCommand {
    let text = text ?? ""
    guard let control = request.control else {
      return .answer(answerBody(request: number, by: actor), text: text)
    }
    var body = ControlTrade()
    body.tradeID = TradeID(rawValue: trade ?? 0)
    body.actionCode = control.rawValue
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text.utf8.count)
    return .trade(body, text: text)
  }

  /// The command of a fixing.
  func setFixing(_ number: UInt32, by actor: AdminActor) -> SetFixing {
    var body = SetFixing()
    body.reference = text.flatMap { Text32($0) } ?? Text32()
    body.tenMillionths = fixing.flatMap { CurrencyDefinition.tenMillionths(of: $0) } ?? 0
    body.currency = currency.flatMap { Currency.code($0) } ?? 0
    if body.currency == 0 { body.benchmark = currency.flatMap { Self.benchmark($0) } ?? .none }
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    return body
  }

  private func answerBody(request number: UInt32, by actor: AdminActor) -> AnswerInstruction {
    var body = AnswerInstruction()
    body.tradeID = TradeID(rawValue: trade ?? 0)
    body.instruction = InstructionID(rawValue: instruction ?? 0)
    let result = done == true ? InstructionResult.done : .refused
    body.resultCode = result.rawValue
    body.isCountersigned = result == .done && unsigned != true ? 1 : 0
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return body
  }
}

extension AdminAnswer {
  /// What has come of a request about a trade, from the gateway's figures.
  init(_ asked: AdminRequest, _ gateway: CounterBlock) {
    let trade = "trade \(asked.trade ?? 0)"
    if let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) {
      let detail = UInt8(clamping: gateway.load(.refusalDetail))
      let state = TradeState(rawValue: detail)
      self.init(ok: false, message: Self.sentence(refusal, asked, state))
      tradeState = state.map { "\($0)" }
      return
    }
    let state = TradeState(rawValue: UInt8(clamping: gateway.load(.tradeState)))
    if let refusal = NoticeRefusal(rawValue: UInt16(clamping: gateway.load(.noticeRefusal))) {
      let suffix = state.map { "; \(trade) is \($0.words)" } ?? ""
      self.init(ok: false, message: Self.sentence(refusal, asked) + suffix)
    } else {
      self.init(ok: true, message: state.map { "\(trade) is \($0.words)" } ?? "done")
    }
    tradeState = state.map { "\($0)" }
  }

  private static func sentence(
    _ refusal: CommandRefusal, _ asked: AdminRequest, _ state: TradeState?
  ) -> String {
    let trade = "trade \(asked.trade ?? 0)"
    guard refusal == .wrongTradeState, let state else {
      return refusal == .unknownTrade
        ? "there is no \(trade), or its day is over" : "the venue refused it: \(refusal)"
    }
    let verb = asked.request.rawValue
    return "\(trade) is \(state.words): \(verb) is for a trade \(asked.request.condition)"
  }

  private static func sentence(_ refusal: NoticeRefusal, _ asked: AdminRequest) -> String {
    let instruction = "instruction \(asked.instruction ?? 0)"
    switch refusal {
    case .unknownTrade: return "there is no trade \(asked.trade ?? 0), or its day is over"
    case .unknownInstruction where asked.trade == 0:
      return "\(instruction) is none of the net run's present round"
    case .unknownInstruction:
      return "\(instruction) is none of trade \(asked.trade ?? 0), or not its present one"
    case .repeated: return "\(instruction) was answered so before"
    case .contradicts: return "\(instruction) was answered before, and otherwise"
    case .late: return "\(instruction) is no longer awaited"
    case .countersignatureMissing:
      return "a title does not move without the warehouse's signature (Civil Code Art. 910)"
    case .wrongState: return "a document of the trade can't be delivered now"
    case .titleUnchanged: return "a document of the trade can't be delivered now"
    case .notAddressed, .unknownDocument, .invalidValue, .unknownCurrency, .unknownWarehouse,
      .unknownProgram, .tooManyPrograms, .rateTooHigh:
      return "the venue refused it: \(refusal)"
    }
  }
}

extension AdminRequest.Verb {
  /// For which trades it is.
  fileprivate var condition: String {
    switch self {
    case .bust: "before delivery, also a disputed one"
    case .dispute: "before delivery, or behind it while weights are open"
    case .resume: "in dispute"
    case .settle: "in dispute behind delivery"
    case .buyerDefault, .sellerDefault: "in dispute before delivery"
    case .sessions, .session, .logout, .setSeq, .reset, .disable, .enable, .kill, .lift, .status,
      .metrics, .answer, .title, .fixing, .grade, .recon, .netRun, .useReserve, .market, .approve,
      .decline, .approvals, .suspensions, .auction, .publish:
      "that there is"
    }
  }
}

extension TradeState {
  /// The state as words behind `is`.
  var words: String {
    switch self {
    case .matched: "matched, both parties have to affirm it"
    case .signed: "signed"
    case .funded: "funded, clearing has to answer"
    case .guaranteed: "guaranteed"
    case .balanceDue: "guaranteed, the rest of its price is due"
    case .titleLocked: "paid at clearing, the registry has to answer"
    case .dvpDone: "delivered against payment"
    case .weightFinal: "settled, its weights are final"
    case .invoiced: "invoiced"
    case .closed: "closed"
    case .bust: "bust"
    case .buyerDefault: "ended by the buyer's default"
    case .sellerDefault: "ended by the seller's default"
    case .dispute: "in dispute"
    }
  }
}

extension AdminRequest {
  /// What has come of a fixing that was taken.
  var fixingIsDone: String {
    let value = "\(fixing ?? "") CNY"
    guard let currency, Currency.code(currency) == nil else {
      return "a unit is worth \(value): guarantees are looked at again"
    }
    return "\(currency) is at \(value): premiums over it trade at that"
  }
}
