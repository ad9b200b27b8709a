import Market
import OrderEntry
import Records
import Testing

/// What firms are told of auctions: SecurityDefinition(d), SecurityStatus(f), CollateralResponse(AZ), and 7762 on
/// ExecutionReport(8).
@Suite struct AuctionMessagesTests {
  static let symbol = Symbol(Text16("CU-BW-A")!)
  static let opens = ReportLines.time.adding(nanoseconds: 3_600_000_000_000)
  static let closes = ReportLines.time.adding(nanoseconds: 7_200_000_000_000)

  /// As the dictionary says; there is no plain form.
  static func check(_ encoded: borrowing Encoded) {
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  static func answered(
    _ command: CommandType, _ refusal: AuctionRefusal? = nil,
    _ change: (inout AuctionAnswered) -> Void = { _ in }
  ) -> Encoded {
    var body = AuctionAnswered()
    body.reference = Text32("A-1")!
    body.execID = ExecID(rawValue: 401)
    body.symbol = symbol
    body.auction = refusal == nil ? 7 : 0
    body.stateCode = refusal == nil ? AuctionState.applied.rawValue : 0
    body.commandType = command.rawValue
    body.reasonCode = refusal?.rawValue ?? 0
    change(&body)
    return ReportLines.record(.auctionAnswered, body)
  }

  @Test("an application that is taken has a number and is APPLIED")
  func taken() {
    let encoded = Self.answered(.applyAuction)
    #expect(
      encoded.body()
        == "320=A-1|322=401|323=1|55=CU-BW-A|336=AUC|60=20261123-01:30:00.123|7762=7|7781=1|")
    Self.check(encoded)
  }

  static let refusals: [(AuctionRefusal, OrderReject?, Int64, String)] = [
    (
      .orderRule, .notEnoughDocuments, 1,
      "|58=OrderQty(38) is more than the free documents of the firm, free 1 (Art. 16)|"
    ),
    (.orderRule, .operatorMayNotTrade, 0, "(Art. 10)|60=20261123-01:30:00.123|7799=1001|"),
    (.noticeTooShort, nil, 3_600, "|58=TradSesOpenTime(342) is too soon, seconds of notice 3600|"),
    (
      .stepInvalid, nil, 100_000,
      "|58=PriceStep(7765) is no multiple of the tick above zero, tick 10|"
    ),
    (
      .startPriceInvalid, nil, 100_000,
      "|58=StartPrice(7764) is no price of the instrument, tick 10|"
    ),
  ]

  @Test("one that is refused says why", arguments: refusals)
  func refused(_ row: (AuctionRefusal, OrderReject?, Int64, String)) {
    let encoded = Self.answered(.applyAuction, row.0) { body in
      body.orderRejectCode = row.1?.rawValue ?? 0
      body.rejectDetail = row.2
    }
    let line = encoded.body()
    #expect(line.hasPrefix("320=A-1|322=401|323=5|55=CU-BW-A|336=AUC|58="), "\(line)")
    #expect(line.contains(row.3), "\(line)")
    #expect(!line.contains("|7762="))
    Self.check(encoded)
  }

