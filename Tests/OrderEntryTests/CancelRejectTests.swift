import Market
import OrderEntry
import Records
import Testing

/// OrderCancelReject(9): 102, 434 and 58 of every refused cancel and replace.
@Suite struct CancelRejectTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let reject: CancelReject
    let rule: OrderReject?
    let detail: Int64
    let reason: Int
    let text: String
    let clause: Int
    init(
      _ reject: CancelReject, _ detail: Int64, _ reason: Int, _ text: String,
      rule: OrderReject? = nil, clause: Int = 0
    ) {
      self.reject = reject
      self.rule = rule
      self.detail = detail
      self.reason = reason
      self.text = text
      self.clause = clause
    }
    var testDescription: String { "\(reject) \(detail)" }
  }

  static let rows: [Row] = [
    Row(.tooLateToCancel, 0, 0, "The order is filled, canceled or expired"),
    Row(.unknownOrder, 0, 1, "OrigClOrdID(41) names no order of the firm"),
    Row(.duplicateClOrdID, 0, 6, "ClOrdID(11) was used before"),
    Row(.throttled, 0, 99, "The session is over its limit of messages"),
    Row(.throttled, 50, 99, "The session is over its limit of messages, limit 50"),
    Row(.orderRule, 0, 99, "The replacement breaks a rule of order entry"),
    Row(
      .orderRule, 100_000, 99, "Price(44) is not a multiple of the tick, tick 10",
      rule: .priceOffTick),
    Row(
      .orderRule, 100, 99, "The free money does not cover the order, needed CNY 1 (Art. 9)",
      rule: .insufficientFunds, clause: 901),
    Row(.symbolDiffers, 0, 99, "Symbol(55) is not the order's"),
    Row(.sideDiffers, 0, 99, "Side(54) is not the order's"),
    Row(.quantityBelowFilled, 0, 99, "OrderQty(38) leaves nothing to fill"),
    Row(.quantityBelowFilled, 25_000, 99, "OrderQty(38) leaves nothing to fill, filled 25"),
    Row(.instrumentHalted, 0, 99, "The instrument is halted"),
    Row(.unchangeableField, 0, 99, "A field differs that a replace does not change"),
    Row(.unchangeableField, 40, 99, "A field differs that a replace does not change, OrdType(40)"),
    Row(.pendingCancel, 0, 3, "The order is being cancelled already"),
    Row(
      .irrevocable, 0, 99, "A bid, and a lot, binds who has made it (Art. 49)", clause: 4907),
  ]

  @Test("every reason has a row")
  func complete() {
    #expect(Set(Self.rows.map(\.reject)) == Set(CancelReject.allCases))
  }

  static func event(_ row: Row) -> OrderCancelReject {
    var event = OrderCancelReject()
    event.execID = ExecID(rawValue: 5)
    event.orderID = OrderID(rawValue: 17)
    event.clOrdID = ClOrdID(Text32("S-0002")!)
    event.origClOrdID = ClOrdID(Text32("S-0001")!)
    event.account = AccountCode(Text16("DLR001-P")!)
    event.cancelRejectCode = row.reject.rawValue
    event.orderRejectCode = row.rule?.rawValue ?? 0
    event.rejectDetail = row.detail
    event.ordStatusCode = OrdStatus.partiallyFilled.rawValue
    event.responseTo = 2
    return event
  }

  @Test("the answer to a refused cancel or replace", arguments: rows)
  func answer(_ row: Row) {
    let encoded = ReportLines.record(.orderCancelReject, Self.event(row))
    let body =
      "37=17|11=S-0002|41=S-0001|39=1|1=DLR001-P|60=20261123-01:30:00.123|434=2|"
      + "102=\(row.reason)|58=\(row.text)|"
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(own == body + (row.clause > 0 ? "7799=\(row.clause)|" : ""))
    #expect(plain == body)
  }

  @Test("what must be there is there when nothing is known")
  func unknown() {
    var event = OrderCancelReject()
    event.cancelRejectCode = CancelReject.unknownOrder.rawValue
    event.ordStatusCode = OrdStatus.rejected.rawValue
    event.responseTo = 1
    let encoded = ReportLines.record(.orderCancelReject, event)
    let line = encoded.body()
    #expect(
      line == "37=NONE|11=NONE|41=NONE|39=8|60=20261123-01:30:00.123|434=1|102=1|"
        + "58=OrigClOrdID(41) names no order of the firm|")
  }
}
