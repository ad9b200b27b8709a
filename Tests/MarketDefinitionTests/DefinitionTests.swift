import Foundation
import Market
import MarketDefinition
import Testing

@Suite struct DefinitionTests {
  @Test("a complete definition is read as it stands")
  func complete() throws {
    let folder = try DefinitionFolder()
    let definition = try Definition(folder: folder.path)
    let copper = try #require(definition.instruments.first)
    #expect(copper.documentUnit.thousandths == 25_000)
    #expect(copper.tick.tenThousandths == 5_000)
    #expect(copper.referencePrice.tenThousandths == 684_505_000)
    #expect(copper.toleranceBasisPoints == 200)
    #expect(copper.tradeFeePerMillion == 100)
    #expect(copper.bookMode == .continuous)
    #expect(definition.sessions.map(\.name) == ["SELLER", "BUYER/DESK2"])
    #expect(definition.sessions[1].policies.throttle.limit == 100)
    #expect(definition.documents.map(\.netWeight.thousandths) == [25_134, 24_500])
    #expect(definition.documents[0].attributes.hasPrefix("brand=NOR,VANE\nposition=A-1\n"))
    #expect(definition.documents[0].position == TitlePosition(storage: Text16("A-1")!))
    #expect(definition.documents[0].digest != definition.documents[1].digest)
    // Midnight in Shanghai behind the last day of 2026.
    #expect(definition.documents[0].feePaidTo.nanoseconds == 1_798_732_800_000_000_000)
    #expect(definition.documents[0].flags == .bonded)
    #expect(definition.documents[1].status == .frozen)
    #expect(definition.funds[0].amount.fen == 100_000_001)
  }

  @Test("the sample market is complete")
  func sample() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let definition = try Definition(folder: root.appendingPathComponent("Specs/sample-market").path)
    #expect(definition.instruments.count == 14)
    #expect(definition.documents.count == 384)
    #expect(definition.sessions.count == 19)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let says: [String]
    var testDescription: String { "\(file): \(old) -> \(new)" }

