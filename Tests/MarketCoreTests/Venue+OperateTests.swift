import Market
import Testing

@testable import MarketCore

/// What the operator is shown before an action is done is what the action then does.
@Suite struct VenueOperateTests {
  private let market: ScenarioMarket

  init() {
    market = ScenarioMarket(limits: .small)
    for row in [
      "market", "doc R1 DLR001 weight=25", "new D1 A1 buy 1 68000", "new D1b A2 buy 1 68010",
      "new D2 B1 buy 1 68000",
    ] { VenueTests.perform(row, market) }
  }

  private func preview(_ action: OperatorAction) -> ActionPreview {
    market.tester.applier.venue.preview(action)
  }

  private var digest: UInt64 { market.tester.applier.venue.digest() }

  private func kill(_ scope: KillScope, _ number: UInt32) -> OperatorAction {
    var body = SetKillSwitch()
    body.scopeCode = scope.rawValue
    body.number = number
    body.isOn = 1
    return .kill(body)
  }

  @Test("a kill counts the orders that it cancels, and a dry run changes nothing")
  func kill() {
    let before = digest
    #expect(preview(kill(.firm, 1)).orders == 2)
    #expect(preview(kill(.session, 1)).orders == 1)
    #expect(preview(kill(.venue, 0)).orders == 3)
    #expect(preview(kill(.firm, 99)).refusal == .unknownFirm)
    #expect(digest == before)
    #expect(VenueTests.perform("kill firm DLR001", market)[0].hasSuffix("total=2"))
  }

  @Test("a halt counts its instruments and the live orders in them, and says what would be refused")
  func halt() {
    var body = ControlMarket()
    body.actionCode = MarketAction.halt.rawValue
    body.scopeCode = MarketScope.commodity.rawValue
    body.situationCode = AbnormalSituation.systemFailure.rawValue
    body.subject = Text16("CU") ?? Text16()
    let halt = preview(.market(body))
    #expect(halt.refusal == nil && halt.instruments == 1 && halt.orders == 3)
    #expect(!halt.needsApproval)
    VenueTests.perform("approvals halt 60", market)
    #expect(preview(.market(body)).needsApproval)
    body.subject = Text16("ZN") ?? Text16()
    #expect(preview(.market(body)).refusal == .unknownCommodity)
  }

  @Test(
    "what is done with a lot shows its bids, documents and who is told, or why it would not be done"
  )
  func lots() {
    for row in [
      "instrument CU-BW-A auctions=ED notice=10 deposit=1000", "doc R7 DLR003 weight=25",
      "doc R8 DLR003 weight=25", "apply D3 L1 sell E 2 68000 100 opens=20 closes=100",
    ] { VenueTests.perform(row, market) }
    func preview(_ action: AuctionControl, order: UInt64 = 0, lot: UInt32 = 1) -> ActionPreview {
      var body = ControlAuction()
      body.auction = lot
      body.actionCode = action.rawValue
      body.orderID = OrderID(rawValue: order)
      return self.preview(.auction(body))
    }
    let before = digest
    #expect(preview(.announce, lot: 2).lotRefusal == .unknownAuction)
    #expect(preview(.cancel).lotRefusal == .wrongState)
    #expect(preview(.cancel).detail == Int64(AuctionState.applied.rawValue))
    let refused = preview(.refuse)
    #expect(refused.lotRefusal == nil && refused.documents == 2 && refused.sessions == 1)
    let announced = preview(.announce)
    #expect(announced.lotRefusal == nil && announced.amount == Amount(fen: 34_000_000))
    #expect(announced.sessions > 2 && digest == before)
    for row in [
      "announce 1", "deposit D1 P1 1", "wait 20", "tick", "new D1 A9 buy 2 68100 auction=1",
    ] { VenueTests.perform(row, market) }
    #expect(preview(.announce).lotRefusal == .wrongState)
    #expect(preview(.voidBid, order: 1).lotRefusal == .unknownBid)
    #expect(preview(.voidBid, order: 5).lotRefusal == nil)
    let cancelled = preview(.cancel)
    #expect(cancelled.orders == 1 && cancelled.documents == 2 && !cancelled.needsApproval)
    VenueTests.perform("approvals cancelLot 60", market)
    #expect(preview(.cancel).needsApproval && !preview(.voidBid, order: 5).needsApproval)
  }

