import Agents
import Market
import Storage

/// The operator's requests about the market risk reserve: their commands, and what has come of them.
extension AdminRequest {
  /// An amount is paid by use-reserve alone; that it is about a trade and has its reason is checked elsewhere.
  func checkReserve() throws(AdminProblem) {
    guard (amount != nil) == (request == .useReserve) else {
      throw AdminProblem("use-reserve, and it alone, takes an amount")
    }
    if amount != nil && fen == nil {
      throw AdminProblem("'amount' is CNY, more than 0, like 171125.50, with two decimals at most")
    }
  }

  /// The amount; nil where it is none.
  private var fen: Int64? {
    do {
      let fen = try DecimalText.parse(amount ?? "", scale: Amount.scale)
      return fen > 0 ? fen : nil
    } catch { return nil }
  }

  /// The command of a request that is checked.
  func reserveCommand(request number: UInt32, by actor: AdminActor) -> OperatorCommand {
    var body = UseReserve()
    body.tradeID = TradeID(rawValue: trade ?? 0)
    body.amount = Amount(fen: fen ?? 0)
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return .reserve(body, text: text ?? "")
  }
}

extension AdminAnswer {
  /// What has come of a use of the reserve, from the gateway's figures.
  init(reserve asked: AdminRequest, _ gateway: CounterBlock) {
    let trade = "trade \(asked.trade ?? 0)"
    guard let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) else {
      self.init(ok: true, message: "the reserve has paid CNY \(asked.amount ?? "") for \(trade)")
      return
    }
    let detail = Int64(bitPattern: gateway.load(.refusalDetail))
    let amount = DecimalText.text(detail, scale: Amount.scale)
    switch refusal {
    case .unknownTrade:
      self.init(ok: false, message: "there is no \(trade), or its place was needed for another")
    case .wrongTradeState:
      let state = TradeState(rawValue: UInt8(clamping: detail))
      self.init(
        ok: false,
        message: "\(trade) is \(state?.words ?? "?"): "
          + "the reserve pays for a trade that has ended by a default")
      tradeState = state.map { "\($0)" }
    case .exceedsDamage:
      self.init(ok: false, message: "\(trade) may have cost CNY \(amount) more at most")
    case .insufficientFunds:
      self.init(ok: false, message: "the reserve has CNY \(amount)")
    default: self.init(ok: false, message: "the venue refused it: \(refusal)")
    }
  }
}
