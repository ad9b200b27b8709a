import Market
import Reconciliation
import Testing

@Suite struct WarehouseGradeTests {
  @Test(
    "grades begin at 95, 85 and 70 points",
    arguments: [
      (10_000, "A"), (9_500, "A"), (9_499, "B"), (8_500, "B"), (8_499, "C"), (7_000, "C"),
      (6_999, "D"), (0, "D"),
    ])
  func borders(_ points: Int, _ grade: String) {
    #expect(WarehouseGradeLetter(hundredths: points).rawValue == grade)
  }

  @Test("each kind of fault costs its points, and there are none below zero")
  func points() {
    let weights = GradeWeights()
    var record = WarehouseRecord()
    #expect(record.points(weights) == 10_000)
    record.trades = 1_000
    record.breaks = 5
    #expect(record.points(weights) == 9_500)
    record.late = 1
    #expect(record.points(weights) == 9_400)
    record.failedSpotChecks = 1
    #expect(record.points(weights) == 8_900)
    record.hasCustomsDifference = true
    #expect(record.points(weights) == 7_900)
    record.hasUnpaidDeposit = true
    #expect(record.points(weights) == 5_900)
    record.breaks = 1_000
    #expect(record.points(weights) == 0)
    record = WarehouseRecord()
    record.breaks = 2
    #expect(record.points(weights) == 9_800)
  }

  @Test("a warehouse is graded by what its documents and statements have come to")
  func graded() throws {
    var sample = SampleBooks()
    sample.deliver()
    sample.weighedLate()
    sample.pass(seconds: 1)
    var statements = Said.all
    statements.warehouses?[0].netWeight = Quantity(thousandths: 1)
    statements.clearing?[0].paid = .zero
    let reconciliation = Reconciliation(sample.books, statements)
    var facts = WarehouseFacts()
    facts.failedSpotChecks = ["ZZW01": 2]
    facts.unpaidDeposits = ["ZZW01"]
    let totals = StockTotal.compare(sample.books, with: [])
    let grades = WarehouseGrade.all(
      sample.books, reconciliation, totals, facts, GradeWeights())
    let grade = try #require(grades.first)
    #expect(grades.count == 1)
    #expect(grade.trades == 1)
    #expect(grade.breaks == 1)
    #expect(grade.late == 1)
    #expect(grade.failedSpotChecks == 2)
    #expect(grade.hasCustomsDifference)
    #expect(grade.hasUnpaidDeposit)
    #expect(grade.grade == .d)
  }
}
