import Funds
import Market
import MarketCore
import Records

/// The venue itself behind the same steps and lines as the naive one.
struct RealVenue: ~Copyable {
  private var driven: DrivenVenue<EventLines>
  private var viewed: ViewedBooks
  private let market: MarketTerms
  /// The OrderID(37) that goes by a firm's ClOrdID(11).
  private var orderIDs: [OrderName: Int] = [:]

  /// A venue in which the market is defined and every instrument is closed.
  init(_ market: MarketTerms, limits: VenueLimits, now: Int64) {
    self.market = market
    driven = DrivenVenue(limits: limits, now: now, reader: EventLines())
    viewed = ViewedBooks(limits)
    defineFirms()
    for (index, terms) in market.instruments.enumerated() { define(terms, index) }
    admitDocuments()
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
    case .new(let terms): send(.newOrder, body(terms), session: step.session)
    case .replace(let original, let terms):
      var body = ReplaceOrder()
      body.order = self.body(terms)
      body.origClOrdID = clOrdID(original)
      send(.replaceOrder, body, session: step.session)
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
    case .tick: send(.tick, UInt64(0))
    }
  }

  private mutating func logOn(_ terms: DisconnectTerms, _ session: Int) {
    var body = SessionLogon()
    body.cancelOnDisconnectType = terms.type.rawValue
    body.cancelOnDisconnectGrace = UInt32(terms.seconds * 1_000)
    body.cancelsGoodTill = terms.cancelsGoodTill ? 1 : 0
    send(.sessionLogon, body, session: session)
  }

  private mutating func massCancel(_ name: Int, _ terms: MassCancelTerms, _ session: Int) {
    var body = MassCancel()
    body.clOrdID = clOrdID(name)
    let type: MassCancelRequestType = terms.instrument == nil ? .all : .security
    body.requestTypeCode = type.rawValue
    if let index = terms.instrument { body.symbol = symbol(index) }
    body.sideCode = terms.side?.rawValue ?? 0
    send(.massCancel, body, session: session)
  }

  private mutating func massStatus(_ name: Int, _ terms: MassCancelTerms, _ session: Int) {
    var body = MassStatusRequest()
    body.massStatusReqID = clOrdID(name).text
    let type: MassStatusReqType = terms.instrument == nil ? .all : .security
    body.requestTypeCode = type.rawValue
    if let index = terms.instrument { body.symbol = symbol(index) }
    body.sideCode = terms.side?.rawValue ?? 0
    send(.massStatus, body, session: session)
  }

  private mutating func limit(_ firm: Int, to others: [Int]?) {
    var body = DefineCounterparties()
    body.firm = FirmID(rawValue: UInt32(firm))
    body.isLimited = others == nil ? 0 : 1
    body.count = UInt16(others?.count ?? 0)
    let named = (others ?? []).map { FirmID(rawValue: UInt32($0)) }
    driven.send(.defineCounterparties, body, session: 0, behind: named)
    viewed.take(driven.reader.changes)
  }

  private mutating func kill(_ scope: Scope, _ isOn: Bool) {
    var body = SetKillSwitch()
    body.isOn = isOn ? 1 : 0
    body.number = UInt32(scope.number)
    let code: KillScope =
      switch scope {
      case .session: .session
      case .firm: .firm
      case .venue: .venue
      }
    body.scopeCode = code.rawValue
    send(.setKillSwitch, body)
  }

  private mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: Int = 0
  ) {
    driven.send(type, body, session: session)
    viewed.take(driven.reader.changes)
    for line in lines where line.order != 0 {
      switch line.kind {
      case .new, .replaced, .canceled, .rejected:
        let firm = market.firm(ofSession: line.session)
        orderIDs[OrderName(firm: firm, name: line.name)] = line.order
      default: break
      }
    }
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
    if let name = terms.listing {
      body.listingOrderID = OrderID(rawValue: UInt64(orderIDs[name] ?? 1_000_000_000))
    }
    if terms.isPostOnly { body.execInst.insert(.postOnly) }
    if terms.isAllOrNone { body.execInst.insert(.allOrNone) }
    return body
  }
}

extension RealVenue {
  private mutating func defineFirms() {
    for number in 1...market.firms {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: UInt32(number))
      firm.code = CompID(text("DLR", number))
      firm.controlGroup = UInt32(market.groups[number - 1])
      firm.state = 1
      send(.defineFirm, firm)
      var funds = CreditFunds()
      funds.firm = firm.firm
      funds.currency = 0x59_4e43
      funds.amount = Amount(fen: market.money * 100)
      send(.creditFunds, funds)
    }
    for number in 1...market.firms * 2 {
      var session = DefineSession()
      session.session = SessionID(rawValue: UInt32(number))
      session.firm = FirmID(rawValue: UInt32(market.firm(ofSession: number)))
      session.compID = CompID(text("S", number))
      session.roleCode = SessionRole.dealer.rawValue
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
    body.modes = 3
    body.docType = UInt8(ascii: "R")
    body.bookModeCode = TradingMode.listing.rawValue
    body.maxLots = UInt16(terms.maxLots)
    body.dynamicBandBasisPoints = UInt32(terms.dynamicBasisPoints)
    body.interruptionSeconds = UInt32(terms.interruptionSeconds)
    body.minIntervalSeconds = UInt32(terms.intervalSeconds)
    body.minIntervalDays = UInt16(terms.intervalDays)
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

private func instrumentID(_ index: Int) -> InstrumentID {
  InstrumentID(rawValue: UInt32(index + 1))
}

private func symbol(_ index: Int) -> Symbol { Symbol(text("I", index)) }

private func text(_ prefix: String, _ number: Int) -> Text16 {
  guard let text = Text16("\(prefix)\(number)") else { preconditionFailure("a short text") }
  return text
}

/// A number as eight letters, A for zero, lowest digit first.
private func letters(_ number: UInt64) -> UInt64 {
  (0..<8).reduce(0) { word, place in
    word | (UInt64(UInt8(ascii: "A")) + number >> UInt64(place * 4) & 15) << UInt64(place * 8)
  }
}

/// A name of a stream: N and seven letters.
func clOrdID(_ name: Int) -> ClOrdID {
  var text = Text32()
  text.word0 = UInt64(UInt8(ascii: "N")) | letters(UInt64(name)) << 8
  return ClOrdID(text)
}

/// The number in a name of a stream; zero where the text is empty.
func name(of clOrdID: ClOrdID) -> Int {
  guard clOrdID.text.word0 != 0 else { return 0 }
  return (0..<7).reduce(0) { name, place in
    let letter = clOrdID.text.word0 >> UInt64(place * 8 + 8) & 0xff
    return name | Int(letter - UInt64(UInt8(ascii: "A"))) << (place * 4)
  }
}
