import Market
import MarketDefinition
import Reconciliation
import Testing

@Suite struct StatementReaderTests {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("statements are read by the names of their columns")
  func columns() throws {
    let goods = try StatementReader.goods(
      Self.bytes(
        "holder,trade,place,document,time,version\nDLR002,7,x,R1,1970-01-01T00:16:40Z,2\n"),
      file: "r.csv")
    #expect(
      goods == [
        GoodsRecord(
          trade: 7, document: "R1", holder: "DLR002", version: 2, time: SampleBooks.delivery)
      ])
    let weights = try StatementReader.weights(
      Self.bytes("trade,document,holder,netWeight,warehouse\n7,R1,DLR002,25.204,ZZW01\n"),
      file: "w.csv")
    #expect(weights == [Said.weight])
    let funds = try StatementReader.funds(
      Self.bytes(
        "trade,payer,paid,payee,received,currency\n7,DLR002,1720619.47,DLR001,1720250.26,CNY\n"),
      file: "f.csv")
    #expect(funds == [Said.funds])
  }

  @Test("clearing's lines with a net run are members' nets, the others trades")
  func nets() throws {
    let bytes = Self.bytes(
      """
      trade,payer,paid,payee,received,currency,netRun,netRound
      7,DLR002,1720619.47,DLR001,1720250.26,CNY,,
      ,BK2,1720619.47,,,CNY,3,1
      ,,,DLR001,1720250.26,CNY,3,1

      """)
    #expect(try StatementReader.funds(bytes, file: "f.csv") == [Said.funds])
    #expect(try StatementReader.nets(bytes, file: "f.csv") == NetBooksTests.nets)
  }

  @Test("stock, explanations, spot checks and deposits")
  func others() throws {
    let stock = try StatementReader.stock(
      Self.bytes("warehouse,goods,netWeight\nZZW01,7403,1.5\n"), file: "c.csv")
    #expect(stock.map(\.netWeight) == [Quantity(thousandths: 1_500)])
    let explained = try StatementReader.explanations(
      Self.bytes("trade,code\n7,5\n"), file: "e.csv")
    #expect(explained == [.init(trade: 7, code: .amount)])
    let checks = try StatementReader.spotChecks(
      Self.bytes("warehouse,result\nZZW01,failed\nZZW01,passed\nZZW02,passed\n"), file: "s.csv")
    #expect(checks == ["ZZW01": 1, "ZZW02": 0])
    let unpaid = try StatementReader.unpaidDeposits(
      Self.bytes("warehouse,required,paid\nZZW01,10,9.99\nZZW02,10,10\n"), file: "d.csv")
    #expect(unpaid == ["ZZW01"])
  }

  static let spoiled: [(String, String)] = [
    ("trade,payer,paid,payee,received\n", "f.csv:1: no column currency"),
    (
      "trade,payer,paid,payee,received,currency\nx,A,1,B,1,CNY\n",
      "f.csv:2: trade: 'x' is no number"
    ),
    (
      "trade,payer,paid,payee,received,currency\n7,A,1.001,B,1,CNY\n",
      "f.csv:2: paid: '1.001' has more than 2 decimals"
    ),
    ("trade,payer,paid,payee,received,currency\n7,,1,B,1,CNY\n", "f.csv:2: payer: no value"),
    (
      "trade,payer,paid,payee,received,currency\n7,A,99999999999999999999,B,1,CNY\n",
      "f.csv:2: paid: '99999999999999999999' is too large"
    ),
    (
      "trade,payer,paid,payee,received,currency,time\n7,A,1,B,1,CNY,noon\n",
      "f.csv:2: time: 'noon' is no time such as 2026-11-23T01:30:00Z"
    ),
  ]

  @Test("what is wrong is told by file, line and column", arguments: spoiled)
  func refused(_ text: String, _ message: String) {
    let problem = #expect(throws: Problem.self) {
      try StatementReader.funds(Self.bytes(text), file: "f.csv")
    }
    #expect(problem.map { "\($0)" } == message)
  }

  @Test("a code of no break, and a result that is none")
  func codes() {
    #expect(throws: Problem.self) {
      try StatementReader.explanations(Self.bytes("trade,code\n7,10\n"), file: "e.csv")
    }
    #expect(throws: Problem.self) {
      try StatementReader.spotChecks(Self.bytes("warehouse,result\nA,maybe\n"), file: "s.csv")
    }
  }
}
