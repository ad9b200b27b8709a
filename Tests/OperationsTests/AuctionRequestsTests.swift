import Agents
import Market
import Operations
import Storage
import Testing

/// The operator's requests about auctions, and what it is answered.
@Suite struct AuctionRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private static func asked(_ action: String, order: UInt64? = nil) -> AdminRequest {
    var request = AdminRequest(.auction)
    var lot = AdminAuction(action)
    lot.auction = 7
    lot.order = order
    request.lot = lot
    request.text = "as agreed"
    return request
  }

  private static func application(_ change: (inout AdminAuction) -> Void = { _ in }) -> AdminRequest
  {
    var lot = AdminAuction("apply")
    lot.reference = "A-17"
    lot.firm = "DLR001"
    lot.symbol = "CU-BW-A"
    lot.side = "sell"
    lot.mode = "ascending"
    lot.quantity = "50"
    lot.start = "68000"
    lot.step = "100"
    lot.opens = "2026-11-24T09:00:00+08:00"
    change(&lot)
    var request = AdminRequest(.auction)
    request.lot = lot
    return request
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  /// The answer where the gateway's figures are these; nil where the action has not begun.
  private func answer(_ request: AdminRequest, _ figures: [(GatewayCounter, UInt64)])
    -> AdminAnswer?
  {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    guard desk.answer(request.line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil
    else { return nil }
    for (counter, value) in figures { set(counter, value) }
    set(.request, 1)
    return desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
  }

  static let controls: [(action: String, order: UInt64?, control: AuctionControl)] = [
    ("announce", nil, .announce), ("refuse", nil, .refuse), ("cancel", nil, .cancel),
    ("void", 4_711, .voidBid),
  ]

  @Test("a request is its command, with who acted and why", arguments: controls)
  func control(_ row: (action: String, order: UInt64?, control: AuctionControl)) {
    let answer = answer(
      Self.asked(row.action, order: row.order),
      [(.auction, 7), (.auctionState, UInt64(AuctionState.announced.rawValue))])
    #expect(answer?.ok == true && answer?.message == "lot 7 is ANNOUNCED")
    #expect(answer?.auction == 7 && answer?.auctionState == "announced")
    guard case .auction(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.auction == 7 && body.actionCode == row.control.rawValue)
    #expect(body.orderID.rawValue == row.order ?? 0)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "as agreed" && Int(body.textLength) == text.utf8.count)
  }

  @Test("an application has its terms and its documents")
  func apply() {
    let request = Self.application { lot in
      lot.account = "DLR001-P"
      lot.limit = "69000"
      lot.closes = "2026-11-24T02:00:00Z"
      lot.documents = ["R1", "R2"]
    }
    _ = answer(request, [(.auction, 1), (.auctionState, 1)])
    guard case .application(let body, let documents)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.reference == Text32("A-17") && body.party.text == Text16("DLR001"))
    #expect(body.account.text == Text16("DLR001-P") && body.symbol.text == Text16("CU-BW-A"))
    #expect(body.sideCode == Side.sell.rawValue)
    #expect(body.modeCode == TradingMode.auctionAscending.rawValue)
    #expect(body.quantity.thousandths == 50_000)
    #expect(body.startPrice.tenThousandths == 680_000_000)
    #expect(body.priceStep.tenThousandths == 1_000_000)
    #expect(body.limitPrice.tenThousandths == 690_000_000)
    #expect(body.opensAt.nanoseconds == 1_795_482_000_000_000_000)
    #expect(body.closesAt.nanoseconds == 1_795_485_600_000_000_000)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(documents.map { "\($0.text)" } == ["R1", "R2"] && body.documentCount == 2)
  }

  @Test("a lot that is bought by guarantee, by clock")
  func bought() {
    let request = Self.application { lot in
      lot.side = "buy"
      lot.limit = "70000"
      lot.guarantee = true
    }
    _ = answer(request, [])
    guard case .application(let body, let documents)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.sideCode == Side.buy.rawValue && body.closesAt == .none)
    #expect(body.cashMarginCode == CashMargin.performanceGuarantee.rawValue)
    #expect(documents.isEmpty)
  }

  @Test("a lot of what is pledged, behind a declared default")
  func foreclosed() {
    let request = Self.application { lot in
      lot.documents = ["R1", "R2"]
      lot.foreclosure = true
    }
    _ = answer(request, [])
    guard case .application(let body, let documents)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.isForeclosure == 1 && documents.count == 2)
  }

  static let outcomes: [(AuctionRefusal, OrderReject?, Int64, String)] = [
    (.wrongState, nil, 6, "the lot is SOLD"),
    (.noticeTooShort, nil, 3_600, "it opens too soon, the notice is 3600 s"),
    (.startPriceInvalid, nil, 100_000, "the start is no price, tick 10"),
    (.insufficientFunds, nil, 17_000_000, "less is free than the deposit, CNY 170000"),
    (.orderRule, .notEnoughDocuments, 1, "a rule of order entry, notEnoughDocuments, 1"),
  ]

  @Test("what is refused is told why", arguments: outcomes)
  func refused(_ row: (AuctionRefusal, OrderReject?, Int64, String)) {
    let answer = answer(
      Self.asked("announce"),
      [
        (.auctionRefusal, UInt64(row.0.rawValue)), (.orderRefusal, UInt64(row.1?.rawValue ?? 0)),
        (.refusalDetail, UInt64(bitPattern: row.2)),
      ])
    #expect(answer?.ok == false)
    #expect(answer?.message == "nothing is changed: \(row.3)")
  }

  @Test("each refusal has its words", arguments: AuctionRefusal.allCases)
  func words(_ refusal: AuctionRefusal) {
    let answer = answer(
      Self.asked("announce"), [(.auctionRefusal, UInt64(refusal.rawValue)), (.refusalDetail, 1)])
    let words = answer?.message?.dropFirst("nothing is changed: ".count) ?? ""
    #expect(answer?.ok == false && !words.isEmpty && !words.contains("\(refusal)"))
  }

  @Test("what two persons do waits, and says under which number")
  func waits() {
    let answer = answer(Self.asked("cancel"), [(.approval, 3)])
    #expect(answer?.ok == true && answer?.approval == 3)
    #expect(answer?.message?.contains("approval 3 waits for another person") == true)
  }

  static let wrong: [(AdminRequest, String)] = [
    (changed(asked("sell")) { _ in }, "'action' is one of apply, announce, refuse, cancel, void"),
    (changed(asked("announce")) { $0.lot?.auction = nil }, "announce takes an auction"),
    (changed(asked("announce")) { $0.lot?.auction = 0 }, "announce takes an auction"),
    (changed(asked("announce")) { $0.lot?.symbol = "CU" }, "no terms of a lot"),
    (changed(asked("announce")) { $0.text = nil }, "announce needs its reason, 'text'"),
    (changed(asked("announce")) { $0.lot = nil }, "auction, and it alone, takes lot"),
    (changed(asked("announce")) { $0.firm = "DLR001" }, "auction takes a lot"),
    (asked("void"), "void, and it alone, takes an order"),
    (asked("cancel", order: 4), "void, and it alone, takes an order"),
    (changed(AdminRequest(.sessions)) { $0.lot = AdminAuction("apply") }, "auction, and it alone"),
    (changed(application()) { $0.text = "why" }, "apply takes no 'text'"),
    (application { $0.auction = 7 }, "apply takes no auction and no order"),
    (application { $0.reference = nil }, "apply takes 'reference'"),
    (application { $0.firm = "a code of more than 16 bytes" }, "apply takes 'firm'"),
    (application { $0.symbol = nil }, "apply takes 'symbol'"),
    (application { $0.side = "sale" }, "'side' is one of sell, buy"),
    (application { $0.mode = "english" }, "'mode' is one of ascending, descending"),
    (application { $0.quantity = "0" }, "'quantity' is a number above 0 with 3 decimals"),
    (application { $0.start = "68000.00001" }, "'start' is a number above 0 with 4 decimals"),
    (application { $0.step = nil }, "'step' is a number above 0"),
    (application { $0.limit = "-1" }, "'limit' is a number above 0"),
    (application { $0.opens = "tomorrow" }, "'opens' is a time such as 2026-11-24T09:00:00+08:00"),
    (application { $0.closes = "2300-01-01T00:00:00Z" }, "'closes' is out of range"),
    (application { $0.documents = [""] }, "apply takes 'documents'"),
    (application { $0.foreclosure = true }, "a foreclosure sells, and names the pledged"),
    (
      application { $0.documents = (0...64).map { "R\($0)" } }, "'documents' are 64 at most"
    ),
  ]

  private static func changed(
    _ request: AdminRequest, _ change: (inout AdminRequest) -> Void
  ) -> AdminRequest {
    var request = request
    change(&request)
    return request
  }

  @Test("a request that is not in order is told what is", arguments: wrong)
  func check(_ row: (AdminRequest, String)) {
    let error = #expect(throws: AdminProblem.self) { try AdminRequest(line: row.0.line) }
    #expect(error?.text.contains(row.1) == true, "\(error?.text ?? "")")
  }
}
