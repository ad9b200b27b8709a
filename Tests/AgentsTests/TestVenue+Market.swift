import Agents
import FIX44
import Market
import MarketCore
import MarketData
import OrderEntry
import Records
import Rings

extension TestVenue {
  /// Three firms, one instrument, ten documents of the seller, money for everybody, open.
  func define() {
    var opened = LogOpened()
    opened.coreVersion = Venue.coreVersion
    publish(.logOpened, opened)
    for number in UInt32(1)...3 {
      var firm = DefineFirm()
      firm.firm = FirmID(rawValue: number)
      firm.controlGroup = number
      firm.code = compID(Self.sessions[Int(number) - 1])
      firm.state = 1
      publish(.defineFirm, firm)
      defineSession(number, role: roles[Self.sessions[Int(number) - 1]] ?? .dealer)
    }
    defineInstrument()
    for number in 1...10 { admit("R\(number)") }
    for number in UInt32(1)...3 {
      var funds = CreditFunds()
      funds.firm = FirmID(rawValue: number)
      funds.currency = 0x59_4e43
      funds.amount = Amount(fen: 1_000_000_000_000)
      publish(.creditFunds, funds)
    }
    var phase = SetPhase()
    phase.phaseCode = TradingPhase.open.rawValue
    publish(.setPhase, phase)
  }

  static let dictionary = FIX44Dictionary.make()

  /// Each session is of a firm of its name.
  static var firmCodes: FirmCodes {
    var codes = FirmCodes(capacity: sessions.count)
    for (place, name) in sessions.enumerated() {
      codes.set(CompID(Text16(name) ?? Text16()), of: FirmID(rawValue: UInt32(place + 1)))
    }
    return codes
  }

  /// Each session comes from its firm.
  static func origins(_ setups: [GatewaySessionSetup]) -> Origins {
    var origins = Origins(capacity: sessions.count)
    for (setup, name) in zip(setups, sessions) {
      origins.set(
        Origins.Origin(
          compID: compID(name), firm: FirmID(rawValue: setup.session.rawValue), role: setup.role),
        of: setup.session)
    }
    return origins
  }

  /// What is published of the test market's instrument.
  static var board: MarketBoard {
    var board = MarketBoard(orders: 1_024, levelPages: 1_024, instruments: 4, firms: 4)
    board.define(
      InstrumentID(rawValue: 1), Symbol(compID("CU").text), lot: Quantity(thousandths: 25_000),
      brand: Text32("NORVANE") ?? Text32())
    board.define(
      InstrumentID(rawValue: 1), tick: Price(tenThousandths: 100_000),
      reference: Price(tenThousandths: 684_500_000))
    for (place, name) in sessions.enumerated() {
      board.define(FirmID(rawValue: UInt32(place + 1)), compID(name))
    }
    return board
  }

  /// One of the three sessions, in this role.
  func defineSession(_ number: UInt32, role: SessionRole) {
    var session = DefineSession()
    session.session = SessionID(rawValue: number)
    session.firm = FirmID(rawValue: number)
    session.compID = compID(Self.sessions[Int(number) - 1])
    session.roleCode = role.rawValue
    session.state = 1
    publish(.defineSession, session)
  }

  func defineInstrument(
    mode: TradingMode = .continuous, change: (inout DefineInstrument) -> Void = { _ in }
  ) {
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.grade = 0x41
    warehouse.bonded = 1
    warehouse.code = compID("W1")
    publish(.defineWarehouse, warehouse)
    var instrument = DefineInstrument()
    instrument.instrument = InstrumentID(rawValue: 1)
    instrument.warehouse = 1
    instrument.symbol = Symbol(compID("CU").text)
    instrument.documentUnit = Quantity(thousandths: 25_000)
    instrument.tick = Price(tenThousandths: 100_000)
    instrument.referencePrice = Price(tenThousandths: 684_500_000)
    instrument.bandBasisPoints = 600
    instrument.guaranteeBasisPoints = 2_000
    instrument.toleranceBasisPoints = 200
    instrument.modes = 31
    instrument.auctionNoticeSeconds = 60
    instrument.auctionDepositBasisPoints = 500
    instrument.auctionExtensionSeconds = 60
    instrument.auctionExtensions = 10
    instrument.auctionStepSeconds = 60
    instrument.answerSeconds = 300
    instrument.quoteSeconds = 600
    instrument.quoteRounds = 10
    instrument.deliveryDays = 30
    instrument.bookModeCode = mode.rawValue
    instrument.docType = 0x52
    instrument.maxLots = 64
    change(&instrument)
    publish(.defineInstrument, instrument)
  }

