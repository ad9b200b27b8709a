import Market
import MarketCore
import Records

/// A market that rows of text build and act on.
final class ScenarioMarket {
  let tester: TestVenue
  var firms: [String: FirmID] = [:]
  var sessions: [String: SessionID] = [:]
  /// The code of a session's firm.
  private(set) var firmCodes: [String: String] = [:]
  private(set) var instruments: [String: InstrumentID] = [:]
  private(set) var warehouses: [String: UInt32] = [:]
  private(set) var units: [String: Int64] = [:]
  private var documentCount: Int64 = 0
  /// Words of rows that name nothing, since that was asked last.
  var faults: [String] = []

  init(limits: VenueLimits = .small) { tester = TestVenue(limits: limits) }

  /// Performs a row that is a command; nil where it is none.
  func perform(_ row: Row) -> [String]? {
    tester.flags = row.has("resend") ? .possResend : RecordFlags()
    if row.verb == "many" { return performMany(row) }
    return performReference(row) ?? performTrading(row)
  }

  private func performReference(_ row: Row) -> [String]? {
    define(row) ?? clock(row) ?? connection(row) ?? settlement(row) ?? title(row) ?? money(row)
      ?? surveillance(row) ?? copies(row)
  }

  private func performTrading(_ row: Row) -> [String]? {
    order(row) ?? negotiation(row) ?? news(row) ?? auction(row) ?? marketData(row)
      ?? pastTrades(row)
  }

  /// A row so many times, each with its number in the place of `*`.
  private func performMany(_ row: Row) -> [String]? {
    let count = Int(row.words[0]) ?? 0
    return (0..<count).map { $0 + 1 }.flatMap { number in
      row.repeated(number).flatMap { perform($0) } ?? ["not a command"]
    }
  }

  func firm(_ name: String) -> FirmID { firms[name] ?? .none }

  /// Four dealers with money, a session each and a second one for the first, and copper.
  func standardMarket() -> [String] {
    let rows =
      (1...4).map { "firm DLR00\($0)" } + (1...4).map { "session D\($0) DLR00\($0) dealer" }
      + (1...4).map { "credit DLR00\($0) 100000000" } + [
        "session D1b DLR001 dealer", "warehouse ZZW01 grade=A", "instrument CU-BW-A",
        "phase CU-BW-A open",
      ]
    return rows.compactMap { Row($0) }.flatMap { perform($0) ?? ["not a command"] }
  }

  private func define(_ row: Row) -> [String]? {
    switch row.verb {
    case "market": return standardMarket().filter { !$0.hasPrefix("phase") }
    case "firm": return defineFirm(row)
    case "session": return defineSession(row)
    case "warehouse": return defineWarehouse(row)
    case "instrument": return defineInstrument(row)
    case "doc": return admit(row)
    case "credit":
      var body = CreditFunds()
      body.firm = firm(row.word(0))
      body.warehouse = warehouses[row.word(0)] ?? 0
      body.accountKind = account(row)
      body.currency = currency(row["currency"] ?? "CNY")
      body.amount = Amount(fen: integer(row.words[1], scale: 2))
      return tester.apply(.creditFunds, body)
    default: return nil
    }
  }

  private func defineFirm(_ row: Row) -> [String] {
    let name = row.word(0)
    var body = DefineFirm()
    body.firm = firms[name] ?? FirmID(rawValue: UInt32(firms.count + 1))
    firms[name] = body.firm
    tester.firmNames[body.firm.rawValue] = name
    body.code = CompID(text16(name))
    body.controlGroup = row["group"].flatMap { UInt32($0) } ?? 0
    body.state = row.has("suspended") ? 2 : row.has("exited") ? 3 : 1
    body.isOperator = row.has("operator") ? 1 : 0
    body.clearingMember = row["member"].map { firm(String($0)) } ?? .none
    body.broker = row["broker"].map { firm(String($0)) } ?? .none
    return tester.apply(.defineFirm, body)
  }

  private func defineSession(_ row: Row) -> [String] {
    let name = row.word(0)
    var body = DefineSession()
    body.session = sessions[name] ?? SessionID(rawValue: UInt32(sessions.count + 1))
    sessions[name] = body.session
    tester.sessionNames[body.session.rawValue] = name
    body.firm = firm(row.word(1))
    firmCodes[name] = row.word(1)
    body.compID = CompID(text16(name))
    body.roleCode = code(row.word(2), of: SessionRole.self, unknown: 0)
    body.state = 1
    return tester.apply(.defineSession, body)
  }

  private func defineWarehouse(_ row: Row) -> [String] {
    let name = row.word(0)
    var body = DefineWarehouse()
    body.warehouse = warehouses[name] ?? UInt32(warehouses.count + 1)
    warehouses[name] = body.warehouse
    body.code = CompID(text16(name))
    body.grade = row["grade"]?.utf8.first ?? 0x41
    body.bonded = row.has("unbonded") ? 0 : 1
    body.firm = row["firm"].map { firm(String($0)) } ?? .none
    body.depositMultiple = UInt32(integer(row["multiple"] ?? "0", scale: 0))
    return tester.apply(.defineWarehouse, body)
  }

