import Market
import Reconciliation
import Testing

@Suite struct FundsStatementTests {
  static var back: FundsRecord {
    var record = Said.funds
    record.paid = Amount(fen: -record.paid.fen)
    record.received = Amount(fen: -record.received.fen)
    return record
  }

  static func breaks(_ sample: SampleBooks, _ funds: [FundsRecord]) -> [String] {
    Reconciliation(sample.books, Statements(clearing: funds)).breaks
      .map(ReconciliationTests.text)
  }

  @Test("a trade that was settled and paid back is none that anybody speaks of")
  func paidBack() {
    let sample = SampleBooks()
    #expect(Self.breaks(sample, [Said.funds, Self.back]) == [])
    #expect(
      Self.breaks(sample, [Said.funds])
        == ["3 clearing [] a trade that is not delivered / DLR002 pays 1720619.47"])
    #expect(
      Self.breaks(sample, [Self.back])
        == ["3 clearing [] a trade that is not delivered / DLR002 pays -1720619.47"])
  }

  @Test("another amount than was paid is not paid back by that")
  func otherAmount() {
    var back = Self.back
    back.paid = Amount(fen: back.paid.fen - 1)
    #expect(Self.breaks(SampleBooks(), [Said.funds, back]).count == 2)
  }

  @Test("what was settled within a net is paid back by itself")
  func net() {
    var sample = NetBooksTests.sample()
    sample.undo(7, takesBack: 10)
    #expect(Self.breaks(sample, [Self.back]) == [])
    #expect(
      Self.breaks(sample, [])
        == ["3 clearing [] a trade that is not delivered / DLR002 pays 1720619.47"])
  }
}
