import GRDB
import Market
import Records

/// Orders, as their reports tell them.
extension EventEntry {
  /// A report: where it stands, and the order as it is behind it. What only answers a status request
  /// changes nothing.
  func enter(_ body: ExecutionReport, _ record: RawSpan) throws {
    guard body.execTypeCode != ExecType.orderStatus.rawValue else { return }
    try db.insert(
      "reports",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "orderID": stored(body.orderID.rawValue), "execID": stored(body.execID.rawValue),
        "execType": BookText.name(body.execTypeCode, ExecType.self),
        "tradeID": stored(body.tradeID.rawValue), "firm": body.firm.rawValue,
        "reject": BookText.name(body.orderRejectCode, OrderReject.self),
      ])
    if body.orderID != .none { try enterOrder(body, auction(of: body, record)) }
  }

  /// The lot that a report's order bids in; zero for none.
  private func auction(of body: ExecutionReport, _ record: RawSpan) -> UInt64 {
    guard body.referenceCode == ReportReference.auction.rawValue else { return 0 }
    return record.loadTrailing(
      UInt64.self, 4 * Int(body.documentCount), behind: ExecutionReport.self)
  }

  private func enterOrder(_ body: ExecutionReport, _ auction: UInt64) throws {
    try db.upsert(
      "orders", key: "orderID", keeping: ["enteredAtNanos", "session", "auction"],
      [
        "orderID": stored(body.orderID.rawValue), "enteredAtNanos": atNanos,
        "clOrdID": "\(body.clOrdID.text)", "session": head.session.rawValue,
        "firm": body.firm.rawValue, "account": "\(body.account.text)",
        "symbol": "\(body.symbol.text)", "side": BookText.name(body.sideCode, Side.self),
        "ordType": BookText.name(body.ordTypeCode, OrdType.self),
        "timeInForce": BookText.name(body.timeInForceCode, TimeInForce.self),
        "priceTenThousandths": body.price.tenThousandths,
        "orderQtyThousandths": body.orderQty.thousandths,
        "cumQtyThousandths": body.cumQty.thousandths,
        "leavesQtyThousandths": body.leavesQty.thousandths,
        "ordStatus": BookText.name(body.ordStatusCode, OrdStatus.self),
        "changedAtNanos": atNanos, "auction": stored(auction),
      ])
  }
}
