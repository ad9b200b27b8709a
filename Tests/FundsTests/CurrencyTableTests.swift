import Funds
import Market
import Testing

@Suite struct CurrencyTableTests {
  private func code(_ text: String) throws -> UInt32 { try #require(Currency.code(text)) }

  /// CNY and one more currency, at a fixing in 1/10,000 CNY and a haircut in 1/100 of a percent.
  private func table(_ fixing: Int64, _ haircut: UInt32) throws -> (CurrencyTable, CurrencyIndex) {
    var table = CurrencyTable()
    let usd = try table.add(code("USD"), haircutBasisPoints: haircut)
    try table.fix(usd, at: Fixing(tenMillionths: fixing * 1_000))
    return (table, usd)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let required: Int64
    let fixing: Int64
    let haircut: UInt32
    let addition: UInt32
    let need: Int64
  }

  static let rows: [Row] = [
    // 342,250.00 / (7.1050 x 0.95) = 50,705.5817... dollars
    Row(
      testDescription: "the rule text's", required: 34_225_000, fixing: 71_050, haircut: 500,
      addition: 0, need: 5_070_559),
    // 342,250.00 / (7.1050 x 0.90) = 53,522.5584...
    Row(
      testDescription: "goods at a warehouse of grade B", required: 34_225_000, fixing: 71_050,
      haircut: 500, addition: 500, need: 5_352_256),
    Row(
      testDescription: "without a haircut, exactly", required: 71_050, fixing: 71_050, haircut: 0,
      addition: 0, need: 10_000),
    Row(
      testDescription: "a fen more is a cent more", required: 71_051, fixing: 71_050, haircut: 0,
      addition: 0, need: 10_001),
    Row(
      testDescription: "nothing", required: 0, fixing: 71_050, haircut: 500, addition: 0, need: 0),
    Row(
      testDescription: "a cheap currency", required: 1, fixing: 4, haircut: 0, addition: 0,
      need: 2_500),
  ]

  @Test("what is needed of a currency, part of a cent up", arguments: rows)
  func need(_ row: Row) throws {
    let (table, usd) = try table(row.fixing, row.haircut)
    let required = Amount(fen: row.required)
    let need = try #require(table.need(for: required, in: usd, addition: row.addition))
    #expect(need.fen == row.need)
    #expect(table.value(of: need, in: usd, addition: row.addition) >= required)
    if need > .zero {
      let less = Amount(fen: need.fen - 1)
      #expect(table.value(of: less, in: usd, addition: row.addition) < required)
    }
  }

  @Test("what an amount is worth, part of a fen down", arguments: [(1, 6), (2, 13), (100, 674)])
  func value(_ cents: Int64, _ fen: Int64) throws {
    let (table, usd) = try table(71_050, 500)
    #expect(table.value(of: Amount(fen: cents), in: usd) == Amount(fen: fen))
  }

  @Test("CNY counts in full, whatever the warehouse's grade")
  func cny() {
    let table = CurrencyTable()
    #expect(table.need(for: Amount(fen: 7), in: .cny, addition: 500) == Amount(fen: 7))
    #expect(table.value(of: Amount(fen: 7), in: .cny, addition: 500) == Amount(fen: 7))
  }

  @Test("without a fixing a currency backs nothing")
  func withoutFixing() throws {
    var table = CurrencyTable()
    let eur = try table.add(code("EUR"), haircutBasisPoints: 0)
    #expect(table.need(for: Amount(fen: 1), in: eur) == nil)
    #expect(table.value(of: Amount(fen: 1_000_000), in: eur) == .zero)
  }

  @Test("what is beyond an account's limit is never needed, nor is anything worth more")
  func limits() throws {
    var (table, usd) = try table(4, 9_499)
    #expect(table.need(for: Ledger.highestBalance, in: usd, addition: 500) == nil)
    try table.fix(usd, at: .highest)
    #expect(table.value(of: Ledger.highestBalance, in: usd) == Ledger.highestBalance)
    #expect(table.need(for: Ledger.highestBalance, in: usd) != nil)
  }

  @Test("eight currencies, each with cents and a haircut that leaves something")
  func adding() throws {
    var table = CurrencyTable()
    let codes = ["USD", "EUR", "HKD", "SGD", "GBP", "AUD", "CAD"]
    for (place, code) in codes.enumerated() {
      let index = try table.add(self.code(code), haircutBasisPoints: 0)
      #expect(index.rawValue == UInt8(place + 1))
    }
    #expect(table.count == CurrencyTable.capacity)
    let refusals = [
      ("CHF", 0), ("CNY", 0), ("JPY", 0), ("KWD", 0), ("USD", 9_500), ("USD", 9_499),
    ].map { refusal(of: $0.0, UInt32($0.1), in: &table) }
    #expect(refusals == [.full, .notForCNY, .invalidCode, .invalidCode, .invalidHaircut, nil])
    #expect(refusal(of: 0x30_3030, 0, in: &table) == .invalidCode)
    let code = try code("USD")
    let usd = try #require(table.index(of: code))
    #expect(table[usd].haircutBasisPoints == 9_499)
  }

  private func refusal(of text: String, _ haircut: UInt32, in table: inout CurrencyTable)
    -> CurrencyRefusal?
  {
    refusal(of: Currency.code(text) ?? 0, haircut, in: &table)
  }

  private func refusal(of code: UInt32, _ haircut: UInt32, in table: inout CurrencyTable)
    -> CurrencyRefusal?
  {
    do throws(CurrencyRefusal) {
      try table.add(code, haircutBasisPoints: haircut)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "a fixing is more than zero and at most a million, and not for CNY",
    arguments: [
      (1, 0, CurrencyRefusal.invalidFixing), (1, -1, .invalidFixing), (1, 1, nil),
      (1, 10_000_000_000_000, nil), (1, 10_000_000_000_001, .invalidFixing),
      (2, 1, .unknownCurrency),
      (0, 1, .notForCNY),
    ])
  func fixing(_ place: UInt8, _ tenMillionths: Int64, _ expected: CurrencyRefusal?) throws {
    var (table, _) = try table(71_050, 0)
    var refusal: CurrencyRefusal?
    do throws(CurrencyRefusal) {
      try table.fix(CurrencyIndex(rawValue: place), at: Fixing(tenMillionths: tenMillionths))
    } catch {
      refusal = error
    }
    #expect(refusal == expected)
  }
}
