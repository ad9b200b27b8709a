import Market
import Reconciliation
import Testing

@Suite struct RollingDigestTests {
  static func books() -> VenueBooks {
    var sample = SampleBooks()
    sample.deliver()
    sample.weigh(25_204)
    sample.matched(8)
    sample.deliver(8, "R2", weight: 24_728)
    sample.pass(seconds: 1)
    return sample.books
  }

  @Test("parties with the same records have the same line, in whatever order they came")
  func same() {
    var second = Said.goods
    second.trade = 8
    second.document = "R2"
    var paid = Said.funds
    paid.trade = 8
    let statements = Statements(
      registry: [second, Said.goods], warehouses: [Said.weight], clearing: [paid, Said.funds])
    let digests = LegDigests.all(Self.books(), statements)
    #expect(digests.map(\.leg) == ["goods", "weights", "funds"])
    #expect(digests.map(\.venue.count) == [2, 1, 2])
    for leg in digests { #expect(leg.isSame) }
  }

  @Test("one fen is another digest")
  func different() {
    var statements = Said.all
    statements.clearing?[0].received = Amount(fen: 1)
    var sample = SampleBooks()
    sample.deliver()
    let digests = LegDigests.all(sample.books, statements)
    #expect(digests.map(\.isSame) == [true, false, false])
    #expect(LegDigests.all(sample.books, Statements()).map(\.isSame) == [true, true, true])
  }

  @Test("the form is fixed: the digest of nothing and of one record")
  func form() {
    let none = LegDigests.all(VenueBooks(), Statements())[0].venue
    #expect(
      none.digest == "a6812b4078f374662ae1b4ced8c1d512ff6b5a8c18f90ed468a11dfaa12c57bf")
    var sample = SampleBooks()
    sample.deliver()
    let one = LegDigests.all(sample.books, Statements())[0].venue
    #expect(one.digest == "eb70545facb7ecf966c05c18fea3b9dbf31cb931b478ebb81fcbc31d4e2b5f5b")
  }
}
