import Funds
import Market
import MarketCore
import Records

/// The venue itself behind the same steps and lines as the naive one.
struct RealVenue: ~Copyable {
  var driven: DrivenVenue<EventLines>
  var viewed: ViewedBooks
  let market: MarketTerms
  /// The OrderID(37) that goes by a firm's ClOrdID(11).
  private var orderIDs: [OrderName: Int] = [:]
  /// The venue's number of a trade that a firm alleges, by its TradeReportID(571).
  var reportNumbers: [OrderName: Int] = [:]
  /// The same of requests for quotes by QuoteReqID(131), and of offers.
  var requestNumbers: [OrderName: Int] = [:]
  var offerNumbers: [OrderName: Int] = [:]
  /// The same of lots by SecurityReqID(320), and OrderID(37)s of bids.
  var lotNumbers: [OrderName: Int] = [:]
  var bidIDs: [OrderName: Int] = [:]
  /// The pledgee for whom the operator has applied last.
  var foreclosing = 0

  /// A venue in which the market is defined and every instrument is closed.
  init(_ market: MarketTerms, limits: VenueLimits, now: Int64) {
    self.market = market
    driven = DrivenVenue(limits: limits, now: now, reader: EventLines())
    viewed = ViewedBooks(limits)
    defineFirms()
    for (index, terms) in market.instruments.enumerated() { define(terms, index) }
    admitDocuments()
    pledgeDocuments()
  }

  /// What the last step has made.
  var lines: [TraceLine] { driven.reader.lines }
  var hasPendingWork: Bool { driven.venue.hasPendingWork }

  /// A full recount of the venue; nil where everything adds up.
  func finding() -> String? { driven.venue.audit().map { "\($0)" } }

  func digest() -> UInt64 { driven.venue.digest() }

  /// The orders of a side as the book shows them.
  func book(_ instrument: Int, _ side: Side) -> [BookEntry] {
    var entries: [BookEntry] = []
    driven.venue.forEachOrder(of: instrumentID(instrument), side) { order in
      entries.append(
        BookEntry(
          order: Int(order.orderID.rawValue), price: order.price.tenThousandths,
          shown: Int(order.lots)))
    }
    return entries
  }

  /// A side as the venue has it and as its events tell it, where these are not the same.
  func viewDifference(_ instrument: Int, _ side: Side) -> (venue: [String], events: [String])? {
    viewed.difference(from: driven.venue, instrumentID(instrument), side)
  }

  func money(ofFirm firm: Int) -> FirmMoney {
    let account = driven.venue.account(of: FirmID(rawValue: UInt32(firm)))
    return FirmMoney(
      held: account.held.fen, due: account.due.fen, available: account.available.fen)
  }

  mutating func perform(_ step: Step) {
    driven.now += step.wait
    switch step.action {
    case .new(let terms):
      send(.newOrder, body(terms), session: step.session)
      if terms.lot != nil { noteBid(terms, step.session) }
    case .replace(let original, let terms): replace(original, by: terms, step.session)
    case .cancel(let name, let original):
      var body = CancelOrder()
      body.clOrdID = clOrdID(name)
      body.origClOrdID = clOrdID(original)
      send(.cancelOrder, body, session: step.session)
    case .phase(let instrument, let phase):
      var body = SetPhase()
      body.instrument = instrumentID(instrument)
      body.phaseCode = phase.map { PhaseCodes.code(of: $0) } ?? 0
      send(.setPhase, body)
    case .schedule(let instrument, let phase, let seconds):
      var body = SchedulePhase()
      body.instrument = instrumentID(instrument)
      body.phaseCode = PhaseCodes.code(of: phase)
      body.at = Instant(nanoseconds: driven.now + seconds * 1_000_000_000)
      send(.schedulePhase, body)
    case .scheduleDeals(let index, let isOpen, let at): scheduleDeals(index, isOpen: isOpen, at)
    case .define(let instrument, let terms): define(terms, instrument)
    case .massCancel(let name, let terms): massCancel(name, terms, step.session)
    case .massStatus(let name, let terms): massStatus(name, terms, step.session)
    case .kill(let scope, let isOn): kill(scope, isOn)
    case .logOn(let terms): logOn(terms, step.session)
    case .disconnect(let isOrderly):
      var body = SessionEnded()
      body.orderly = isOrderly ? 1 : 0
      send(.sessionEnded, body, session: step.session)
    case .restart: send(.processRestarted, ProcessRestarted())
    case .resume: send(.resumed, Resumed())
    case .counterparties(let firm, let others): limit(firm, to: others)
    case .benchmark(let value): publish(value)
    case .cross, .report, .ask, .quote, .apply, .deposit, .control: performBesideBook(step)
    case .tick: send(.tick, UInt64(0))
    }
  }

