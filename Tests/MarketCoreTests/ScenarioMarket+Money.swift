import Funds
import Market
import MarketCore

/// Rows about currencies and money.
extension ScenarioMarket {
  /// Performs a row about money; nil where it is none.
  func money(_ row: Row) -> [String]? {
    switch row.verb {
    case "currency":
      var body = DefineCurrency()
      body.currency = currency(row.words[0])
      body.haircutBasisPoints = UInt32(integer(row["haircut"] ?? "0", scale: 2))
      return tester.apply(.defineCurrency, body)
    case "fixing": return tester.apply(.setFixing, fixing(row, 0))
    case "fix": return send(.setFixing, row, fixing(row, 1), [])
    case "assign": return assign(row)
    case "reserve":
      var body = UseReserve()
      body.tradeID = TradeID(rawValue: UInt64(row.words[0]) ?? 0)
      body.amount = Amount(fen: integer(row.words[1], scale: 2))
      return tester.apply(.useReserve, body)
    case "inquire":
      var body = InquireCollateral()
      body.inquiryID = text32(row.word(1))
      body.party = CompID(text16(row["firm"].map(String.init) ?? ""))
      return send(.inquireCollateral, row, body, [])
    case "net-run":
      var body = ClearNet()
      func number(_ key: String) -> UInt32 { row[key].flatMap { UInt32($0) } ?? 0 }
      body.day = number("day")
      body.paySeconds = number("pay")
      body.cureSeconds = number("cure")
      body.rounds = UInt8(number("rounds"))
      return tester.apply(.clearNet, body)
    default: return nil
    }
  }

  private func fixing(_ row: Row, _ place: Int) -> SetFixing {
    var body = SetFixing()
    body.reference = row["ref"].map { text32(String($0)) } ?? Text32()
    body.currency = currency(row.words[place])
    if body.currency == 0 {
      body.benchmark = BenchmarkRef(text16(row.word(place))) ?? .none
    }
    body.tenMillionths = integer(row.words[place + 1], scale: 7)
    return body
  }

  private func assign(_ row: Row) -> [String] {
    var body = AssignCollateral()
    body.reference = text32(row.word(1))
    body.transTypeCode = code(row.word(2), of: CollAsgnTransType.self, unknown: 9)
    body.amount = Amount(fen: integer(row.words[3], scale: 2))
    body.currency = currency(row["currency"] ?? "CNY")
    body.firm = CompID(text16(row["firm"].map(String.init) ?? ""))
    body.accountKind = row["account"] == nil ? 2 : account(row)
    return send(.assignCollateral, row, body, [])
  }

  func currency(_ name: Substring) -> UInt32 { Currency.code(String(name)) ?? 0 }

  /// The account of a row such as `account guarantee DLR001`; nil where there is none of that kind.
  func ledgerAccount(_ row: Row) -> LedgerAccount? {
    let name = row.words.count > 1 ? row.word(1) : ""
    return LedgerAccountKind.allCases.first { "\($0)" == row.word(0) }.map {
      LedgerAccount($0, number: $0 == .deposit ? warehouses[name] ?? 0 : firm(name).rawValue)
    }
  }

  /// The kind of account that a row names; zero where it names none.
  func account(_ row: Row) -> UInt8 {
    guard let name = row["account"] else { return 0 }
    return code(name, of: LedgerAccountKind.self, unknown: 255)
  }
}
