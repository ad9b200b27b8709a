import Market
import Reconciliation
import Testing

/// Trades that are settled in a net run: DLR002 buys through BK2, DLR001 clears for itself.
@Suite struct NetBooksTests {
  static func sample(rounds: UInt8 = 1, isSettled: Bool = true) -> SampleBooks {
    var sample = SampleBooks()
    sample.publishNets(rounds: rounds)
    if isSettled { sample.netRun(.settled, round: rounds) }
    sample.instructRegistry(7, fundsInstruction: 10 * UInt64(rounds))
    return sample
  }

  static let nets = [
    NetRecord(run: 3, round: 1, member: "BK2", net: Amount(fen: -172_061_947)),
    NetRecord(run: 3, round: 1, member: "DLR001", net: Amount(fen: 172_025_026)),
  ]

  static func breaks(_ nets: [NetRecord], _ sample: SampleBooks = sample()) -> [String] {
    var sample = sample
    sample.deliver()
    sample.pass(seconds: 3_600)
    return Reconciliation(sample.books, Statements(clearing: [], nets: nets)).breaks
      .map(ReconciliationTests.text)
  }

  @Test("the nets of both members are the money of the trade")
  func agree() {
    #expect(Self.breaks(Self.nets) == [])
  }

  @Test("a net that clearing does not state is the missing money of each trade of that member")
  func missing() {
    #expect(Self.breaks([Self.nets[1]]) == ["2 clearing [] net run 3 BK2 -1720619.47 / nothing"])
  }

  @Test("a fen less, said twice, and a net that the venue does not know")
  func others() {
    var nets = Self.nets
    nets[1].net = Amount(fen: 172_025_025)
    #expect(
      Self.breaks(nets)
        == ["5 clearing [] net run 3 DLR001 1720250.26 / net run 3 DLR001 1720250.25"])
    #expect(
      Self.breaks(Self.nets + [Self.nets[0]])
        == ["9 clearing [] net run 3 BK2 once / again: -1720619.47"])
    nets = Self.nets + [Self.nets[0]]
    nets[2].run = 4
    #expect(Self.breaks(nets) == ["3 clearing [] no such net / net run 4 BK2 -1720619.47"])
    #expect(
      Self.breaks(Self.nets, Self.sample(isSettled: false)).count == 2,
      "a run that is not settled has paid for nothing")
  }

  @Test("of a run with two rounds the nets of the settled one count")
  func rounds() {
    let sample = Self.sample(rounds: 2)
    #expect(Self.breaks(Self.nets, sample).count == 2)
    let second = Self.nets.map {
      NetRecord(run: 3, round: 2, member: $0.member, net: $0.net)
    }
    #expect(Self.breaks(Self.nets + second, sample) == [])
  }

  @Test("what was paid within a net is not paid by itself too")
  func twice() {
    var sample = Self.sample()
    sample.deliver()
    sample.pass(seconds: 1)
    let said = Statements(clearing: [Said.funds], nets: Self.nets)
    #expect(
      Reconciliation(sample.books, said).breaks.map(ReconciliationTests.text)
        == ["9 clearing [] within a net / again: DLR002 pays 1720619.47"])
  }

  @Test("the digests of both sides have the nets in place of their trades")
  func digests() throws {
    var sample = Self.sample()
    sample.deliver()
    let funds = LegDigests.all(sample.books, Statements(clearing: [], nets: Self.nets))[2]
    #expect(funds.venue.count == 2)
    #expect(funds.isSame)
  }
}
