import Market
import MarketDefinition
import Testing

@Suite struct SettlementDefinitionTests {
  /// The definition with `text` behind the instrument's last key.
  private func definition(_ text: String) throws -> Definition {
    let folder = try DefinitionFolder()
    try folder.edit("instruments.yaml", "fees:", "\(text)\n    fees:")
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  private func told(_ file: String, _ old: String, _ new: String) throws -> String {
    let folder = try DefinitionFolder()
    try folder.edit(file, old, new)
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    return error?.description ?? ""
  }

  @Test("venue.yaml holds for what the instrument does not say")
  func defaults() throws {
    let copper = try #require(
      try definition("settlement: {fundsWithin: 60 s, weightWithin: 1 d}").instruments.first)
    #expect(copper.clearing == .gross && copper.signing == .automatic)
    #expect(copper.settlement.balanceSeconds == 7_200)
    #expect(copper.settlement.fundsSeconds == 60)
    #expect(copper.settlement.titleSeconds == 0)
    #expect(copper.settlement.weightSeconds == 86_400)
    #expect(copper.settlement.reserveBasisPoints == 5)
  }

  static let times: [(String, UInt32)] = [
    ("1 s", 1), ("60 s", 60), ("10 min", 600), ("2 h", 7_200), ("1 d", 86_400),
    ("366 d", 31_622_400),
  ]

  @Test("a time is a number and its unit", arguments: times)
  func time(_ text: String, _ seconds: UInt32) throws {
    let definition = try definition("settlement: {titleWithin: \(text)}")
    #expect(definition.instruments.first?.settlement.titleSeconds == seconds)
  }

  static let noTimes = [
    "0 s", "600", "10min", "10 m", "-1 s", "1.5 h", "367 d", "8785 h", "4294967295 d", "soon",
  ]

  @Test("what is no time is refused, with what a time is", arguments: noTimes)
  func noTime(_ text: String) throws {
    let told = try told(
      "instruments.yaml", "fees:", "settlement: {titleWithin: \(text)}\n    fees:")
    #expect(told.contains("instruments.yaml:22: '\(text)' is not a time like 60 s"), "\(told)")
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let says: String
    var testDescription: String { "\(file): \(new)" }

    init(_ file: String, _ old: String, _ new: String, _ says: String) {
      self.file = file
      self.old = old
      self.new = new
      self.says = says
    }
  }

  static let rows = [
    Row(
      "instruments.yaml", "fees:", "clearing: net\n    fees:",
      "net clearing needs 'netting: at, payWithin' in venue.yaml"),
    Row("instruments.yaml", "fees:", "clearing: gros\n    fees:", "did you mean 'gross'?"),
    Row(
      "instruments.yaml", "signingFlow: automatic", "signingFlow: by hand",
      "instruments.yaml:21: 'by hand' does not begin with one of automatic, affirm"),
    Row(
      "instruments.yaml", "signingFlow: automatic", "signingFlow: afirm", "did you mean 'affirm'?"),
    Row(
      "instruments.yaml", "signingFlow: automatic", "signingFlow: affirm",
      "instruments.yaml:21: affirm needs 'settlement: signWithin'"),
    Row(
      "instruments.yaml", "fees:", "settlement: {signwithin: 1 h}\n    fees:",
      "did you mean 'signWithin'?"),
    Row(
      "venue.yaml", "balanceWithin: 2 h, ", "",
      "'guarantee' needs 'settlement: balanceWithin', the time to pay the rest (Art. 11)"),
    Row("venue.yaml", "riskReservePercent: 0.05", "riskReservePercent: 100.01", "more than 100"),
    Row("venue.yaml", "settlement: {", "settlement: {net: yes, ", "unknown key 'net'"),
    Row(
      "warehouses.yaml", "firm: KEEPER", "firm: KEEPR",
      "warehouses.yaml:2: unknown firm 'KEEPR'; did you mean 'KEEPER'?"),
    Row(
      "warehouses.yaml", "firm: KEEPER", "firm: SELLER",
      "firm 'SELLER' is in roles that the rule book keeps apart"),
  ]

  @Test("what is wrong is named with file, line and the way out", arguments: rows)
  func wrong(_ row: Row) throws {
    let told = try told(row.file, row.old, row.new)
    #expect(told.contains(row.says), "\(told)")
  }

  @Test("full payment needs no time for a rest; words behind the signing flow are for readers")
  func fullPayment() throws {
    let folder = try DefinitionFolder()
    try folder.edit("venue.yaml", "balanceWithin: 2 h, ", "")
    try folder.edit("instruments.yaml", "guarantee: 20", "guarantee: 0")
    try folder.edit(
      "instruments.yaml", "signingFlow: automatic", "signingFlow: automatic, by admission")
    let definition = try Definition(folder: folder.path)
    #expect(definition.instruments.first?.signing == .automatic)
    #expect(definition.instruments.first?.signingFlow == "automatic, by admission")
  }
}
