import Market
import MarketCore
import Records

/// What the venues of the benchmarks are defined with.
extension BenchmarkVenue {
  static func code(_ firm: UInt32) -> CompID { CompID(Text16(name: "F\(firm)")) }

  static func firm(_ number: UInt32) -> DefineFirm {
    var firm = DefineFirm()
    firm.firm = FirmID(rawValue: number)
    firm.code = code(number)
    firm.controlGroup = number
    firm.state = 1
    return firm
  }

  /// A dealer's session, which has its firm's number.
  static func session(_ number: UInt32) -> DefineSession {
    var session = DefineSession()
    session.session = SessionID(rawValue: number)
    session.firm = FirmID(rawValue: number)
    session.compID = code(number)
    session.roleCode = SessionRole.dealer.rawValue
    session.state = 1
    return session
  }

  static func funds(_ firm: UInt32, fen: Int64) -> CreditFunds {
    var funds = CreditFunds()
    funds.firm = FirmID(rawValue: firm)
    funds.currency = Currency.cny
    funds.amount = Amount(fen: fen)
    return funds
  }

  static func warehouse() -> DefineWarehouse {
    var warehouse = DefineWarehouse()
    warehouse.warehouse = 1
    warehouse.code = CompID(Text16(name: "W1"))
    warehouse.grade = UInt8(ascii: "A")
    warehouse.bonded = 1
    return warehouse
  }

  /// Traded in a book without guards.
  static func instrument(_ number: UInt32, _ symbol: Symbol) -> DefineInstrument {
    var body = DefineInstrument()
    body.instrument = InstrumentID(rawValue: number)
    body.symbol = symbol
    body.documentUnit = Quantity(thousandths: 1_000)
    body.tick = Price(tenThousandths: 10_000)
    body.referencePrice = Price(tenThousandths: 10_000_000)
    body.bandBasisPoints = 1_000
    body.modes = 2
    body.docType = UInt8(ascii: "R")
    body.bookModeCode = TradingMode.continuous.rawValue
    body.maxLots = 64
    return body
  }

  /// A receipt of the seller for a lot of instrument 1; the lower its number, the older it is.
  static func document(_ number: Int) -> AdmitDocument {
    var body = AdmitDocument()
    body.document = TitleDocID(name(number, "D"))
    body.instrument = InstrumentID(rawValue: 1)
    body.warehouse = 1
    body.holder = FirmID(rawValue: seller)
    body.statusCode = TitleStatus.active.rawValue
    body.docType = UInt8(ascii: "R")
    body.netWeight = Quantity(thousandths: 1_000)
    body.storedFrom = Instant(nanoseconds: Int64(number))
    return body
  }

  static func phase(_ phase: TradingPhase) -> SetPhase {
    var body = SetPhase()
    body.phaseCode = phase.rawValue
    return body
  }

  /// A letter and the number in letters, each a hexadecimal digit, A for zero, the lowest first.
  static func name(_ number: Int, _ letter: Unicode.Scalar) -> Text32 {
    var text = Text32()
    text.word0 = UInt64(UInt8(ascii: letter))
    for place in 1..<8 {
      let digit = UInt64(number >> (4 * (place - 1)) & 15)
      text.word0 |= (UInt64(UInt8(ascii: "A")) + digit) << UInt64(8 * place)
    }
    return text
  }
}
