import Market
import MarketCore

/// Rows about the settlement of trades.
extension ScenarioMarket {
  /// How an instrument's trades are settled.
  func settle(_ row: Row, _ body: inout DefineInstrument) {
    func seconds(_ key: String) -> UInt32 { row[key].flatMap { UInt32($0) } ?? 0 }
    body.signSeconds = seconds("sign")
    body.balanceSeconds = seconds("balance")
    body.fundsSeconds = seconds("funds")
    body.titleSeconds = seconds("title")
    body.weightSeconds = seconds("weight")
    body.topUpSeconds = seconds("topup")
    body.reserveBasisPoints = UInt16(seconds("reserve"))
    body.clearingModeCode = row["clearing"] == "net" ? ClearingMode.net.rawValue : 0
    body.signingFlowCode = row["signing"] == "affirm" ? SigningFlow.affirm.rawValue : 0
  }

  /// Performs a row about settlement; nil where it is none.
  func settlement(_ row: Row) -> [String]? {
    switch row.verb {
    case "affirm":
      var body = AffirmTrade()
      body.confirmID = text32("C\(row.word(1))")
      body.tradeID = trade(row)
      body.affirmStatus = row.has("rejected") ? 0x32 : 0x33
      return send(.affirmTrade, row, body, [])
    case "answer":
      var body = AnswerInstruction()
      body.reference = text32("A\(row.word(2))")
      body.tradeID = trade(row)
      body.instruction = InstructionID(rawValue: UInt64(row.words[2]) ?? 0)
      body.resultCode = code(row.word(3), of: InstructionResult.self, unknown: 0)
      body.isCountersigned = row.has("unsigned") ? 0 : 1
      let parts = parts(row)
      body.partCount = UInt16(row["count"].flatMap { Int($0) } ?? parts.count)
      let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
      return tester.apply(.answerInstruction, body, session: session, parts: parts)
    case "weigh":
      var body = ReportWeight()
      body.reference = text32("W\(row.word(2))")
      body.tradeID = trade(row)
      body.document = TitleDocID(text32(row.word(2)))
      body.netWeight = Quantity(thousandths: integer(row.words[3], scale: 3))
      return send(.reportWeight, row, body, [])
    case "object":
      var body = DisputeTrade()
      body.reference = text32("O\(row.word(1))")
      body.tradeID = trade(row)
      return send(.disputeTrade, row, body, [])
    case "positions": return positions(row)
    case "recon": return recon(row)
    case "control": return controlTrade(row)
    case "grade": return gradeWarehouse(row)
    default: return nil
    }
  }

  /// The trade that a row names behind its session.
  private func trade(_ row: Row) -> TradeID { TradeID(rawValue: UInt64(row.words[1]) ?? 0) }

  private func positions(_ row: Row) -> [String] {
    var body = RequestPositions()
    body.posReqID = text32(row.word(1))
    body.party = CompID(text16(row.word(2)))
    body.account = AccountCode(text16(row["account"].map(String.init) ?? "A"))
    body.symbol = Symbol(text16(row["symbol"].map(String.init) ?? ""))
    body.requestType = row["type"].flatMap { UInt8($0) } ?? 0
    return send(.requestPositions, row, body, [])
  }

  private func recon(_ row: Row) -> [String] {
    var body = ReportRecon()
    body.finding.number = UInt64(row.words[0]) ?? 0
    body.finding.reconID = UInt64(row.words[1]) ?? 0
    body.finding.statusCode = code(row.word(2), of: ReconStatus.self, unknown: 99)
    body.finding.breakCode =
      row.word(3) == "none" ? 0 : code(row.word(3), of: ReconBreakCode.self, unknown: 99)
    body.finding.tradeID = TradeID(rawValue: row["trade"].flatMap { UInt64($0) } ?? 0)
    body.finding.document = TitleDocID(text32(row["doc"].map(String.init) ?? ""))
    body.finding.warehouse = CompID(text16(row["warehouse"].map(String.init) ?? ""))
    body.request = 1
    return tester.apply(.reportRecon, body)
  }
}
