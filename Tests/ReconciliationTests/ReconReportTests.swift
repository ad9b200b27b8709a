import Foundation
import Market
import Reconciliation
import Testing

@Suite struct ReconReportTests {
  static func report(_ change: (inout Statements) -> Void = { _ in }) -> ReconReport {
    var sample = SampleBooks()
    sample.deliver()
    sample.pass(seconds: 3_600)
    var statements = Said.all
    change(&statements)
    let reconciliation = Reconciliation(sample.books, statements)
    let totals = StockTotal.compare(
      sample.books, with: [("ZZW01", "CU-BW-A", Quantity(thousandths: 49_932))])
    return ReconReport(
      reconciliation, [], totals,
      WarehouseGrade.all(
        sample.books, reconciliation, totals, WarehouseFacts(), GradeWeights()))
  }

  @Test("text says each trade, break, stock and grade in a line")
  func text() throws {
    let clean = Self.report()
    #expect(clean.isClean)
    #expect(
      try clean.written(.text) == """
        TRADE   SYMBOL      GOODS TRADE FUNDS STATE
        7       CU-BW-A     Y     Y     Y     matched
        stock ZZW01 CU-BW-A: documents 49.932, reported 49.932: agrees
        grade A ZZW01: 100.00 points, 1 trades, 0 breaks, 0 late, 0 failed spot checks
        1 trades: 1 matched, 0 open, 0 break, 0 explained, 0 escalated, 0 closed

        """)
    let broken = Self.report { $0.registry = [] }
    #expect(!broken.isClean)
    #expect(
      try broken.written(.text).hasPrefix(
        """
        TRADE   SYMBOL      GOODS TRADE FUNDS STATE
        7       CU-BW-A     N     Y     Y     break
        break 1 missingGoods by registry: trade 7 R1 expected DLR002, found nothing
        documents concerned: R1

        """))
  }

  @Test("comma-separated values have one table")
  func csv() throws {
    let written = try Self.report { $0.clearing?[0].paid = .zero }.written(.csv)
    #expect(
      written == """
        record,trade,document,code,by,expected,found,state
        trade,7,R1,,,,,break
        break,7,,5,clearing,1720619.47,0.00,
        stock,,CU-BW-A,,ZZW01,49.932,49.932,
        grade,,,,ZZW01,,100.00,A

        """)
  }

  @Test("JSON is one object, the same each time")
  func json() throws {
    let written = try Self.report().written(.json)
    #expect(try Self.report().written(.json) == written)
    let object = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: Any]
    #expect(
      object?.keys.sorted() == [
        "breaks", "digests", "documentsConcerned", "grades", "totals", "trades",
      ])
  }
}
