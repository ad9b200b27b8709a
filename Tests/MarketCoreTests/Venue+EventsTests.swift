import Market
import Memory
import Records
import Testing

@testable import MarketCore

/// An order as a client knows it that has nothing but its ExecutionReport(8)s.
struct ClientView: Equatable {
  var clOrdID: ClOrdID
  var status: OrdStatus
  var orderQty: Quantity
  var price: Price
  var cumQty = Quantity.zero
  var avgPx = Price.zero
  var leavesQty: Quantity
  /// Sum of LastPx(31) times LastQty(32).
  private var traded: Int128 = 0

  /// An order that is acknowledged.
  init(_ report: ExecutionReport) {
    clOrdID = report.clOrdID
    status = .new
    orderQty = report.orderQty
    price = report.price
    leavesQty = report.orderQty
  }

  /// An order as the venue has it.
  init(_ order: Order, in instrument: Instrument) {
    clOrdID = order.clOrdID
    status = order.status
    orderQty = order.orderQty
    price = order.price
    cumQty = instrument.quantity(of: order.filledLots)
    avgPx = order.avgPx(tickSize: instrument.tick)
    leavesQty = instrument.quantity(of: order.leavesLots)
  }

  /// What a report makes of it; false where the report is of no use for that.
  mutating func take(_ report: ExecutionReport) -> Bool {
    switch ExecType(rawValue: report.execTypeCode) {
    case .trade: fill(report)
    case .canceled: end(.canceled, report)
    case .expired: end(.expired, report)
    case .replaced:
      clOrdID = report.clOrdID
      orderQty = report.orderQty
      price = report.price
      leavesQty = Quantity(thousandths: orderQty.thousandths - cumQty.thousandths)
    case .restated, .orderStatus: break
    case .new, .rejected, .tradeCancel, nil: return false
    }
    return true
  }

  private mutating func fill(_ report: ExecutionReport) {
    let last = report.lastQty.thousandths
    traded += Int128(report.lastPx.tenThousandths) * Int128(last)
    cumQty = Quantity(thousandths: cumQty.thousandths + last)
    leavesQty = Quantity(thousandths: leavesQty.thousandths - last)
    status = leavesQty == .zero ? .filled : .partiallyFilled
    let cum = Int128(cumQty.thousandths)
    avgPx = Price(tenThousandths: Int64((2 * traded + cum) / (2 * cum)))
  }

  private mutating func end(_ status: OrdStatus, _ report: ExecutionReport) {
    clOrdID = report.clOrdID
    self.status = status
    leavesQty = .zero
  }

  /// Whether a report says the same of the order.
  func agrees(with report: ExecutionReport) -> Bool {
    clOrdID == report.clOrdID && status.rawValue == report.ordStatusCode
      && orderQty == report.orderQty && price == report.price && cumQty == report.cumQty
      && avgPx == report.avgPx && leavesQty == report.leavesQty
  }

  static func == (a: ClientView, b: ClientView) -> Bool {
    a.clOrdID == b.clOrdID && a.status == b.status && a.orderQty == b.orderQty
      && a.price == b.price && a.cumQty == b.cumQty && a.avgPx == b.avgPx
      && a.leavesQty == b.leavesQty
  }
}

/// All clients of a market, who see the reports and nothing else.
final class ClientViews {
  private(set) var orders: [OrderID: ClientView] = [:]
  private(set) var unsolicited: [UInt8: Int] = [:]
  /// Orders that mass cancels are still to end: TotalAffectedOrders(533) less those told.
  private var awaited: [FirmID: Int] = [:]
  private var commandsRead = 0

