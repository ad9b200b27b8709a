import Funds
import Market
import MarketCore
import Records
import Titles

/// The venue itself behind the same steps and lines as the naive settlement.
struct SettledVenue: ~Copyable {
  private var driven: DrivenVenue<SettlementReader>
  private let market: SettlementMarket

  /// A venue in which the market is defined and open.
  init(_ market: SettlementMarket, commands: Int, now: Int64) {
    self.market = market
    var limits = VenueLimits.small
    limits.orders = max(limits.orders, commands + 1)
    limits.clOrdIDs = max(limits.clOrdIDs, 2 * commands)
    limits.documents = max(limits.documents, 4 * commands)
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
    let account = LedgerAccount(kind, number: UInt32(account.number))
    return driven.venue.account(account, in: Currency.cny)?.balance.fen ?? 0
  }

  /// A document's version, and whether it is free (0), reserved (5) or settling (6).
  func document(_ number: Int) -> [Int] {
    guard let document = driven.venue.document(SettlementNames.document(number)) else { return [] }
    return [Int(document.version), Int(document.encumbrance.rawValue)]
  }

  mutating func perform(_ step: SettlementStep, _ named: NamedThings) {
    driven.now += step.wait
    switch step.action {
    case .order(let order): send(.newOrder, Self.body(order), session: order.firm)
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
    case .control(_, let action):
      var body = ControlTrade()
      body.tradeID = trade
      body.actionCode = action.rawValue
      body.request = UInt32(named.number)
      send(.controlTrade, body)
    case .order, .cancel, .credit, .creditMember, .netRun, .drain, .tick: break
    }
  }

  private mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int = 0
  ) {
    driven.send(type, body, session: session)
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

  private static func body(_ order: DealOrder) -> NewOrder {
    var body = NewOrder()
    body.clOrdID = clOrdID(order.name)
    body.symbol = SettlementNames.symbol(order.instrument)
    body.price = Price(tenThousandths: order.price)
    body.orderQty = Quantity(thousandths: Int64(order.lots) * SettlementMarket.unit)
    body.ordTypeCode = OrdType.limit.rawValue
    body.sideCode = order.side.rawValue
    body.timeInForceCode = TimeInForce.day.rawValue
    if order.byGuarantee { body.cashMarginCode = CashMargin.performanceGuarantee.rawValue }
    return body
  }
}

/// The market.
extension SettledVenue {
  private mutating func defineParties() {
    for number in 1...SettlementMarket.bankFirms[1] {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: UInt32(number))
      firm.clearingMember = FirmID(rawValue: UInt32(SettlementMarket.member(of: number)))
      firm.code = CompID(SettlementNames.text("F", number))
      firm.state = 1
      send(.defineFirm, firm)
      if number <= SettlementMarket.dealers { credit(number, market.money) }
    }
    for number in 1...SettlementMarket.banks[1] {
      var session = DefineSession()
      session.session = SessionID(rawValue: UInt32(number))
      session.compID = CompID(SettlementNames.text("S", number))
      session.state = 1
      switch number {
      case SettlementMarket.clearing: session.roleCode = SessionRole.clearing.rawValue
      case SettlementMarket.registry: session.roleCode = SessionRole.registry.rawValue
      case SettlementMarket.warehouse:
        session.roleCode = SessionRole.warehouse.rawValue
        session.firm = FirmID(rawValue: UInt32(SettlementMarket.keeper))
      case SettlementMarket.banks[0], SettlementMarket.banks[1]:
        session.roleCode = SessionRole.bank.rawValue
        session.firm = FirmID(rawValue: UInt32(number - 2))
      default:
        session.roleCode = SessionRole.dealer.rawValue
        session.firm = FirmID(rawValue: UInt32(number))
      }
      send(.defineSession, session)
    }
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(SettlementNames.text("W", 1))
    warehouse.firm = FirmID(rawValue: UInt32(SettlementMarket.keeper))
    warehouse.grade = UInt8(ascii: "A")
    warehouse.bonded = 1
    send(.defineWarehouse, warehouse)
  }

  private mutating func credit(_ firm: Int, _ fen: Int64, kind: UInt8 = 0) {
    var funds = CreditFunds()
    funds.accountKind = kind
    funds.firm = FirmID(rawValue: UInt32(firm))
    funds.currency = Currency.cny
    funds.amount = Amount(fen: fen)
    send(.creditFunds, funds)
  }

  private mutating func define(_ terms: DealTerms, _ index: Int) {
    var body = DefineInstrument()
    body.instrument = InstrumentID(rawValue: UInt32(index + 1))
    body.symbol = SettlementNames.symbol(index)
    body.documentUnit = Quantity(thousandths: SettlementMarket.unit)
    body.tick = Price(tenThousandths: SettlementMarket.tick)
    body.referencePrice = Price(tenThousandths: SettlementMarket.referencePrice)
    body.highestPremium = Price(tenThousandths: SettlementMarket.highestPremium)
    body.toleranceBasisPoints = UInt32(SettlementMarket.toleranceBasisPoints)
    body.tradeFeePerMillion = UInt32(SettlementMarket.feePerMillion)
    body.minimumTradeFee = Amount(fen: SettlementMarket.minimumFee)
    body.titleTransferFeePerUnit = Amount(fen: SettlementMarket.titleFeePerUnit)
    body.reserveBasisPoints = UInt16(SettlementMarket.reserveBasisPoints)
    body.guaranteeBasisPoints = UInt32(terms.guaranteeBasisPoints)
    body.modes = 3
    body.docType = UInt8(ascii: "R")
    body.bookModeCode = TradingMode.listing.rawValue
    body.maxLots = 64
    body.signSeconds = UInt32(terms.sign)
    body.balanceSeconds = UInt32(terms.balance)
    body.fundsSeconds = UInt32(terms.funds)
    body.titleSeconds = UInt32(terms.title)
    body.weightSeconds = UInt32(terms.weight)
    body.clearingModeCode = (terms.isNet ? ClearingMode.net : .gross).rawValue
    body.signingFlowCode = (terms.affirms ? SigningFlow.affirm : .automatic).rawValue
    send(.defineInstrument, body)
  }

  private mutating func admitDocuments() {
    for document in NaiveSettlement(market, now: driven.now).documents {
      var body = AdmitDocument()
      body.document = SettlementNames.document(document.number)
      body.instrument = InstrumentID(rawValue: UInt32(document.instrument + 1))
      body.warehouse = 1
      body.holder = FirmID(rawValue: UInt32(document.holder))
      body.statusCode = TitleStatus.active.rawValue
      body.docType = UInt8(ascii: "R")
      body.netWeight = Quantity(thousandths: document.weight)
      body.premium = Price(tenThousandths: document.premium)
      body.storedFrom = Instant(nanoseconds: Int64(document.number))
      send(.admitDocument, body)
    }
  }
}

/// Names of the market's things.
enum SettlementNames {
  static func symbol(_ instrument: Int) -> Symbol { Symbol(text("I", instrument)) }

  /// A document's name says its number as a ClOrdID(11) of a stream does.
  static func document(_ number: Int) -> TitleDocID { TitleDocID(clOrdID(number).text) }

  static func number(of document: TitleDocID) -> Int { name(of: ClOrdID(document.text)) }

  static func text(_ prefix: String, _ number: Int) -> Text16 {
    guard let text = Text16("\(prefix)\(number)") else { preconditionFailure("a short text") }
    return text
  }
}