  @Test("a deposit is answered by what is held, or by what is due")
  func deposit() {
    let held = Self.answered(.depositAuction) { body in
      body.amount = Amount(fen: 17_000_000)
      body.stateCode = AuctionState.announced.rawValue
    }
    #expect(
      held.body()
        == "904=401|902=A-1|895=0|903=0|905=1|60=20261123-01:30:00.123|15=CNY|900=170000|7762=7|7781=2|"
    )
    Self.check(held)
    let short = Self.answered(.depositAuction, .insufficientFunds) { $0.rejectDetail = 17_000_000 }
    let line = short.body()
    #expect(line.contains("|905=3|906=3|"), "\(line)")
    #expect(
      line.contains("|58=The free money does not cover the deposit, due CNY 170000|"), "\(line)")
    #expect(!line.contains("|7781="), "no state where the lot is unknown: \(line)")
    Self.check(short)
  }

  @Test("each refusal has its words", arguments: AuctionRefusal.allCases)
  func words(_ refusal: AuctionRefusal) {
    let line = Self.answered(.depositAuction, refusal).body()
    #expect(line.contains("|58="), "\(line)")
  }

  static func announced(_ change: (inout AuctionAnnounced) -> Void = { _ in }) -> Encoded {
    var body = AuctionAnnounced()
    body.auction = 7
    body.symbol = symbol
    body.startPrice = Price(tenThousandths: 680_000_000)
    body.priceStep = Price(tenThousandths: 1_000_000)
    body.quantity = Quantity(thousandths: 50_000)
    body.deposit = Amount(fen: 17_000_000)
    body.opensAt = opens
    body.closesAt = closes
    body.initiator = FirmID(rawValue: 1)
    body.extensionSeconds = 60
    body.extensionsMost = 10
    body.depositBasisPoints = 500
    body.sideCode = Side.sell.rawValue
    body.modeCode = TradingMode.auctionAscending.rawValue
    body.hasReserve = 1
    body.documentCount = 2
    change(&body)
    let documents = body.documentCount == 0 ? [] : [Text32("R1")!, Text32("R2")!]
    return ReportLines.record(.auctionAnnounced, body, trailing: documents)
  }

  @Test("a lot by bids is announced with its documents and that there is a reserve, not which")
  func byBids() {
    let encoded = Self.announced()
    #expect(
      encoded.body()
        == "320=NONE|322=7|323=1|55=CU-BW-A|711=2|311=CU|309=R1|305=100|311=CU|309=R2|305=100|15=CNY|"
        + "336=AUC|60=20261123-01:30:00.123|453=1|448=DLR001|447=D|452=1|38=50|900=170000|898=0.05|"
        + "342=20261123-02:30:00.123|344=20261123-03:30:00.123|7761=E|7762=7|7763=S|7764=68000|"
        + "7765=100|7766=N|7781=2|7782=60|")
    Self.check(encoded)
  }

  @Test("one by clock with its last price and how long each price lasts")
  func byClock() {
    let encoded = Self.announced { body in
      body.sideCode = Side.buy.rawValue
      body.limitPrice = Price(tenThousandths: 700_000_000)
      body.cashMarginCode = CashMargin.performanceGuarantee.rawValue
      body.extensionSeconds = 0
      body.stepSeconds = 30
      body.hasReserve = 0
      body.documentCount = 0
    }
    let line = encoded.body()
    #expect(line.contains("|38=50|44=70000|544=2|900=170000|"), "\(line)")
    #expect(line.hasSuffix("|7763=B|7764=68000|7765=100|7781=2|7782=30|"), "\(line)")
    Self.check(encoded)
  }

  static func changed(
    _ state: AuctionState, _ reason: AuctionReason,
    _ change: (inout AuctionChanged) -> Void = { _ in }
  ) -> Encoded {
    var body = AuctionChanged()
    body.auction = 7
    body.symbol = symbol
    body.stateCode = state.rawValue
    body.reasonCode = reason.rawValue
    body.sideCode = Side.sell.rawValue
    body.modeCode = TradingMode.auctionAscending.rawValue
    change(&body)
    return ReportLines.record(.auctionChanged, body)
  }

  @Test("a bid is told by its price, how much is bid for, the reserve, the round and the close")
  func bid() {
    let encoded = Self.changed(.extending, .extended) { body in
      body.price = Price(tenThousandths: 681_000_000)
      body.quantity = Quantity(thousandths: 25_000)
      body.reserveMetCode = 0x59
      body.round = 2
      body.endsAt = Self.closes
    }
    #expect(
      encoded.body()
        == "55=CU-BW-A|15=CNY|336=AUC|325=Y|326=17|330=25|31=68100|60=20261123-01:30:00.123|"
        + "344=20261123-03:30:00.123|7761=E|7762=7|7763=S|7766=Y|7767=2|7781=4|")
    Self.check(encoded)
    let offered = Self.changed(.open, .bid) { body in
      body.sideCode = Side.buy.rawValue
      body.quantity = Quantity(thousandths: 25_000)
    }
    #expect(offered.body().contains("|331=25|"))
  }

  static let phases: [(AuctionState, AuctionReason, String)] = [
    (.announced, .announced, "|326=21|60="), (.open, .opened, "|326=17|60="),
    (.frozen, .frozen, "|326=2|60="), (.open, .resumed, "|326=3|60="),
    (.extending, .resumed, "|326=3|60="), (.open, .bidVoided, "|326=17|60="),
    (.sold, .closed, "|326=18|60="), (.unsold, .noBid, "|58=Nobody has bid|"),
    (.unsold, .reserveNotMet, "|58=The reserve is not met|"),
    (.cancelled, .byOperator, "|58=The operator has ended it|"),
    (.cancelled, .documentsLost, "|58=The documents can't be sold any more|"),
    (.open, .bidVoided, "|58=A bid counts no more|"), (.open, .priceMoved, "|326=17|60="),
  ]

  @Test(
    "a phase is SecurityTradingStatus(326), an end without a sale has its reason", arguments: phases
  )
  func phase(_ row: (AuctionState, AuctionReason, String)) {
    let encoded = Self.changed(row.0, row.1)
    let line = encoded.body()
    #expect(line.contains(row.2), "\(line)")
    #expect(line.hasSuffix("|7767=0|7781=\(row.0.rawValue)|"), "\(line)")
    Self.check(encoded)
  }

  @Test("who speaks plain FIX 4.4 can name no lot, and is told of none")
  func plain() {
    #expect(Self.answered(.applyAuction).body(ownTags: false).isEmpty)
    #expect(Self.announced().body(ownTags: false).isEmpty)
    #expect(Self.changed(.open, .opened).body(ownTags: false).isEmpty)
  }

  @Test("a report of a bid names its lot, behind the documents of the fill")
  func report() {
    var report = ReportLines.report(.trade, .filled)
    report.referenceCode = ReportReference.auction.rawValue
    report.documentCount = 1
    report.modeCode = TradingMode.auctionAscending.rawValue
    var number = Text32()
    number.word0 = 7
    let encoded = ReportLines.record(
      .executionReport, report, trailing: [Text32("R1")!, number])
    let body = encoded.body()
    #expect(body.contains("|309=R1|"))
    #expect(body.hasSuffix("|7761=E|7762=7|"), "\(body)")
    #expect(!encoded.body(ownTags: false).contains("|7762="))
  }

  @Test("a bid that is to be withdrawn stands, and the clause says so")
  func irrevocable() {
    var reject = OrderCancelReject()
    reject.cancelRejectCode = CancelReject.irrevocable.rawValue
    reject.ordStatusCode = OrdStatus.new.rawValue
    reject.responseTo = 1
    let line = ReportLines.record(.orderCancelReject, reject).body()
    #expect(
      line.contains("|102=99|58=A bid, and a lot, binds who has made it (Art. 49)|7799=4907|"),
      "\(line)")
  }
}
