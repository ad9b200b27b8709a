import Funds
import Market
import MarketCore
import Records
import Titles

/// The venue itself behind the same steps and lines as the naive settlement.
struct SettledVenue: ~Copyable {
  var driven: DrivenVenue<SettlementReader>
  let market: SettlementMarket

  /// A venue in which the market is defined and open.
  init(_ market: SettlementMarket, commands: Int, now: Int64) {
    self.market = market
    var limits = VenueLimits.small
    limits.orders = max(limits.orders, 2 * commands + 1)
    limits.clOrdIDs = max(limits.clOrdIDs, 3 * commands)
    limits.documents = market.documentLimit ?? max(limits.documents, 4 * commands)
    driven = DrivenVenue(limits: limits, now: now, reader: SettlementReader())
    defineParties()
    for index in market.instruments.indices { define(market.instruments[index], index) }
    admitDocuments()
    var open = SetPhase()
    open.phaseCode = TradingPhase.open.rawValue
    send(.setPhase, open)
  }

  /// What the last step has made of orders, and beyond that.
  var told: [ToldDeal] { driven.reader.told }
  var lines: [SettlementLine] { driven.reader.lines }

  /// A full recount of the venue, its titles and its ledger; nil where everything adds up.
  func finding() -> String? { driven.venue.audit().map { "\($0)" } }

  func digest() -> UInt64 { driven.venue.digest() }

  func money(of dealer: Int) -> FirmMoney {
    let account = driven.venue.account(of: FirmID(rawValue: UInt32(dealer)))
    return FirmMoney(
      held: account.held.fen, due: account.due.fen, available: account.available.fen)
  }

  /// What an account has in CNY, as the ledger numbers its kind.
  func balance(of account: NaivePosting.Account) -> Int64 {
    guard let kind = LedgerAccountKind(rawValue: UInt8(account.kind)) else { return 0 }
    let currency = SettlementMarket.code(of: account.currency)
    let account = LedgerAccount(kind, number: UInt32(account.number))
    return driven.venue.account(account, in: currency)?.balance.fen ?? 0
  }

  /// A document's state, version, holder, and whether it is free (0), reserved (5) or settling (6).
  func document(_ number: Int) -> [Int] {
    let id = SettlementNames.document(number)
    guard let document = driven.venue.document(id), let title = driven.venue.title(id) else {
      return []
    }
    return [
      Int(document.status.rawValue), Int(document.version),
      SettlementNames.number(of: title.holder), Int(document.encumbrance.rawValue),
    ]
  }

  mutating func perform(_ step: SettlementStep, _ named: NamedThings) {
    driven.now += step.wait
    switch step.action {
    case .order(let order):
      driven.send(
        .newOrder, body(order), session: order.firm,
        behind: order.named.map { SettlementNames.document($0) })
    case .cross(let cross):
      driven.send(
        .newCross, Self.body(cross, number: named.number), session: SettlementMarket.broker,
        behind: cross.sell.named.map { SettlementNames.document($0) })
    case .cancel(let firm, let name):
      var body = CancelOrder()
      body.clOrdID = clOrdID(1_000_000 + named.number)
      body.origClOrdID = clOrdID(name)
      send(.cancelOrder, body, session: firm)
    case .credit(let firm, let fen): credit(firm, fen)
    case .drain(let firm): credit(firm, -named.available)
    case .creditMember(let member, let fen):
      credit(member, fen, kind: LedgerAccountKind.member.rawValue)
    case .netRun(let terms): send(.clearNet, Self.body(terms, named))
    case .title(let ask): request(ask, named.title, number: named.number)
    case .grade(let terms):
      var body = GradeWarehouse()
      body.code = CompID(SettlementNames.text("W", terms.isKnown ? 1 : 2))
      body.grade = terms.grade
      body.request = terms.session == 0 ? UInt32(named.number) : 0
      send(.gradeWarehouse, body, session: terms.session)
    case .money(let action): deal(action, named)
    case .tick: send(.tick, UInt64(0))
    case .affirm, .answer, .answerNet, .weigh, .object, .control: settle(step.action, named)
    }
  }

  private mutating func settle(_ action: SettlementAction, _ named: NamedThings) {
    let trade = TradeID(rawValue: UInt64(named.trade))
    switch action {
    case .affirm(let session, _, let isAffirmed):
      var body = AffirmTrade()
      body.tradeID = trade
      body.affirmStatus = (isAffirmed ? AffirmStatus.affirmed : .rejected).rawValue
      send(.affirmTrade, body, session: session)
    case .answer(let terms):
      var body = AnswerInstruction()
      body.tradeID = trade
      body.instruction = InstructionID(rawValue: UInt64(named.instruction))
      body.resultCode = terms.result.rawValue
      body.isCountersigned = terms.isCountersigned ? 1 : 0
      body.request = UInt32(named.number)
      send(.answerInstruction, body, session: terms.session)
    case .answerNet(let terms):
      var body = AnswerInstruction()
      body.instruction = InstructionID(rawValue: UInt64(named.instruction))
      body.resultCode = terms.result.rawValue
      body.request = UInt32(named.number)
      send(.answerInstruction, body, session: terms.session)
    case .weigh(let session, _, _, let weight):
      var body = ReportWeight()
      body.tradeID = trade
      if named.document != 0 { body.document = SettlementNames.document(named.document) }
      body.netWeight = Quantity(thousandths: weight)
      send(.reportWeight, body, session: session)
    case .object(let session, _):
      var body = DisputeTrade()
      body.tradeID = trade
      send(.disputeTrade, body, session: session)
    case .control(_, let action): send(.controlTrade, Self.body(action, named))
    case .order, .cross, .cancel, .credit, .creditMember, .netRun, .title, .grade, .drain, .money,
      .tick:
      break
    }
  }