    init(_ file: String, _ old: String, _ new: String, _ says: String...) {
      self.file = file
      self.old = old
      self.new = new
      self.says = says
    }
  }

  static let rows: [Row] = [
    Row("venue.yaml", "compID: VENUE", "compid: VENUE", "venue.yaml:1", "did you mean 'compID'?"),
    Row("venue.yaml", "compID: VENUE\n", "", "'compID' is missing"),
    Row("venue.yaml", "\"+08:00\"", "8", "not like +08:00"),
    Row("venue.yaml", "2026-11-25", "2026-02-30", "venue.yaml:6", "not a date"),
    Row(
      "venue.yaml", "13:30 open", "11:30 open", "venue.yaml:12", "each later than the one before"),
    Row(
      "venue.yaml", "13:30 open", "11:29 open", "venue.yaml:12", "each later than the one before"),
    Row("venue.yaml", "13:30 open", "13:30 pause", "venue.yaml:12", "changes nothing"),
    Row("venue.yaml", "08:55 openingCall", "08:55 closed", "venue.yaml:9", "changes nothing"),
    Row("venue.yaml", "13:30 open", "13:30", "venue.yaml:12", "'13:30' is not a time and a phase"),
    Row("venue.yaml", "13:30 open", "25:30 open", "not a time and a phase"),
    Row("venue.yaml", "openingCall", "openigCall", "venue.yaml:9", "did you mean 'openingCall'?"),
    Row("venue.yaml", "13:30 open", "13:30 halted", "'halted' is none of preOpen, openingCall"),
    Row("venue.yaml", "15:00 closed", "15:00 pause", "venue.yaml:14", "must be closed"),
    Row(
      "venue.yaml", "      - 08:55 ",
      "      - 08:10 openingCall\n      - 08:20 preOpen\n      - 08:30 pause\n      - 08:55 ",
      "venue.yaml:9", "9 phases in a day, at most 8"),
    Row("venue.yaml", "weekdays: [Mon", "weekdays: [Mun", "did you mean 'Mon'?"),
    Row(
      "firms.yaml", "code: BUYER", "code: SELLER", "firms.yaml:4", "defined twice, first in line 2"),
    Row("firms.yaml", "operator: yes", "operator: perhaps", "neither yes nor no"),
    Row("firms.yaml", "firms:", "firms: [", "not valid YAML"),
    Row(
      "sessions.yaml", "role: dealer", "role: dealr", "sessions.yaml:6", "did you mean 'dealer'?"),
    Row("sessions.yaml", "firm: BUYER", "firm: BUYERS", "unknown firm 'BUYERS'", "'BUYER'"),
    Row("sessions.yaml", "firm: BUYER", "firm: DESK", "Art. 10"),
    Row(
      "sessions.yaml", "  - compID: BUYER",
      "  - {compID: X, firm: BUYER, role: bank}\n  - compID: BUYER",
      "Art. 26"),
    Row(
      "sessions.yaml", "  - compID: BUYER",
      "  - {compID: X, firm: DESK, role: registry, ownTags: no}\n  - compID: BUYER",
      "'X' in role 'registry' needs own tags"),
    Row(
      "sessions.yaml", "  - compID: BUYER",
      "  - {compID: X, firm: DESK, role: warehouse, ownTags: no}\n  - compID: BUYER",
      "'X' in role 'warehouse' needs own tags"),
    Row("sessions.yaml", "heartbeat: 5-60", "heartbeat: 60-5", "not seconds like 5-60"),
    Row("sessions.yaml", "messages: 100", "messages: 0", "whole number from 1"),
    Row(
      "firms.yaml", "name: Seller", "name: Seller\n    counterparties: [BUYER, BUYR]",
      "unknown counterparty 'BUYR'", "'BUYER'"),
    Row("warehouses.yaml", "grade: A", "grade: E", "none of A, B, C, D"),
    Row(
      "warehouses.yaml", "grade: A", "grade: C",
      "receipts.csv:2: document 'R1' lies at warehouse 'W1', which has grade C",
      "warehouses.yaml:2) and brings no new receipts", "receipts.csv:3: document 'R2'",
      "take the line out"),
    Row("warehouses.yaml", "grade: A", "grade: D", "receipts.csv:2", "has grade D"),
    Row("warehouses.yaml", "bonded: yes", "bonded: no", "receipts.csv:3", "is not bonded"),
    Row("instruments.yaml", "authority: Licence", "cfi: X", "Art. 7(3)", "instruments.yaml:11"),
    Row("instruments.yaml", "tick: 0.5", "tick: 0.55555", "more than 4 decimals"),
    Row("instruments.yaml", "tick: 0.5", "tick: 0", "too small"),
    Row(
      "instruments.yaml", "referencePrice: 68450.5", "referencePrice: 68450.3", "multiple of 'tick'"
    ),
    Row("instruments.yaml", "warehouse: W1", "warehouse: W2", "unknown warehouse 'W2'", "'W1'"),
    Row("instruments.yaml", "hours: book", "hours: boook", "unknown hours 'boook'", "'book'"),
    Row(
      "instruments.yaml", "hours: book", "hours: book\n    negotiatedHours: book",
      "instruments.yaml:11",
      "'negotiatedHours' means nothing where 'listingMode' does not have negotiated"),
    Row(
      "instruments.yaml", "hours: book", "hours: book\n    deliveryDays: 30",
      "'deliveryDays' means nothing where 'listingMode' does not have negotiated"),
    Row(
      "instruments.yaml", "listingMode: [listing, continuous]",
      "listingMode: [listing, continuous, negotiated]\n    negotiatedHours: boook",
      "unknown negotiatedHours 'boook'", "'book'"),
    Row(
      "instruments.yaml", "listingMode: [listing, continuous]",
      "listingMode: [listing, continuous, negotiated]\n    deliveryDays: 366",
      "instruments.yaml:12", "from 0 to 365"
    ),
    Row(
      "instruments.yaml", "listingMode: [listing, continuous]",
      "listingMode: [listing, continuous, negotiated]\n    negotiatedHours: book",
      "instrument 'CU': 'negotiatedHours' have 12 phases with 'hours', at most 10 in a day"),
    Row("instruments.yaml", "bandPercent: 6", "bandPercent: 100.01", "more than 100 percent"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    dynamicBandPercent: 1.5",
      "instruments.yaml:16", "'dynamicBandPercent' needs 'interruptionSeconds'"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    benchmark: SHFECU",
      "instruments.yaml:16", "'benchmark' means nothing where 'priceBasis' is not premium"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    priceBasis: spread",
      "instruments.yaml:16", "'spread'"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    priceBasis: premium",
      "'benchmark' is missing"),
    Row(
      "instruments.yaml", "bandPercent: 6",
      "bandPercent: 6\n    priceBasis: premium\n    benchmark: USD\n    benchmarkBandPercent: 5",
      "instruments.yaml:17", "a name of 4 to 8 printable ASCII characters"),
    Row(
      "instruments.yaml", "bandPercent: 6",
      "bandPercent: 6\n    priceBasis: premium\n    benchmark: SHFECU\n    benchmarkBandPercent: 94",
      "'bandPercent' and 'benchmarkBandPercent' together are less than 100"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    listingReach: 5",
      "instruments.yaml:16", "means nothing where the book's mode is not listing"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    listingReach: 17",
      "instruments.yaml:16", "'17' is not a whole number from 1 to 16"),
    Row(
      "instruments.yaml", "bandPercent: 6", "bandPercent: 6\n    interruptionSeconds: 60",
      "instruments.yaml:16", "means nothing without 'dynamicBandPercent'"),
    Row(
      "instruments.yaml", "bandPercent: 6",
      "bandPercent: 6\n    dynamicBandPercent: 1.5\n    interruptionSeconds: 0",
      "instruments.yaml:17", "'0' is not a whole number from 1 to 86400"),
    Row(
      "instruments.yaml", "bandPercent: 6",
      "bandPercent: 6\n    dynamicBandPercent: 100.01\n    interruptionSeconds: 60",
      "more than 100 percent"),
    Row("instruments.yaml", "documentUnit: 25", "documentUnit: 025x", "not a decimal number"),
    Row("receipts.csv", "R2,", "R1,", "receipts.csv:3", "stands twice"),
    Row("receipts.csv", "25.134", "25.501", "not one document unit"),
    Row(
      "instruments.yaml", "highestPremium: 20", "highestPremium: 19.9999", "receipts.csv:2",
      "'R1' has a premium above highestPremium of CU", "instruments.yaml:2"),
    Row(
      "instruments.yaml", "document: receipt", "document: bill-of-lading", "receipts.csv:2",
      "'R1' is a receipt, and CU is traded by bills of lading"),
    Row("receipts.csv", "25.134", "25.1345", "at most three decimals"),
    Row("receipts.csv", "FROZEN", "COLD", "one of DRAFT"),
    Row("receipts.csv", "2026-08-18,2027-08-18,20", "2026-13-18,2027-08-18,20", "is no date"),
    Row("receipts.csv", "2026-08-18,2027-08-18,20", "2026-08-18,4219-08-18,20", "is no date"),
    Row("receipts.csv", "netWeight", "nettWeight", "did you mean 'nettWeight'?"),
    Row("receipts.csv", "R2,CU", "R2,CU,CU", "receipts.csv:3", "19 fields"),
    Row(
      "receipts.csv", "A-2,2026-12-31,Y", ",2026-12-31,Y", "receipts.csv:3", "'position' is empty"),
    Row("receipts.csv", "bundle,124", "bundle,", "receipts.csv:3", "column 'pieces' is empty"),
    Row("receipts.csv", "depositor,grade", "owner,grade", "column 'depositor' is missing"),
    Row(
      "receipts.csv", "A-2,2026-12-31", "A-2,2026-12-32",
      "storageFeePaidTo '2026-12-32' is not a date"),
    Row("receipts.csv", "A-2,2026", "A-1,2026", "receipts.csv:3", "at A-1, as 'R1' of line 2"),
    Row(
      "receipts.csv", "2026-12-31,Y,SELLER,CATH-1,bundle,124",
      "2026-12-31,?,SELLER,CATH-1,bundle,124", "Y or N"),
    Row("receipts.csv", "R1,CU,W1,SELLER", "R1,CU,W1,SELLERS", "unknown holder"),
    Row("funds.csv", "1000000.01", "1000000.011", "at most two decimals"),
    Row("funds.csv", "BUYER", "NOBODY", "unknown firm 'NOBODY'"),
    Row("funds.csv", "CNY", "RMB1", "no currency code"),
    Row("funds.csv", "CNY", "JPY", "'JPY' has no hundredths"),
  ]

  @Test("what is wrong is named with file, line and the way out", arguments: rows)
  func wrong(_ row: Row) throws {
    let folder = try DefinitionFolder()
    try folder.edit(row.file, row.old, row.new)
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    let text = error?.description ?? ""
    for part in row.says { #expect(text.contains(part), "\(text)") }
  }

  @Test("a receipt that is still to be examined may lie at a warehouse of any grade; B brings all")
  func grades() throws {
    let folder = try DefinitionFolder()
    try folder.edit("warehouses.yaml", "grade: A", "grade: B")
    #expect(try Definition(folder: folder.path).documents.count == 2)
    try folder.edit("warehouses.yaml", "grade: B", "grade: D")
    try folder.edit("receipts.csv", "ACTIVE", "ISSUED")
    try folder.edit("receipts.csv", "FROZEN", "VOID")
    #expect(try Definition(folder: folder.path).documents.count == 2)
  }

  static let article11 = [
    "name", "code", "unit", "brand", "spec", "hours", "listingMode", "minInterval", "guarantee",
    "guaranteeDue", "matchRule", "signingFlow", "fees",
  ]

  @Test("an instrument without an item of Art. 11 is refused, naming it", arguments: article11)
  func incomplete(_ key: String) throws {
    let folder = try DefinitionFolder()
    let text = try String(contentsOfFile: folder.path + "/instruments.yaml", encoding: .utf8)
    var lines = text.split(separator: "\n").map(String.init).filter {
      !$0.hasPrefix("    \(key):")
    }
    if key == "code" { lines = lines.map { $0 == "  - code: CU" ? "  - document: receipt" : $0 } }
    if key == "code" { lines = lines.filter { $0 != "    document: receipt" } }
    try folder.write("instruments.yaml", lines.joined(separator: "\n"))
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    let told = error?.description ?? ""
    #expect(told.contains("'\(key)' is missing: rule book Art. 11"), "\(told)")
  }

  @Test("a missing file is named")
  func missingFile() throws {
    let folder = try DefinitionFolder()
    try FileManager.default.removeItem(atPath: folder.path + "/firms.yaml")
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    #expect(error?.description.contains("firms.yaml: the file is missing") ?? false)
  }
}
