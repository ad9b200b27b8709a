import Market
import Reconciliation
import Testing

@Suite struct StockTotalsTests {
  static func text(_ totals: [StockTotal]) -> [String] {
    totals.map {
      "\($0.warehouse) \($0.goods) \($0.documents.thousandths)"
        + " \($0.reported?.thousandths ?? -1) \($0.difference)"
    }
  }

  @Test("the documents of a warehouse weigh what customs has, to the kilogram")
  func customs() {
    let books = SampleBooks().books
    let agrees = StockTotal.compare(
      books,
      with: [
        ("ZZW01", "CU-BW-A", Quantity(thousandths: 49_000)),
        ("ZZW01", "CU-BW-A", Quantity(thousandths: 932)),
      ])
    #expect(Self.text(agrees) == ["ZZW01 CU-BW-A 49932 49932 0"])
    let differs = StockTotal.compare(
      books, with: [("ZZW01", "CU-BW-A", Quantity(thousandths: 49_931))])
    #expect(Self.text(differs) == ["ZZW01 CU-BW-A 49932 49931 -1"])
  }

  @Test("what one side alone has differs by all of it")
  func oneSide() {
    let totals = StockTotal.compare(
      SampleBooks().books, with: [("ZZW09", "7403", Quantity(thousandths: 5))])
    #expect(
      Self.text(totals) == ["ZZW01 CU-BW-A 49932 -1 -49932", "ZZW09 7403 0 5 5"])
  }

  @Test("goods that are out are in no sum")
  func closed() {
    var sample = SampleBooks()
    var title = TitleChanged()
    title.document = TitleDocID(Text32("R2")!)
    title.statusCode = TitleStatus.closed.rawValue
    title.warehouse = 1
    title.netWeight = Quantity(thousandths: 24_728)
    sample.event(.titleChanged, title)
    #expect(
      Self.text(StockTotal.compare(sample.books, with: []))
        == ["ZZW01 CU-BW-A 25204 -1 -25204"])
  }
}