  private func defineInstrument(_ row: Row) -> [String] {
    let name = row.word(0)
    func number(_ key: String, _ standard: Int64, scale: Int = 0) -> Int64 {
      row[key].map { integer($0, scale: scale) } ?? standard
    }
    var body = DefineInstrument()
    body.instrument = instruments[name] ?? InstrumentID(rawValue: UInt32(instruments.count + 1))
    instruments[name] = body.instrument
    body.symbol = Symbol(text16(name))
    body.warehouse = row["warehouse"].flatMap { warehouses[String($0)] } ?? 0
    body.documentUnit = Quantity(thousandths: number("unit", 25_000, scale: 3))
    units[name] = body.documentUnit.thousandths
    body.tick = Price(tenThousandths: number("tick", 100_000, scale: 4))
    body.referencePrice = Price(tenThousandths: number("ref", 684_500_000, scale: 4))
    body.bandBasisPoints = UInt32(number("band", 600))
    body.guaranteeBasisPoints = UInt32(number("guarantee", 2_000))
    body.toleranceBasisPoints = UInt32(number("tolerance", 200))
    body.tradeFeePerMillion = UInt32(number("fee", 100))
    body.minimumTradeFee = Amount(fen: number("minfee", 100, scale: 2))
    body.titleTransferFeePerUnit = Amount(fen: number("transfer", 100, scale: 2))
    body.highestPremium = Price(tenThousandths: number("premium", 600_000, scale: 4))
    body.minIntervalSeconds = UInt32(number("interval", 0))
    body.minIntervalDays = UInt16(number("days", 0))
    body.minRemainingDays = UInt16(number("remaining", 0))
    body.minDeliveryUnit = Quantity(thousandths: number("part", 0, scale: 3))
    body.modes = row.has("negotiated") ? 7 : 3
    body.negotiatedBandBasisPoints = UInt32(number("nband", 0))
    body.answerSeconds = UInt32(number("answer", 60))
    body.listingReach = UInt8(number("reach", 0))
    body.quoteSeconds = UInt32(number("quotes", 60))
    body.quoteRounds = UInt16(number("rounds", 3))
    body.deliveryDays = UInt16(number("delivery", 0))
    body.hasNegotiatedHours = row.has("own-deals") ? 1 : 0
    body.docType = row.has("bills") ? 0x42 : 0x52
    body.bookModeCode = row["mode"] == "none" ? 0 : row["mode"]?.utf8.first ?? 0x4c
    body.maxLots = UInt16(number("max", 64))
    if row["calls"]?.contains("opening") == true { body.calls.insert(.opening) }
    if row["calls"]?.contains("closing") == true { body.calls.insert(.closing) }
    body.dynamicBandBasisPoints = UInt32(number("dynamic", 0))
    body.interruptionSeconds = UInt32(number("seconds", 0))
    setBasis(row, &body)
    setAuctions(row, &body)
    settle(row, &body)
    return tester.apply(.defineInstrument, body)
  }

  private func admit(_ row: Row) -> [String] {
    var body = AdmitDocument()
    documentCount += 1
    body.document = TitleDocID(text32(row.word(0)))
    body.instrument = instruments[row["symbol"].map(String.init) ?? "CU-BW-A"] ?? .none
    body.warehouse = row["warehouse"].map { warehouses[String($0)] ?? 99 } ?? 0
    body.holder = firm(row.word(1))
    body.statusCode = row["status"].flatMap { UInt8($0) } ?? TitleStatus.active.rawValue
    body.docType = row.has("bill") ? 0x42 : 0x52
    body.netWeight = Quantity(thousandths: integer(row["weight"] ?? "25", scale: 3))
    body.premium = Price(tenThousandths: integer(row["premium"] ?? "0", scale: 4))
    body.storedFrom = Instant(nanoseconds: row["stored"].flatMap { Int64($0) } ?? documentCount)
    if let until = row["until"].flatMap({ Int64($0) }) {
      body.validUntil = tester.now.adding(nanoseconds: until * 1_000_000_000)
    }
    describe(row, &body)
    return tester.apply(.admitDocument, body)
  }

