import GRDB
import Market
import Records

/// Trades from the match to their end.
extension EventEntry {
  /// A match: the trade, and the state that it has come to by itself.
  func enter(_ body: TradeMatched) throws {
    let state = BookText.name(body.stateCode, TradeState.self)
    try db.insert(
      "trades",
      [
        "tradeID": stored(body.tradeID.rawValue), "position": position, "matchedAtNanos": atNanos,
        "instrument": body.instrument.rawValue, "symbol": "\(body.symbol.text)",
        "mode": BookText.name(body.modeCode, TradingMode.self),
        "aggressor": BookText.name(body.aggressorSideCode, Side.self),
        "buyFirm": body.buyFirm.rawValue, "sellFirm": body.sellFirm.rawValue,
        "lastPxTenThousandths": body.lastPx.tenThousandths,
        "lastQtyThousandths": body.lastQty.thousandths,
        "weightThousandths": body.weight.thousandths, "grossTradeAmtFen": body.grossTradeAmt.fen,
        "buyerFeesFen": 0, "sellerFeesFen": 0, "differenceFen": 0,
        "buyOrderID": stored(body.buyOrderID.rawValue),
        "sellOrderID": stored(body.sellOrderID.rawValue),
        "buyClOrdID": "\(body.buyClOrdID.text)", "sellClOrdID": "\(body.sellClOrdID.text)",
        "documentCount": body.documentCount, "isByName": body.isByName, "state": state,
        "stateAtNanos": atNanos,
        "stateSequence": sequence, "auction": body.auction, "ruleVersion": body.ruleVersion,
      ])
    try enterState(
      of: body.tradeID,
      ["fromState": "", "state": state, "reason": "", "deadlineNanos": 0, "differenceFen": 0])
    try index(body.tradeID, .tradeMatched)
  }

  /// The documents that a match binds.
  func enterDocuments(of body: TradeMatched, _ record: RawSpan) throws {
    for place in 0..<Int(body.documentCount) {
      let document = record.loadDocument(place, behind: TradeMatched.self)
      try db.insert(
        "tradeDocuments",
        [
          "tradeID": stored(body.tradeID.rawValue), "place": place,
          "document": "\(document.text)",
        ])
    }
  }

  /// A change of state. What a party is told of it stands in the venue's own record too.
  func enter(_ body: TradeChanged) throws {
    try index(body.tradeID, .tradeChanged)
    guard body.sideCode == 0 else { return }
    try check(body)
    let state = BookText.name(body.stateCode, TradeState.self)
    _ = try db.update(
      "trades", where: "tradeID", is: stored(body.tradeID.rawValue),
      [
        "state": state, "stateAtNanos": atNanos, "stateSequence": sequence,
        "buyerFeesFen": body.buyerFees.fen, "sellerFeesFen": body.sellerFees.fen,
        "differenceFen": body.difference.fen,
      ])
    try enterState(
      of: body.tradeID,
      [
        "fromState": BookText.name(body.fromCode, TradeState.self), "state": state,
        "reason": BookText.name(body.reasonCode, TradeReason.self),
        "deadlineNanos": body.deadline.nanoseconds, "differenceFen": body.difference.fen,
      ])
  }

  private func enterState(of trade: TradeID, _ columns: Columns) throws {
    let place: Columns = [
      "position": position, "sequence": sequence, "ordinal": ordinal, "atNanos": atNanos,
      "tradeID": stored(trade.rawValue),
    ]
    try db.insert("tradeStates", place + columns)
  }

  /// A trade goes on from the state in which it is, and only to one that the table of states allows.
  private func check(_ body: TradeChanged) throws {
    let subject = "\(body.tradeID.rawValue)"
    let row = try db.first(
      "SELECT state FROM trades WHERE tradeID = ?", [stored(body.tradeID.rawValue)])
    guard let recorded: String = row?["state"] else {
      return try enterBreak("unknownTrade", of: subject, "no match of it is recorded")
    }
    guard let from = TradeState(rawValue: body.fromCode),
      let next = TradeState(rawValue: body.stateCode)
    else { return }
    if recorded != "\(from)" {
      try enterBreak("tradeState", of: subject, "it was \(recorded), the change is from \(from)")
    } else if !from.allows(next) {
      try enterBreak("tradeState", of: subject, "\(next) can't follow \(from)")
    }
  }

  /// Clearing is asked for the funds leg; the fees of the trade are known by now.
  func enter(_ body: SettlementInstructed) throws {
    if body.takesBack != .none { return try index(body.tradeID, .settlementInstructed) }
    _ = try db.update(
      "trades", where: "tradeID", is: stored(body.tradeID.rawValue),
      ["buyerFeesFen": body.buyerFees.fen, "sellerFeesFen": body.sellerFees.fen])
    try enter(body.instruction, of: body.tradeID, to: .clearing, until: body.deadline)
    try index(body.tradeID, .settlementInstructed)
  }

  /// The registry is asked for the title leg.
  func enter(_ body: TransferInstructed) throws {
    try enter(body.instruction, of: body.tradeID, to: .registry, until: body.deadline)
    try index(body.tradeID, .transferInstructed)
  }

  private func enter(
    _ instruction: InstructionID, of trade: TradeID, to addressee: SessionRole,
    until deadline: Instant
  ) throws {
    try db.insert(
      "instructions",
      [
        "instruction": stored(instruction.rawValue), "tradeID": stored(trade.rawValue),
        "addressee": "\(addressee)", "position": position, "atNanos": atNanos,
        "deadlineNanos": deadline.nanoseconds,
      ])
  }
}