  private mutating func request(_ ask: TitleAsk, _ named: NamedTitle, number: Int) {
    var body = RequestTitle()
    body.actionCode = ask.action.rawValue
    body.purposeCode = ask.purpose.rawValue
    body.reasonCode = ask.reason.rawValue
    body.consents = TitleConsents(rawValue: ask.consents)
    body.document = SettlementNames.document(named.document)
    body.recipient = SettlementNames.firm(ask.recipient)
    if named.digest > 0 { body.digest = SettlementNames.digest(named.digest) }
    if named.newDocument > 0 { body.newDocument = SettlementNames.document(named.newDocument) }
    body.position = SettlementNames.position(named.position)
    body.netWeight = Quantity(thousandths: named.weight)
    body.premium = NaiveDocument.premium(of: ask)
    body.docType = UInt8(ascii: ask.isBill ? "B" : "R")
    body.flags = TitleFlags(rawValue: ask.flags)
    let validity = ask.validity(at: driven.now)
    body.storedUntil = validity.storedUntil
    body.feePaidTo = validity.feePaidTo
    if let version = named.version {
      body.version = UInt32(version)
      body.hasVersion = 1
    }
    if ask.action == .issue || ask.action == .convert {
      body.symbol = SettlementNames.symbol(named.instrument)
      body.holder = SettlementNames.firm(named.holder)
      if !ask.isBill { body.warehouse = CompID(SettlementNames.text("W", 1)) }
    }
    if named.session == 0 {
      body.actorCode = named.actor.rawValue
      body.firm = SettlementNames.firm(named.firm)
      body.request = UInt32(number)
    }
    let parts = named.parts.map { RequestedPart(SettlementNames.part($0)) }
    body.partCount = UInt16(parts.count)
    driven.send(.requestTitle, body, session: named.session, behind: parts)
  }

  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int = 0
  ) {
    driven.send(type, body, session: session)
  }

  private static func body(_ action: TradeControl, _ named: NamedThings) -> ControlTrade {
    var body = ControlTrade()
    body.tradeID = TradeID(rawValue: UInt64(named.trade))
    body.actionCode = action.rawValue
    body.request = UInt32(named.number)
    return body
  }

  private static func body(_ terms: NetTerms, _ named: NamedThings) -> ClearNet {
    var body = ClearNet()
    body.day = UInt32(terms.day)
    body.paySeconds = UInt32(terms.pay)
    body.cureSeconds = UInt32(terms.cure)
    body.rounds = UInt8(terms.rounds)
    body.request = terms.day == 0 ? UInt32(named.number) : 0
    return body
  }

  private static func body(_ cross: DealCross, number: Int) -> NewCross {
    var body = NewCross()
    body.crossID = clOrdID(2_000_000 + number).text
    body.symbol = SettlementNames.symbol(cross.buy.instrument)
    body.price = Price(tenThousandths: cross.buy.price)
    body.buy = side(cross.buy)
    body.sell = side(cross.sell)
    body.documentCount = UInt16(cross.sell.named.count)
    if let settles = cross.buy.settles {
      body.settlDate = Instant(nanoseconds: CommandStream.start + settles)
    }
    return body
  }

  private static func side(_ order: DealOrder) -> CrossSide {
    var side = CrossSide()
    side.clOrdID = clOrdID(order.name)
    side.party = SettlementNames.firm(order.firm)
    side.orderQty = Quantity(thousandths: Int64(order.lots) * SettlementMarket.unit)
    if order.byGuarantee { side.cashMarginCode = CashMargin.performanceGuarantee.rawValue }
    return side
  }

  private func body(_ order: DealOrder) -> NewOrder {
    var body = NewOrder()
    body.clOrdID = clOrdID(order.name)
    body.symbol = SettlementNames.symbol(order.instrument)
    body.price = Price(tenThousandths: order.price)
    body.orderQty = Quantity(thousandths: Int64(order.lots) * SettlementMarket.unit)
    body.ordTypeCode = OrdType.limit.rawValue
    body.sideCode = order.side.rawValue
    body.timeInForceCode = TimeInForce.day.rawValue
    body.documentCount = UInt16(order.named.count)
    if order.byGuarantee { body.cashMarginCode = CashMargin.performanceGuarantee.rawValue }
    let saysPremium = market.instruments[order.instrument].hasPremiums != order.saysOtherKind
    body.priceType = (saysPremium ? PriceBasis.premium : .full).priceType
    return body
  }
}
