import Market
import MarketDefinition
import Records
import Testing

/// Currencies of guarantees, firms' banks, and the accounts that money comes to (rule book Art. 8, 13, 29).
@Suite struct CurrencyDefinitionTests {
  private static let currencies =
    "currencies:\n  - {code: USD, haircutPercent: 5, fixing: 7.1050}\n"
    + "  - {code: EUR, haircutPercent: 94.99}\nsettlement: {topUpWithin: 10 min, "

  private func folder() throws -> DefinitionFolder {
    let folder = try DefinitionFolder()
    try folder.edit("venue.yaml", "settlement: {", Self.currencies)
    try folder.edit("firms.yaml", "name: Buyer", "name: Buyer\n    clearingMember: KEEPER")
    try folder.write(
      "funds.csv",
      "firm,currency,amount,account\nBUYER,CNY,1000000.01,cash\nBUYER,USD,50705.59,guarantee\n"
        + "W1,CNY,5000000,deposit\n")
    return folder
  }

  @Test(
    "an empty log takes currencies in their order, their first fixings, and the money behind all")
  func first() throws {
    var changes = ReferenceChanges(since: ReferenceIndex())
    var types: [UInt16] = []
    var credits: [CreditFunds] = []
    var fixing = SetFixing()
    var firms: [DefineFirm] = []
    let folder = try folder()
    let definition = try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
    changes.apply(definition) { record in
      types.append(record.loadHead().typeCode)
      switch CommandType(rawValue: record.loadHead().typeCode) {
      case .creditFunds: credits.append(record.loadBody(CreditFunds.self))
      case .setFixing: fixing = record.loadBody(SetFixing.self)
      case .defineFirm: firms.append(record.loadBody(DefineFirm.self))
      default: break
      }
    }
    #expect(types == [64, 64, 64, 64, 110, 111, 110, 67, 66, 65, 65, 68, 68, 69, 69, 69])
    #expect(fixing.tenMillionths == 71_050_000)
    #expect(firms.map(\.clearingMember.rawValue) == [0, 4, 0, 0])
    #expect(credits.map(\.accountKind) == [1, 2, 4])
    #expect(credits.map(\.warehouse) == [0, 0, 1])
    #expect(credits.map(\.firm.rawValue) == [2, 2, 0])
  }

  @Test("a log that has a fixing is not given the first one again; a haircut may change")
  func second() throws {
    let folder = try folder()
    var first = ReferenceChanges(since: ReferenceIndex())
    first.apply(try Definition(folder: folder.path)) { _ in }
    try folder.edit(
      "venue.yaml", "haircutPercent: 5, fixing: 7.1050", "haircutPercent: 6, fixing: 8")
    var second = ReferenceChanges(since: first.updatedIndex)
    second.apply(try Definition(folder: folder.path)) { _ in }
    #expect(second.lines == ["~ currency USD"])
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let says: String
    init(_ file: String, _ old: String, _ new: String, _ says: String) {
      self.file = file
      self.old = old
      self.new = new
      self.says = says
    }
    var testDescription: String { "\(file): \(new)" }
  }

  static let rows = [
    Row("venue.yaml", "code: USD", "code: CNY", "'CNY' is not the code of a foreign currency"),
    Row("venue.yaml", "code: USD", "code: JPY", "'JPY' is not the code of a foreign currency"),
    Row("venue.yaml", "code: EUR", "code: USD", "a currency stands twice"),
    Row("venue.yaml", "94.99", "95", "more than 94.99 percent"),
    Row("venue.yaml", "7.1050", "0", "too small"),
    Row("venue.yaml", "7.1050", "1000000.0000001", "more than 1,000,000 CNY"),
    Row("venue.yaml", "topUpWithin: 10 min, ", "", "need 'settlement: topUpWithin'"),
    Row("firms.yaml", "Member: KEEPER", "Member: KEEPR", "unknown clearing member 'KEEPR'"),
    Row("funds.csv", "USD", "GBP", "neither CNY nor among the currencies of venue.yaml"),
    Row("funds.csv", "guarantee", "guarantees", "none of the accounts cash, guarantee, deposit"),
    Row("funds.csv", "W1,", "W9,", "unknown warehouse 'W9'"),
    Row("funds.csv", "amount,account", "amount,kind", "expected the header line"),
    Row("funds.csv", "1000000.01,cash", "1000000.01", "3 fields where the header line has 4"),
  ]

  @Test("what is wrong is named", arguments: rows)
  func wrong(_ row: Row) throws {
    let folder = try folder()
    try folder.edit(row.file, row.old, row.new)
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    let text = error?.description ?? ""
    #expect(text.contains(row.says), "\(text)")
  }
}
