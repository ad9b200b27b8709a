import FIX44
import FIXWire
import Market
import Records
import Testing

@testable import OrderEntry

/// Which events answer a request for past trades: a criterion compares with what the report shows.
@Suite struct TradeQuestionTests {
  private static func asked(_ change: (inout RequestTrades) -> Void) -> TradesRequested {
    var asked = TradesRequested()
    asked.request.tradeRequestID = Text32("Q-1")!
    change(&asked.request)
    return asked
  }

  /// Whether the seller, or with `all` who sees both sides, is told the trade, and its undoing to the seller.
  private static func told(
    _ asked: TradesRequested, all: Bool = false
  ) -> (trade: Bool, correction: Bool) {
    let question = TradeQuestion(asked, at: Sequence(rawValue: 9))
    let entitlement = DropCopyTests.entitlement(all ? [] : [1])
    let matched = DropCopyTests.matched(DropCopyTests.trade)
    var body = TradeChanged()
    body.tradeID = TradeID(rawValue: 9)
    body.stateCode = TradeState.bust.rawValue
    body.sideCode = Side.sell.rawValue
    (body.buyFirm, body.sellFirm) = (FirmID(rawValue: 2), FirmID(rawValue: 1))
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.execID = ExecID(rawValue: 500)
    body.orderID = OrderID(rawValue: 17)
    body.clOrdID = ClOrdID(Text32("S-1")!)
    body.matchedAt = ReportLines.time
    let changed = ReportLines.record(.tradeChanged, body)
    let trade = question.answer(
      matched.record.bytes, for: entitlement, from: DropCopyTests.origins)
    let correction = question.answer(
      changed.record.bytes, for: entitlement, from: DropCopyTests.origins)
    return (trade != nil, correction != nil)
  }

  /// A criterion; whether the trade and its undoing meet it, to the seller and to who sees all.
  struct Row: Sendable {
    let criterion: @Sendable (inout RequestTrades) -> Void
    let seller: [Bool]
    let all: [Bool]

    init(
      _ seller: [Bool], all: [Bool]? = nil,
      _ criterion: @escaping @Sendable (inout RequestTrades) -> Void
    ) {
      self.criterion = criterion
      self.seller = seller
      self.all = all ?? seller
    }
  }

  static let rows: [Row] = [
    Row([true, true]) { _ in },
    Row([true, true]) { $0.symbol = Symbol(Text16("CU-BW-A")!) },
    Row([false, false]) { $0.symbol = Symbol(Text16("CU-BW-B")!) },
    Row([true, true]) { $0.tradeID = TradeID(rawValue: 9) },
    Row([false, false]) { $0.tradeID = TradeID(rawValue: 8) },
    Row([true, false]) { $0.reportOf = TradeID(rawValue: 9) },
    Row([false, false]) { $0.reportOf = TradeID(rawValue: 8) },
    Row([false, true]) { $0.report = ExecID(rawValue: 500) },
    Row([true, false]) { $0.execID = ExecID(rawValue: 401) },
    Row([false, false], all: [true, false]) { $0.execID = ExecID(rawValue: 402) },
    Row([true, true]) { $0.orderID = OrderID(rawValue: 17) },
    Row([false, false], all: [true, false]) { $0.orderID = OrderID(rawValue: 18) },
    Row([true, true]) { $0.clOrdID = ClOrdID(Text32("S-1")!) },
    Row([false, false], all: [true, false]) { $0.clOrdID = ClOrdID(Text32("B-1")!) },
    Row([true, false]) { $0.trdSubType = 1 },
    Row([false, false]) { $0.trdSubType = 5 },
    Row([true, true]) { $0.from = ReportLines.time },
    Row([false, false]) { $0.from = ReportLines.time.adding(nanoseconds: 1) },
    Row([false, false]) { $0.until = ReportLines.time },
    Row([true, true]) { $0.until = ReportLines.time.adding(nanoseconds: 1) },
  ]

  @Test("each criterion finds what it says, and of a side that is shown", arguments: rows)
  func criteria(_ row: Row) {
    let asked = Self.asked(row.criterion)
    let seller = Self.told(asked)
    #expect([seller.trade, seller.correction] == row.seller)
    let all = Self.told(asked, all: true)
    #expect([all.trade, all.correction] == row.all)
  }

  @Test("of a firm those in which it is a side, and what it was told")
  func firms() {
    for (firm, expected) in [(1, [true, true]), (2, [true, false]), (3, [false, false])] {
      var asked = Self.asked { _ in }
      asked.party = FirmID(rawValue: UInt32(firm))
      let told = Self.told(asked, all: true)
      #expect([told.trade, told.correction] == expected)
    }
  }

  @Test("reports of orders are no trades")
  func reports() {
    let question = TradeQuestion(Self.asked { _ in }, at: Sequence(rawValue: 9))
    let event = ReportLines.record(.executionReport, ReportLines.report(.trade, .filled))
    let told = question.answer(
      event.record.bytes, for: DropCopyTests.entitlement([]), from: DropCopyTests.origins)
    #expect(told == nil)
  }
}
