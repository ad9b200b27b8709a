import FIX44
import Market
import Testing
import TradeClient

@Suite struct StandInNoteTests {
  @Test(
    "a net of which nothing is left to pay is put down, and not answered",
    arguments: [("1", ",ZZM01,3000,,,CNY,1,2"), ("2", ",,,ZZM01,3000,CNY,1,2")])
  func net(_ side: String, _ line: String) throws {
    let answer = try #require(
      StandInTests.answer(.clearing, to: StandInTests.net(toPay: "0", side: side)))
    #expect(answer.message == nil)
    #expect(answer.text == "net run 1 ZZM01: nothing to pay")
    #expect(answer.statement == line)
  }

  static func takenBack(_ execType: String) -> WireMessage {
    var fields = StandInTests.instruction(20, trade: 7).fields
    fields.removeAll { $0.tag == .tradeReportTransType }
    fields += [
      .init(.tradeReportTransType, "1"), .init(.tradeReportRefID, "12"),
      .init(.execType, execType),
    ]
    return WireMessage(fields: fields)
  }

  @Test("a trade that is paid back is put down with the amounts that it had, and a sign")
  func paidBack() throws {
    let answer = try #require(StandInTests.answer(.clearing, to: Self.takenBack("H")))
    #expect(answer.message == nil)
    #expect(answer.text == "trade 7: the funds leg is paid back")
    #expect(answer.statement == "7,DLR001,-1720619.48,DLR002,-1720250.26,CNY,,")
    #expect(StandInTests.answer(.clearing, to: Self.takenBack("F")) == nil)
    #expect(StandInTests.answer(.registry, to: Self.takenBack("H")) == nil)
  }
}