  /// Takes the reports since the last time; what is wrong then.
  func follow(_ tester: TestVenue) -> String? {
    for entry in tester.log[commandsRead...] {
      for answer in bodies(MassCancelReport.self, of: .massCancelReport, in: entry.events) {
        awaited[answer.firm, default: 0] += Int(answer.totalAffectedOrders)
      }
      for report in bodies(ExecutionReport.self, of: .executionReport, in: entry.events) {
        if let problem = take(report) { return "\(problem): \(report)" }
      }
    }
    commandsRead = tester.log.count
    return compare(tester)
  }

  private func take(_ report: ExecutionReport) -> String? {
    switch ExecType(rawValue: report.execTypeCode) {
    case .rejected: return nil
    case .new: orders[report.orderID] = ClientView(report)
    default:
      guard orders[report.orderID]?.take(report) == true else { return "no order to change" }
    }
    guard orders[report.orderID]?.agrees(with: report) == true else { return "another order" }
    return reasonProblem(report)
  }

  /// ExecRestatementReason(378) stands where neither a request, of one order or of many, nor the
  /// order's own terms have made the change, and nowhere else.
  private func reasonProblem(_ report: ExecutionReport) -> String? {
    let hasReason = report.restatementReasonPlus1 > 0
    if hasReason { unsolicited[report.restatementReasonPlus1 - 1, default: 0] += 1 }
    switch ExecType(rawValue: report.execTypeCode) {
    case .restated: return hasReason ? nil : "a change without its reason"
    case .canceled:
      let isRequested = !report.origClOrdID.text.isEmpty
      if isRequested { return hasReason ? "a reason for what was asked for" : nil }
      if hasReason || report.mayEndAtOnce { return nil }
      awaited[report.firm, default: 0] -= 1
      return awaited[report.firm, default: 0] >= 0 ? nil : "an end without its reason"
    default: return hasReason ? "a reason for nothing" : nil
    }
  }

  private func compare(_ tester: TestVenue) -> String? {
    var count = 0
    for slot in tester.applier.venue.orders.slots
    where tester.applier.venue.orders.isInUse(slot) {
      let order = tester.applier.venue.orders[slot]
      if order.status == .rejected { continue }
      count += 1
      let actual = ClientView(order, in: tester.applier.venue.reference[order.instrument])
      guard orders[order.orderID] == actual else {
        return "\(String(describing: orders[order.orderID])) instead of \(actual)"
      }
    }
    return count == orders.count ? nil : "\(orders.count) instead of \(count) orders"
  }
}

extension ExecutionReport {
  /// Whether what is left of the order ends by its own terms when it has come to the book.
  fileprivate var mayEndAtOnce: Bool {
    switch TimeInForce(rawValue: timeInForceCode) {
    case .immediateOrCancel, .fillOrKill: true
    case .day, .goodTillCancel, .atTheOpening, .goodTillDate, .atTheClose, nil:
      minQty != .zero || ordTypeCode == OrdType.market.rawValue
        || ordTypeCode == OrdType.marketToLimit.rawValue || ordTypeCode == OrdType.stop.rawValue
    }
  }
}

/// The reports tell a client its orders.
@Suite struct VenueEventsTests {
  @Test("reports alone make the orders that the venue has, after each command of any stream")
  func rebuilds() {
    var unsolicited: [UInt8: Int] = [:]
    var orders = 0
    for seed in 201...208 as ClosedRange<UInt64> {
      let clients = ClientViews()
      var problem: String?
      let stream = RandomStream(seed: seed).run(commands: 400) { market, row, _ in
        guard problem == nil else { return }
        problem = clients.follow(market.tester).map { "after \(row): \($0)" }
      }
      #expect(problem == nil, "seed \(seed)")
      #expect(stream.rows.count > 400)
      orders += clients.orders.count
      unsolicited.merge(clients.unsolicited, uniquingKeysWith: +)
    }
    #expect(orders > 500)
    let reasons = [Execution.exchangeOption, Execution.other]
    #expect(reasons.allSatisfy { unsolicited[$0, default: 0] > 10 }, "\(unsolicited)")
    #expect(unsolicited.count == reasons.count)
  }
}