  @Test("an application for a lot shows what it would hold, or the guard that refuses it")
  func application() {
    for row in [
      "instrument CU-BW-A auctions=ED notice=10", "doc R7 DLR003 weight=25", "firm BNK001",
      "doc P1 DLR003 status=7 pledgee=BNK001",
    ] { VenueTests.perform(row, market) }
    var body = ApplyAuction()
    body.reference = Text32("L1") ?? Text32()
    body.party = CompID(Text16("DLR003") ?? Text16())
    body.symbol = Symbol(Text16("CU-BW-A") ?? Text16())
    body.sideCode = Side.sell.rawValue
    body.modeCode = TradingMode.auctionAscending.rawValue
    body.quantity = Quantity(thousandths: 25_000)
    body.startPrice = Price(tenThousandths: 680_000_000)
    body.priceStep = Price(tenThousandths: 1_000_000)
    body.opensAt = market.tester.now.adding(nanoseconds: 10_000_000_000)
    body.closesAt = market.tester.now.adding(nanoseconds: 60_000_000_000)
    let before = digest
    func preview(
      _ names: [String] = [], _ change: (inout ApplyAuction) -> Void = { _ in }
    ) -> ActionPreview {
      var body = body
      change(&body)
      let documents = names.map { TitleDocID(Text32($0) ?? Text32()) }
      return market.tester.applier.venue.preview(body, documents.span)
    }
    #expect(preview().lotRefusal == nil && preview().documents == 1)
    #expect(preview(["R7"]).lotRefusal == nil)
    #expect(preview(["R7", "R7"]).orderReject == .documentCountDiffers)
    #expect(preview(["R1"]).orderReject == .documentNotHeld)
    #expect(preview { $0.opensAt = .none }.lotRefusal == .noticeTooShort)
    #expect(preview { $0.party = CompID() }.lotRefusal == .unknownFirm)
    let two = preview { $0.quantity = Quantity(thousandths: 50_000) }
    #expect(two.orderReject == .notEnoughDocuments && two.detail == 1)
    let bought = preview {
      $0.sideCode = Side.buy.rawValue
      $0.modeCode = TradingMode.auctionDescending.rawValue
    }
    #expect(bought.lotRefusal == nil && bought.amount > Amount(fen: 170_000_000))
    let foreclosed = preview(["P1"]) {
      $0.isForeclosure = 1
      $0.party = CompID(Text16("BNK001") ?? Text16())
    }
    #expect(foreclosed.lotRefusal == .notForeclosable && foreclosed.detail == 1)
    #expect(preview([]) { $0.isForeclosure = 1 }.lotRefusal == .invalidValue)
    #expect(digest == before)
  }

  @Test("a decision shows what its action would do, or why it is none, and decides nothing")
  func decision() {
    VenueTests.perform("approvals halt 60", market)
    VenueTests.perform("operate halt commodity CU by=7", market)
    let before = digest
    var body = DecideApproval()
    body.number = 1
    body.uid = 8
    body.decisionCode = ApprovalState.approved.rawValue
    let approved = market.tester.applier.venue.preview(body)
    #expect(approved.preview.refusal == nil && approved.preview.orders == 3)
    #expect(approved.of?.action.uid == 7)
    body.uid = 7
    #expect(market.tester.applier.venue.preview(body).preview.refusal == .sameAuthor)
    body.decisionCode = ApprovalState.declined.rawValue
    let declined = market.tester.applier.venue.preview(body)
    #expect(declined.preview.refusal == nil && declined.preview.orders == 0)
    body.number = 2
    let unknown = market.tester.applier.venue.preview(body)
    #expect(unknown.preview.refusal == .unknownApproval && unknown.of == nil)
    #expect(digest == before)
  }

  @Test("a bust shows the trade's documents and its price")
  func bust() {
    VenueTests.perform("new D1 S1 sell 1 68600", market)
    VenueTests.perform("new D3 C1 buy 1 68600", market)
    var body = ControlTrade()
    body.tradeID = TradeID(rawValue: 1)
    body.actionCode = TradeControl.bust.rawValue
    #expect(preview(.trade(body)).refusal == nil)
    #expect(preview(.trade(body)).documents == 1 && preview(.trade(body)).amount > .zero)
    body.tradeID = TradeID(rawValue: 9)
    #expect(preview(.trade(body)).refusal == .unknownTrade)
  }

  @Test("why and since when a firm is stopped is kept until that is lifted")
  func suspension() {
    let firm = FirmID(rawValue: 1)
    #expect(market.tester.applier.venue.suspension(of: firm) == nil)
    VenueTests.perform("kill firm DLR001 by=1001", market)
    let since = market.tester.now
    VenueTests.perform("wait 5", market)
    VenueTests.perform("kill firm DLR001 by=1002", market)
    let suspension = market.tester.applier.venue.suspension(of: firm)
    #expect(suspension?.since == since && suspension?.uid == 1_001 && suspension?.firm == firm)
    VenueTests.perform("lift firm DLR001", market)
    #expect(market.tester.applier.venue.suspension(of: firm) == nil)
    #expect(market.tester.applier.venue.suspension(of: FirmID(rawValue: 99)) == nil)
  }

  @Test("news counts the sessions that hear it, and says what would be refused")
  func news() {
    var body = PublishNews()
    body.kindCode = NewsKind.announcement.rawValue
    let all = market.tester.applier.venue.preview(body)
    #expect(all.refusal == nil && all.sessions > 2)
    body.firm = CompID(Text16("DLR001") ?? Text16())
    #expect(market.tester.applier.venue.preview(body).sessions == 2)
    body.firm = CompID(Text16("DLR999") ?? Text16())
    #expect(market.tester.applier.venue.preview(body).refusal == .unknownFirm)
    body.kindCode = NewsKind.documentWarning.rawValue
    body.firm = CompID()
    #expect(market.tester.applier.venue.preview(body).refusal == .unknownDocument)
  }

  @Test("a change of money shows the orders that would go; what is no term of it shows none")
  func change() {
    var body = ChangeParameter()
    body.symbol = Symbol(Text16("CU-BW-A") ?? Text16())
    body.parameterCode = InstrumentParameter.guarantee.rawValue
    body.value = 5_000
    body.situationCode = AbnormalSituation.ruleBreachPrice.rawValue
    body.publishedOn = market.tester.now
    let before = digest
    let guarantee = preview(.change(body))
    #expect(guarantee.refusal == nil && guarantee.orders == 3 && guarantee.sessions > 2)
    body.parameterCode = InstrumentParameter.minInterval.rawValue
    #expect(preview(.change(body)).orders == 0 && preview(.change(body)).refusal == nil)
    body.situationCode = 0
    #expect(preview(.change(body)).refusal == .noticeTooShort)
    var withdraw = WithdrawChange()
    withdraw.number = 1
    #expect(preview(.withdraw(withdraw)).refusal == .unknownChange)
    #expect(digest == before)
  }
}