  private mutating func publish(_ value: Int64) {
    var body = SetFixing()
    body.benchmark = SettlementNames.benchmark
    body.tenMillionths = value * 1_000
    send(.setFixing, body)
  }

  private mutating func replace(_ original: Int, by terms: OrderTerms, _ session: Int) {
    var body = ReplaceOrder()
    body.order = self.body(terms)
    body.origClOrdID = clOrdID(original)
    send(.replaceOrder, body, session: session)
  }

  /// What firms agree on or bid for beside the book.
  private mutating func performBesideBook(_ step: Step) {
    switch step.action {
    case .cross(let terms): cross(terms, step.session)
    case .report(let terms): report(terms, step.session)
    case .apply(let terms): apply(terms, step.session)
    case .deposit(let terms): deposit(terms, step.session)
    case .control(let terms): control(terms)
    case .ask(let terms): ask(terms, step.session)
    case .quote(let terms): quote(terms, step.session)
    case .new, .replace, .cancel, .phase, .define, .massCancel, .massStatus, .kill, .schedule,
      .scheduleDeals, .logOn, .disconnect, .restart, .resume, .counterparties, .benchmark, .tick:
      preconditionFailure("the caller has sorted the steps")
    }
  }

  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int = 0, flags: RecordFlags = []
  ) {
    send(type, body, session: session, flags: flags, behind: [] as [CompID])
  }

  mutating func send<Body: BitwiseCopyable, Part: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int, flags: RecordFlags = [], behind parts: [Part]
  ) {
    driven.send(type, body, session: session, flags: flags, behind: parts)
    viewed.take(driven.reader.changes)
    for line in lines {
      switch line.kind {
      case .new, .replaced, .canceled, .rejected:
        guard line.order != 0 else { break }
        let firm = market.firm(ofSession: line.session)
        orderIDs[OrderName(firm: firm, name: line.name)] = line.order
      case .reportAnswered: noteNumber(line)
      case .quoteAnswered: noteQuote(line)
      case .lotAnswered: noteLot(line)
      default: break
      }
    }
  }

  private func premiums(_ index: Int) -> Bool {
    market.instruments.indices.contains(index) && market.instruments[index].hasPremiums
  }

  private func body(_ terms: OrderTerms) -> NewOrder {
    var body = NewOrder()
    body.clOrdID = clOrdID(terms.name)
    body.symbol = symbol(terms.instrument)
    body.price = Price(tenThousandths: terms.price)
    body.stopPx = Price(tenThousandths: terms.stopPx)
    body.orderQty = Quantity(thousandths: terms.quantity)
    body.minQty = Quantity(thousandths: terms.minQty)
    body.maxFloor = Quantity(thousandths: terms.maxFloor)
    body.expireTime = Instant(nanoseconds: terms.expireTime)
    body.ordTypeCode = terms.type.rawValue
    body.sideCode = terms.side.rawValue
    body.timeInForceCode = terms.force.rawValue
    body.selfMatchInstruction = terms.selfMatch
    if premiums(terms.instrument) != terms.saysOtherKind {
      body.priceType = PriceBasis.premium.priceType
    }
    if let name = terms.listing {
      body.listingOrderID = OrderID(rawValue: UInt64(orderIDs[name] ?? 1_000_000_000))
    }
    if let lot = terms.lot { body.auction = number(of: lot) }
    if terms.isPostOnly { body.execInst.insert(.postOnly) }
    if terms.isAllOrNone { body.execInst.insert(.allOrNone) }
    return body
  }
}

