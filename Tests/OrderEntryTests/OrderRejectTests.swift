import Market
import OrderEntry
import Records
import Testing

/// The reject table: 103, 58 and 7799 of every refused order.
@Suite struct OrderRejectTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let reject: OrderReject
    let detail: Int64
    let reason: Int
    let text: String
    let clause: Int
    init(_ reject: OrderReject, _ detail: Int64, _ reason: Int, _ text: String, clause: Int = 0) {
      self.reject = reject
      self.detail = detail
      self.reason = reason
      self.text = text
      self.clause = clause
    }
    var testDescription: String { "\(reject) \(detail)" }
  }

  static let rows: [Row] = [
    Row(
      .unknownAuction, 0, 1, "AuctionID(7762) names no lot that takes bids (Art. 49)",
      clause: 4907),
    Row(
      .auctionNotOpen, 0, 2, "The lot of AuctionID(7762) is not open (Art. 49)",
      clause: 4907),
    Row(
      .isInitiator, 0, 99,
      "The lot's initiator, and who is under one control with it, do not bid (Art. 49)",
      clause: 4907),
    Row(
      .depositMissing, 0, 99, "The firm has put down no deposit for the lot (Art. 49)",
      clause: 4907),
    Row(
      .bidOffStep, 1_000_000, 99,
      "Price(44) 68450 is not whole steps from StartPrice(7764), step 100 (Art. 49)",
      clause: 4907),
    Row(
      .bidTooLow, 685_000_000, 99,
      "Price(44) 68450 does not beat what wins, at least 68500 (Art. 49)",
      clause: 4907),
    Row(
      .bidTooFar, 684_000_000, 99,
      "Price(44) 68450 is more than 20 steps beyond the best bid, at most 68400 (Art. 49)",
      clause: 4907),
    Row(
      .clockPriceWorse, 685_000_000, 99,
      "Price(44) 68450 is better than the clock's price by now, clock 68500 (Art. 49)",
      clause: 4907),
    Row(
      .lotsNotLeft, 1, 13, "OrderQty(38) 50 is more than is left of the lot, left 1 (Art. 49)",
      clause: 4907),
    Row(
      .outbid, 0, 99, "Another bid has taken its place (Art. 49)",
      clause: 4907),
    Row(
      .bidVoided, 0, 99, "The operator has voided the bid (Art. 49)",
      clause: 4907),
    Row(
      .auctionOver, 0, 99, "The lot is over (Art. 49)",
      clause: 4907),
    Row(
      .programNotRegistered, 0, 99,
      "OrderRestrictions(529) has 1: ComplianceID(376) is no ProgramRegID(7801) of the firm in force"
    ),
    Row(
      .programNotMarked, 0, 99,
      "Monitor P2 has found programme trading: OrderRestrictions(529) 1 and ComplianceID(376) of a registration"
    ),
    Row(
      .settlDateNotOffered, 30, 11,
      "SettlDate(64) is over, or later than the instrument lets, days 30 (Art. 49)", clause: 4906),
    Row(.benchmarkMissing, 0, 99, "No value of the instrument's benchmark is published"),
    Row(.otherSideRefused, 0, 99, "The other side is refused"),
    Row(.duplicateCrossID, 0, 6, "CrossID(548) was used before"),
    Row(.brokerNotNamed, 0, 15, "The firm has not named the session's firm as its broker"),
    Row(.quantitiesDiffer, 0, 13, "The sides do not say the same OrderQty(38)"),
    Row(
      .listingNotOpen, 0, 5,
      "ListingOrderID(7772) names no order in a book: give the OrderID(37) of one"),
    Row(
      .listingOfAnotherInstrument, 0, 99,
      "The order named by ListingOrderID(7772) is of another Symbol(55)"),
    Row(
      .listingOnSameSide, 0, 99,
      "The order named by ListingOrderID(7772) has the same Side(54)"),
    Row(
      .listingOutOfReach, 5, 3,
      "The order named by ListingOrderID(7772) is not among the best prices, at most 5"),
    Row(
      .listingBeyondLimit, 684_600_000, 3,
      "Price(44) does not reach the order named by ListingOrderID(7772), its price 68460"),
    Row(
      .listingOutsideBand, 684_600_000, 3,
      "The order named by ListingOrderID(7772) is too far from the last price, limit 68460"),
    Row(
      .listingIsWhole, 2, 13,
      "The order named by ListingOrderID(7772) trades as a whole only, lots 2"),
    Row(
      .listingTooSmall, 0, 13,
      "The order named by ListingOrderID(7772) has fewer lots than must be filled at once"),
    Row(
      .counterpartyNotPermitted, 0, 99,
      "One of the firms does not deal with the other, as its list of counterparties has it"),
    Row(
      .operatorMayNotTrade, 0, 99, "The operator and its staff may not trade (Art. 10)",
      clause: 1001),
    Row(.firmNotAdmitted, 0, 99, "The firm is not admitted to trading (Art. 24)", clause: 2401),
    Row(.unknownSymbol, 0, 1, "Symbol(55) CU-BW-A is unknown"),
    Row(.instrumentClosed, 0, 2, "Symbol(55) CU-BW-A is not open for orders"),
    Row(.instrumentHalted, 0, 2, "Symbol(55) CU-BW-A is halted (Art. 49)", clause: 4905),
    Row(.modeNotOffered, 0, 11, "TradingMode(7761) is not offered by the instrument"),
    Row(.currencyNotCNY, 0, 99, "Currency(15) is not CNY (Art. 8)", clause: 801),
    Row(.priceOffTick, 100_000, 99, "Price(44) 68450 is not a multiple of the tick, tick 10"),
    Row(.priceOffTick, 1_000, 99, "Price(44) 68450 is not a multiple of the tick, tick 0.1"),
    Row(
      .priceOutsideBand, 725_570_000, 3, "Price(44) 68450 is outside the price band, limit 72557"),
    Row(.priceOutsideBand, -15_000, 3, "Price(44) 68450 is outside the price band, limit -1.5"),
    Row(.priceMissing, 0, 99, "Price(44) is missing"),
    Row(
      .quantityNotWholeLots, 25_000, 13,
      "OrderQty(38) 50 is not a whole number of document units, unit 25"),
    Row(
      .quantityNotWholeLots, 10_080, 13,
      "OrderQty(38) 50 is not a whole number of document units, unit 10.08"),
    Row(
      .quantityTooLarge, 64, 3, "OrderQty(38) 50 has more lots than one order may have, at most 64"),
    Row(.quantityNotPositive, 0, 13, "OrderQty(38) 50 is not above zero"),
    Row(.duplicateClOrdID, 0, 6, "ClOrdID(11) S-0001 was used before"),
    Row(.ordTypeNotOffered, 0, 11, "OrdType(40) 2 is not offered by the instrument"),
    Row(.timeInForceNotOffered, 0, 11, "TimeInForce(59) 0 is not offered by the instrument"),
    Row(.qualifierNotOffered, 0, 11, "A qualifier of the order is not offered by the instrument"),
    Row(
      .qualifierNotOffered, 110, 11,
      "A qualifier of the order is not offered by the instrument, MinQty(110)"),
    Row(.unknownAccount, 0, 15, "Account(1) DLR001-P is unknown to the firm"),
    Row(
      .minimumInterval, 300, 99,
      "The interval between buy and sale has not passed, seconds 300 (Art. 11)", clause: 1101),
    Row(
      .minimumIntervalDays, 5, 99,
      "The interval between buy and sale has not passed, trading days 5 (Art. 11)", clause: 1101),
    Row(
      .documentUnknown, 1, 99,
      "UnderlyingSecurityID(309) names an unknown document, entry 1 (Art. 16)", clause: 1602),
    Row(
      .documentNotHeld, 64, 99,
      "UnderlyingSecurityID(309) names a document that the firm does not hold, entry 64 (Art. 16)",
      clause: 1602),
    Row(
      .documentNotActive, 2, 99,
      "UnderlyingSecurityID(309) names a document that is not ACTIVE, entry 2 (Art. 16)",
      clause: 1603),
    Row(
      .documentNotFree, 2, 99,
      "UnderlyingSecurityID(309) names a document that is reserved or settling, entry 2 (Art. 16)",
      clause: 1603),
    Row(
      .titleNotTransferred, 3, 99,
      "UnderlyingSecurityID(309) names a document whose title is not yet transferred, entry 3 "
        + "(Art. 16)", clause: 1601),
    Row(
      .notEnoughDocuments, 1, 99,
      "OrderQty(38) 50 is more than the free documents of the firm, free 1 (Art. 16)", clause: 1602),
    Row(
      .notEnoughDocuments, 0, 99,
      "OrderQty(38) 50 is more than the free documents of the firm (Art. 16)", clause: 1602),
    Row(.documentCountDiffers, 2, 13, "The documents named are not one for each lot, lots 2"),
    Row(
      .insufficientFunds, 342_250_050, 3,
      "The free money does not cover the order, needed CNY 3422500.5 (Art. 9)", clause: 901),
    Row(.amountOverflow, 0, 3, "The order's amount is beyond what can be accounted"),
    Row(.tooManyOrders, 0, 3, "Too many orders are live"),
    Row(
      .tooManyHoldings, 0, 3, "There is no room for documents of the firm in the instrument"),
    Row(.throttled, 0, 99, "The session is over its limit of messages"),
    Row(.throttled, 100, 99, "The session is over its limit of messages, limit 100"),
    Row(.wouldTradeWithItself, 0, 99, "The order would trade with one of its own group"),
    Row(
      .documentOfAnotherInstrument, 1, 99,
      "UnderlyingSecurityID(309) names a document of another instrument, entry 1"),
    Row(
      .documentExpired, 1, 99,
      "UnderlyingSecurityID(309) names a document whose storage has expired, entry 1 (Art. 16)",
      clause: 1603),
    Row(
      .warehouseNotCompliant, 1, 99,
      "The documents lie in a warehouse that is not compliant (Art. 18)", clause: 1801),
    Row(
      .warehouseHalted, 0, 2, "The documents lie in a warehouse that is halted (Art. 49)",
      clause: 4905),
    Row(
      .unknownClOrdIDResent, 0, 99,
      "ClOrdID(11) S-0001 comes with PossResend(97)=Y and is unknown"),
    Row(.sessionMayNotUseAccount, 0, 15, "Account(1) DLR001-P may not be used by the session"),
    Row(.wouldTakeLiquidity, 0, 99, "The order would take liquidity, ExecInst(18) is 6"),
    Row(.expireTimePast, 0, 99, "ExpireTime(126) is not later than now"),
    Row(
      .minQtyNotPossible, 25_000, 13,
      "MinQty(110) is not whole document units up to OrderQty(38), unit 25"),
    Row(
      .maxFloorNotPossible, 25_000, 13,
      "MaxFloor(111) is not whole document units above zero, unit 25"),
    Row(.stoppedByOperator, 0, 0, "The operator has stopped the session, its firm or the venue"),
    Row(.stopPxOffTick, 100_000, 99, "StopPx(99) 68460 is not a multiple of the tick, tick 10"),
    Row(
      .stopPxOutsideBand, 725_570_000, 3, "StopPx(99) 68460 is outside the price band, limit 72557"),
    Row(
      .rateExceeded, 300, 99,
      "Too many messages within a second of the account or its control group, limit 300"),
    Row(
      .tooManyAccounts, 0, 3,
      "Account(1) DLR001-P is one account too many of the firm today: use one that has traded today"
    ),
  ]

  @Test("every reason has a row")
  func complete() {
    #expect(Set(Self.rows.map(\.reject)) == Set(OrderReject.allCases))
  }

  @Test("the report of a refused order", arguments: rows)
  func report(_ row: Row) {
    var report = ReportLines.report(.rejected, .rejected)
    report.leavesQty = .zero
    report.orderRejectCode = row.reject.rawValue
    report.rejectDetail = row.detail
    var state = ReportEncoderTests.state
    if [.stopPxOffTick, .stopPxOutsideBand].contains(row.reject) {
      report.ordTypeCode = OrdType.stopLimit.rawValue
      report.stopPx = Price(tenThousandths: 684_600_000)
      state = state.replacing("40=2|44=68450|", with: "40=4|44=68450|99=68460|")
    }
    let encoded = ReportLines.record(.executionReport, report)
    let body =
      "37=17|11=S-0001|17=401|150=8|39=8|103=\(row.reason)|\(state)"
      + "151=0|14=0|6=0|\(ReportEncoderTests.time)58=\(row.text)|"
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    let mark =
      row.reject == .rateExceeded ? "7804=P3|" : row.reject == .programNotMarked ? "7804=P2|" : ""
    #expect(own == body + "7761=L|" + (row.clause > 0 ? "7799=\(row.clause)|" : "") + mark)
    #expect(plain == body)
  }

  @Test("an order that was never taken in: no OrderID(37), no terms but those that it had")
  func unseen() {
    var report = ExecutionReport()
    report.execID = ExecID(rawValue: 1)
    report.clOrdID = ClOrdID(Text32("S-1")!)
    report.ordTypeCode = OrdType.limit.rawValue
    report.timeInForceCode = TimeInForce.day.rawValue
    report.cashMarginCode = CashMargin.cash.rawValue
    report.execTypeCode = ExecType.rejected.rawValue
    report.ordStatusCode = OrdStatus.rejected.rawValue
    report.orderRejectCode = OrderReject.throttled.rawValue
    let encoded = ReportLines.record(.executionReport, report)
    let line = encoded.body()
    #expect(
      line == "37=NONE|11=S-1|17=1|150=8|39=8|103=99|55=[N/A]|54=7|151=0|14=0|6=0|"
        + "\(ReportEncoderTests.time)58=The session is over its limit of messages|")
  }

  @Test("a code that no record holds: the sentence names the field alone")
  func unknownCode() {
    var report = ReportLines.report(.rejected, .rejected)
    report.orderID = .none
    report.ordTypeCode = 0
    report.timeInForceCode = 0
    for (reject, field) in [
      (OrderReject.ordTypeNotOffered, "OrdType(40)"), (.timeInForceNotOffered, "TimeInForce(59)"),
    ] {
      report.orderRejectCode = reject.rawValue
      let encoded = ReportLines.record(.executionReport, report)
      #expect(encoded.body().contains("|58=\(field) is not offered by the instrument|"))
    }
  }

  @Test("the longest values fit the sentence", arguments: OrderReject.allCases)
  func longest(_ reject: OrderReject) {
    var report = ReportLines.report(.rejected, .rejected)
    report.clOrdID = ClOrdID(Text32(String(repeating: "x", count: 32))!)
    report.account = AccountCode(Text16(String(repeating: "x", count: 16))!)
    report.symbol = Symbol(Text16(String(repeating: "x", count: 16))!)
    report.price = Price(tenThousandths: .min)
    report.orderQty = Quantity(thousandths: .min)
    report.orderRejectCode = reject.rawValue
    report.rejectDetail = .min
    let encoded = ReportLines.record(.executionReport, report)
    let text = encoded.body().split(separator: "|").first { $0.hasPrefix("58=") }
    #expect((text ?? "").count > 20)
  }
}