  /// A document of the first session's firm, good until then.
  func admit(
    _ name: String, validUntil: Instant = .none,
    of instrument: InstrumentID = InstrumentID(rawValue: 1)
  ) {
    var document = AdmitDocument()
    document.document = TitleDocID(Text32(name) ?? Text32())
    document.instrument = instrument
    document.warehouse = 1
    document.holder = FirmID(rawValue: 1)
    document.statusCode = TitleStatus.active.rawValue
    document.docType = 0x52
    document.netWeight = Quantity(thousandths: 25_000)
    document.version = 1
    document.validUntil = validUntil
    publish(.admitDocument, document)
  }

  func publish<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: SessionID = .venue, text: String = ""
  ) {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.session = session
    var record = RecordBuffer(capacity: 1_024)
    record.append(head, body: body, text: text)
    Self.write(record, to: &control)
  }

  /// The operator stops a session; one that the market lacks is number 99.
  func kill(_ name: String, request: UInt32) {
    var body = SetKillSwitch()
    body.scopeCode = KillScope.session.rawValue
    body.isOn = 1
    body.number = Self.sessions.firstIndex(of: name).map { UInt32($0 + 1) } ?? 99
    body.request = request
    publish(.setKillSwitch, body)
  }

  /// The operator does something with a trade, or answers an instruction of it.
  func controlTrade(_ trade: UInt64, _ action: TradeControl, request: UInt32) {
    var body = ControlTrade()
    body.tradeID = TradeID(rawValue: trade)
    body.actionCode = action.rawValue
    body.request = request
    publish(.controlTrade, body)
  }

  func answer(_ trade: UInt64, instruction: UInt64, _ result: InstructionResult, request: UInt32) {
    var body = AnswerInstruction()
    body.tradeID = TradeID(rawValue: trade)
    body.instruction = InstructionID(rawValue: instruction)
    body.resultCode = result.rawValue
    body.isCountersigned = 1
    body.request = request
    publish(.answerInstruction, body)
  }

  /// What the operator does to a session of the test market.
  func control(
    _ name: String, _ action: SessionControl, number: UInt64 = 0, text: String = "",
    request: UInt32 = 0
  ) {
    guard let place = Self.sessions.firstIndex(of: name) else {
      preconditionFailure("the test market has the session \(name)")
    }
    var body = ControlSession()
    body.actionCode = action.rawValue
    body.msgSeqNum = number
    body.request = request
    body.textLength = UInt16(text.utf8.count)
    publish(.controlSession, body, session: SessionID(rawValue: UInt32(place + 1)), text: text)
  }

  /// What the schedule of a session of the test market says.
  func schedule(
    _ name: String, isOpen: Bool, changesAt: Instant = .none, resetAt: Instant = .none
  ) {
    guard let place = Self.sessions.firstIndex(of: name) else {
      preconditionFailure("the test market has the session \(name)")
    }
    var body = ScheduleSession()
    body.isOpen = isOpen ? 1 : 0
    body.changesAt = changesAt
    body.resetAt = resetAt
    publish(.scheduleSession, body, session: SessionID(rawValue: UInt32(place + 1)))
  }

  private static func write(_ record: borrowing RecordBuffer, to ring: inout RingProducer) {
    let fits = ring.write(record.bytes)
    precondition(fits, "the control ring holds a test's definitions")
    ring.publish()
  }
}