extension RealVenue {
  private mutating func defineFirms() {
    for number in 1...market.broker {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: UInt32(number))
      firm.code = CompID(text("DLR", number))
      firm.controlGroup = number > market.firms ? 0 : UInt32(market.groups[number - 1])
      if market.isServed(number), number < market.broker {
        firm.broker = FirmID(rawValue: UInt32(market.broker))
      }
      firm.state = 1
      send(.defineFirm, firm)
      var funds = CreditFunds()
      funds.firm = firm.firm
      funds.currency = 0x59_4e43
      funds.amount = Amount(fen: market.money * 100)
      send(.creditFunds, funds)
    }
    for number in 1...market.brokerSession {
      var session = DefineSession()
      session.session = SessionID(rawValue: UInt32(number))
      session.firm = FirmID(rawValue: UInt32(market.firm(ofSession: number)))
      session.compID = CompID(text("S", number))
      let role: SessionRole = number == market.brokerSession ? .broker : .dealer
      session.roleCode = role.rawValue
      session.state = 1
      send(.defineSession, session)
    }
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(text("W", 1))
    warehouse.grade = UInt8(ascii: "A")
    warehouse.bonded = 1
    send(.defineWarehouse, warehouse)
  }

  private mutating func define(_ terms: InstrumentTerms, _ index: Int) {
    var body = DefineInstrument()
    body.instrument = instrumentID(index)
    body.symbol = symbol(index)
    body.documentUnit = Quantity(thousandths: 1_000)
    body.tick = Price(tenThousandths: terms.tick)
    body.referencePrice = Price(tenThousandths: terms.referencePrice)
    body.bandBasisPoints = UInt32(terms.bandBasisPoints)
    body.modes = terms.isNegotiated ? 7 : 3
    set(terms.auctions, of: &body)
    body.negotiatedBandBasisPoints = UInt32(terms.dealBandBasisPoints)
    body.quoteSeconds = UInt32(terms.quoteSeconds)
    body.quoteRounds = UInt16(terms.quoteRounds)
    body.answerSeconds = UInt32(terms.answerSeconds)
    body.hasNegotiatedHours = terms.hasDealHours ? 1 : 0
    body.deliveryDays = UInt16(terms.deliveryDays)
    body.docType = UInt8(ascii: "R")
    body.bookModeCode = TradingMode.listing.rawValue
    body.maxLots = UInt16(terms.maxLots)
    body.dynamicBandBasisPoints = UInt32(terms.dynamicBasisPoints)
    body.interruptionSeconds = UInt32(terms.interruptionSeconds)
    body.minIntervalSeconds = UInt32(terms.intervalSeconds)
    body.minIntervalDays = UInt16(terms.intervalDays)
    if terms.hasPremiums {
      body.priceBasisCode = PriceBasis.premium.rawValue
      body.benchmark = SettlementNames.benchmark
      body.benchmarkBandBasisPoints = UInt32(terms.benchmarkBasisPoints)
    }
    if terms.hasOpeningCall { body.calls.insert(.opening) }
    if terms.hasClosingCall { body.calls.insert(.closing) }
    send(.defineInstrument, body)
  }

  private mutating func admitDocuments() {
    var number: UInt64 = 0
    for index in market.instruments.indices {
      for firm in 1...market.firms {
        for _ in 0..<market.documents {
          number += 1
          var body = AdmitDocument()
          body.document.text.word0 = 0x30_3030_3030_3030
          body.document.text.word1 = letters(number)
          body.instrument = instrumentID(index)
          body.warehouse = 1
          body.holder = FirmID(rawValue: UInt32(firm))
          body.statusCode = TitleStatus.active.rawValue
          body.docType = UInt8(ascii: "R")
          body.netWeight = Quantity(thousandths: 1_000)
          body.storedFrom = Instant(nanoseconds: Int64(number))
          send(.admitDocument, body)
        }
      }
    }
  }
}