  private func order(_ row: Row) -> [String]? {
    switch row.verb {
    case "new":
      let body = newOrder(row, side: row.word(2), lots: row.words[3], price: row.words[4])
      return send(.newOrder, row, body, documents(row))
    case "replace":
      var body = ReplaceOrder()
      body.order = newOrder(row, side: row.word(3), lots: row.words[4], price: row.words[5])
      body.origClOrdID = ClOrdID(text32(row.word(2)))
      body.orderID = OrderID(rawValue: row["order"].flatMap { UInt64($0) } ?? 0)
      return send(.replaceOrder, row, body, documents(row))
    case "cancel": return cancel(row)
    case "mass-cancel": return massCancel(row)
    case "mass-status": return massStatus(row)
    case "kill", "lift": return setKillSwitch(row)
    case "operate": return operate(row)
    case "approvals", "approve", "disapprove", "decide": return approval(row)
    case "status":
      var body = OrderStatusRequest()
      body.clOrdID = ClOrdID(text32(row.word(1)))
      body.orderID = OrderID(rawValue: row["order"].flatMap { UInt64($0) } ?? 0)
      body.ordStatusReqID = text32(row["790"].map(String.init) ?? "")
      body.symbol = Symbol(text16("CU-BW-A"))
      body.sideCode = Side.buy.rawValue
      return send(.orderStatus, row, body, [])
    case "refused":
      var body = RefusedMessage()
      body.refMsgType = UInt16(row.word(1).utf8.first ?? 0)
      body.refusalCode = code(row.word(2), of: Refusal.self, unknown: 0)
      body.clOrdID = ClOrdID(text32(row.word(3)))
      body.refTagID = row["tag"].flatMap { UInt32($0) } ?? 0
      return send(.refusedMessage, row, body, [])
    default: return nil
    }
  }

  private func cancel(_ row: Row) -> [String] {
    var body = CancelOrder()
    body.clOrdID = ClOrdID(text32(row.word(1)))
    body.origClOrdID = ClOrdID(text32(row.word(2)))
    body.orderID = OrderID(rawValue: row["order"].flatMap { UInt64($0) } ?? 0)
    body.symbol = Symbol(text16(row["symbol"].map(String.init) ?? "CU-BW-A"))
    body.sideCode = row["side"].map(sideCode) ?? 0
    return send(.cancelOrder, row, body, [])
  }

  private func massCancel(_ row: Row) -> [String] {
    var body = MassCancel()
    body.clOrdID = ClOrdID(text32(row.word(1)))
    let type: MassCancelRequestType = row.has("all") ? .all : .security
    body.requestTypeCode = type.rawValue
    body.symbol = Symbol(text16(row["symbol"].map(String.init) ?? ""))
    body.sideCode = row["side"].map(sideCode) ?? 0
    body.account = AccountCode(text16(row["account"].map(String.init) ?? ""))
    return send(.massCancel, row, body, [])
  }

  private func massStatus(_ row: Row) -> [String] {
    var body = MassStatusRequest()
    body.massStatusReqID = text32(row.word(1))
    let type: MassStatusReqType = row.has("all") ? .all : .security
    body.requestTypeCode = type.rawValue
    body.symbol = Symbol(text16(row["symbol"].map(String.init) ?? ""))
    body.sideCode = row["side"].map(sideCode) ?? 0
    body.account = AccountCode(text16(row["account"].map(String.init) ?? ""))
    return send(.massStatus, row, body, [])
  }

  private func newOrder(_ row: Row, side: String, lots: Substring, price: Substring) -> NewOrder {
    let symbol = row["symbol"].map(String.init) ?? "CU-BW-A"
    var body = NewOrder()
    body.clOrdID = ClOrdID(text32(row.word(1)))
    body.account = AccountCode(text16(row["account"].map(String.init) ?? ""))
    body.symbol = Symbol(text16(symbol))
    body.sideCode = sideCode(side)
    body.ordTypeCode = row["type"]?.utf8.first ?? (price == "market" ? 0x31 : 0x32)
    body.price = price == "market" ? .zero : Price(tenThousandths: integer(price, scale: 4))
    body.orderQty = Quantity(
      thousandths: row["qty"].map { integer($0, scale: 3) } ?? integer(lots, scale: 0)
        * (units[symbol] ?? 25_000))
    body.timeInForceCode = timeInForce(row["tif"] ?? "day")
    body.cashMarginCode = row["margin"]?.utf8.first ?? 0
    body.currency = row["currency"] == "USD" ? 0x44_5355 : 0
    body.modeCode = row["mode"]?.utf8.first ?? 0
    body.isProgramTrade = isProgramTrade(row)
    body.programRegID = programRegID(row)
    body.minQty = Quantity(thousandths: row["min"].map { integer($0, scale: 3) } ?? 0)
    body.maxFloor = Quantity(thousandths: row["floor"].map { integer($0, scale: 3) } ?? 0)
    body.stopPx = Price(tenThousandths: row["stop"].map { integer($0, scale: 4) } ?? 0)
    if row.has("post-only") { body.execInst.insert(.postOnly) }
    if row.has("aon") { body.execInst.insert(.allOrNone) }
    body.selfMatchInstruction = row["smp"]?.utf8.first ?? 0
    body.listingOrderID = OrderID(rawValue: row["listing"].flatMap { UInt64($0) } ?? 0)
    if let seconds = row["expires"] {
      body.expireTime = tester.now.adding(nanoseconds: integer(seconds, scale: 9))
    }
    setBasis(row, &body)
    body.documentCount = UInt16(documents(row).count)
    body.auction = row["auction"].flatMap { UInt32($0) } ?? 0
    return body
  }

  func documents(_ row: Row) -> [String] {
    (row["docs"] ?? "").split(separator: ",").map(String.init)
  }

  func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ row: Row, _ body: Body, _ documents: [String]
  ) -> [String] {
    let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
    return tester.apply(type, body, session: session, documents: documents)
  }
}
