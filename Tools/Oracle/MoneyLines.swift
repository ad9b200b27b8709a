import Market

/// What is told of collateral and fixings.
extension SettlementLine {
  /// The guarantee of a trade is short, has more than it needs, or is whole again.
  static func collateral(_ told: NaiveCollateral, _ trade: NaiveTrade, to session: Int)
    -> SettlementLine
  {
    let isShort = told.reason == .marginDeficiency
    return SettlementLine(
      .collateral,
      [
        "number": Int64(told.number), "trade": Int64(trade.number), "required": trade.required,
        "value": told.value, "amount": told.amount, "until": trade.topUpBy,
        "why": told.reason == .marginExcess ? 4 : 3, "status": isShort ? 1 : 3,
        "reported": told.reason == nil ? 1 : 0, "addition": trade.haircutAddition,
        "haircut": told.haircut, "reference": Int64(told.reference), "firm": Int64(trade.buyer),
        "order": Int64(trade.buyOrder), "to": Int64(session),
      ])
  }

  static func collateral(_ body: CollateralTold, isReport: Bool, to session: Int)
    -> SettlementLine
  {
    SettlementLine(
      .collateral,
      [
        "number": Int64(body.number.rawValue), "trade": Int64(body.tradeID.rawValue),
        "required": body.required.fen, "value": body.value.fen, "amount": body.amount.fen,
        "until": body.deadline.nanoseconds, "why": Int64(body.reasonCode),
        "status": Int64(body.statusCode), "reported": isReport ? 1 : 0,
        "addition": Int64(body.haircutAddition), "haircut": Int64(body.haircutBasisPoints),
        "reference": Int64(SettlementNames.number(of: body.reference)),
        "firm": Int64(body.firm.rawValue), "order": Int64(body.orderID.rawValue),
        "to": Int64(session),
      ])
  }

  /// What has come of an assignment.
  static func assigned(
    _ answer: NaiveAssignment, _ refusal: CollateralRefusal?, to session: Int
  ) -> SettlementLine {
    let terms = answer.terms
    return SettlementLine(
      .assigned,
      [
        "collateral": Int64(refusal?.rawValue ?? 0), "number": Int64(answer.number),
        "firm": Int64(answer.firm), "amount": answer.fen, "available": answer.available,
        "currency": Int64(SettlementMarket.code(of: terms.currency)), "type": Int64(terms.type),
        "kind": Int64(terms.kind), "haircut": answer.haircut,
        "reference": Int64(answer.reference), "to": Int64(session),
      ])
  }

  static func assigned(_ body: CollateralAnswered, to session: Int) -> SettlementLine {
    SettlementLine(
      .assigned,
      [
        "collateral": Int64(body.refusalCode),
        "number": Int64(SettlementNames.number(of: body.reference)),
        "firm": Int64(body.firm.rawValue), "amount": body.amount.fen,
        "available": body.available.fen, "currency": Int64(body.currency),
        "type": Int64(body.transTypeCode), "kind": Int64(body.accountKind),
        "haircut": Int64(body.haircutBasisPoints),
        "reference": Int64(SettlementNames.number(of: body.fixingReference)),
        "to": Int64(session),
      ])
  }

  /// A currency has another fixing.
  static func fixing(_ terms: FixTerms, reference: Int, request: Int) -> SettlementLine {
    SettlementLine(
      .fixing,
      [
        "currency": Int64(SettlementMarket.code(of: terms.currency)),
        "tenMillionths": terms.tenMillionths, "reference": Int64(reference),
        "request": Int64(request), "to": Int64(terms.session), "benchmark": 0,
      ])
  }

  /// The benchmark has another value.
  static func benchmark(_ tenMillionths: Int64, request: Int) -> SettlementLine {
    SettlementLine(
      .fixing,
      [
        "currency": 0, "tenMillionths": tenMillionths, "reference": Int64(request),
        "request": Int64(request), "to": 0, "benchmark": 1,
      ])
  }

  static func fixing(_ body: FixingChanged, to session: Int) -> SettlementLine {
    SettlementLine(
      .fixing,
      [
        "currency": Int64(body.currency), "tenMillionths": body.tenMillionths,
        "reference": Int64(SettlementNames.number(of: body.reference)),
        "request": Int64(body.request), "to": Int64(session),
        "benchmark": body.benchmark == SettlementNames.benchmark ? 1 : 0,
      ])
  }

  /// Why an assignment changes nothing; nil where that is not said.
  public var collateralRefusal: Int64? {
    kind == .assigned ? number(named: "collateral") : nil
  }
}
