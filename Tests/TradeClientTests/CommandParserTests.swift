import FIX44
import Testing
import TradeClient

@Suite struct CommandParserTests {
  static func order(
    _ side: String, _ qty: String, _ price: String?,
    _ change: (inout OrderRequest) -> Void = { _ in }
  ) -> ClientCommand {
    var order = OrderRequest(side: side, symbol: "CU-BW-A", qty: qty, price: price)
    change(&order)
    return .order(order)
  }

  static func replace(
    _ qty: String, _ price: String?, _ change: (inout ReplaceRequest) -> Void = { _ in }
  ) -> ClientCommand {
    var request = ReplaceRequest(name: "A1", qty: qty, price: price)
    change(&request)
    return .replace(request)
  }

  static func massCancel(
    _ change: (inout MassRequest) -> Void = { _ in }
  ) -> ClientCommand {
    var request = MassRequest()
    change(&request)
    return .massCancel(request)
  }

  static let rows: [(String, ClientCommand)] = [
    ("buy CU-BW-A 25 @ 68450", order("1", "25", "68450")),
    ("  SELL  CU-BW-A 25.5 @ -0.5  ", order("2", "25.5", "-0.5")),
    ("buy CU-BW-A 25 market", order("1", "25", nil)),
    ("buy CU-BW-A 25 @ 68450 ioc", order("1", "25", "68450") { $0.timeInForce = "3" }),
    ("buy CU-BW-A 25 @ 68450 fok", order("1", "25", "68450") { $0.timeInForce = "4" }),
    (
      "buy CU-BW-A 25 @ 68450 gtc guarantee",
      order("1", "25", "68450") {
        $0.timeInForce = "1"
        $0.hasGuarantee = true
      }
    ),
    (
      "sell CU-BW-A 50 @ 68450 post doc R26110000017 R26110000018 id A1 account X",
      order("2", "50", "68450") {
        $0.execInst = ["6"]
        $0.documents = ["R26110000017", "R26110000018"]
        $0.id = "A1"
        $0.account = "X"
      }
    ),
    ("buy CU-BW-A 25 best", order("1", "25", nil) { $0.isMarketToLimit = true }),
    ("buy CU-BW-A 25 market stop 68500", order("1", "25", nil) { $0.stopPx = "68500" }),
    (
      "buy CU-BW-A 100 @ 68450 min 50 show 25 aon oldest until 20261123",
      order("1", "100", "68450") {
        $0.minQty = "50"
        $0.maxFloor = "25"
        $0.execInst = ["G"]
        $0.selfMatch = "O"
        $0.timeInForce = "6"
        $0.expiry = "20261123"
      }
    ),
    (
      "buy CU-BW-A 25 best newest",
      order("1", "25", nil) {
        $0.isMarketToLimit = true
        $0.selfMatch = "N"
      }
    ),
    (
      "buy CU-BW-A 25 best both",
      order("1", "25", nil) {
        $0.isMarketToLimit = true
        $0.selfMatch = "B"
      }
    ),
    (
      "replace A1 50 @ 68460 stop 68455 until 20261123-07:00:00",
      replace("50", "68460") {
        $0.stopPx = "68455"
        $0.expiry = "20261123-07:00:00"
      }
    ),
    ("cancel A1", .cancel(name: "A1", id: nil)), ("cancel A1 id C1", .cancel(name: "A1", id: "C1")),
    ("cancelall", massCancel()), ("cancelall CU-BW-A", massCancel { $0.symbol = "CU-BW-A" }),
    (
      "cancelall sell CU-BW-A account X id M1",
      massCancel {
        $0.symbol = "CU-BW-A"
        $0.side = "2"
        $0.account = "X"
        $0.id = "M1"
      }
    ),
    ("cancelall buy", massCancel { $0.side = "1" }), ("statusall", .massStatus(MassRequest())),
    ("replace A1 50 @ 68460", replace("50", "68460")), ("replace A1 50", replace("50", nil)),
    (
      "replace A1 50 id A2 doc R1",
      replace("50", nil) {
        $0.id = "A2"
        $0.documents = ["R1"]
      }
    ),
    ("status A1", .status(name: "A1")), ("orders", .orders), ("log on", .log(true)),
    ("log off", .log(false)), ("measure on", .measure(true)), ("logout", .logout),
    ("drop", .drop), ("reconnect", .reconnect), ("help", .help), ("quit", .quit),
    ("print two words ", .print("two words")), ("", .nothing), ("# buy", .nothing),
    (
      "raw 35=D|55=CU-BW-A|58=a=b",
      .raw([.init(.msgType, "D"), .init(.symbol, "CU-BW-A"), .init(.text, "a=b")])
    ),
  ]

  @Test("a line is a command", arguments: rows)
  func command(_ line: String, _ command: ClientCommand) throws {
    #expect(try CommandParser.parse(line) == command)
  }

  static let wrong: [(String, String)] = [
    ("purchase 5", "'purchase' is no command; try help"),
    ("buy", "the symbol is missing"), ("buy CU-BW-A", "the quantity is missing"),
    ("buy CU-BW-A many @ 5", "the quantity is 'many', which is no number"),
    ("buy CU-BW-A 1.2.3 @ 5", "the quantity is '1.2.3', which is no number"),
    ("buy CU-BW-A . @ 5", "the quantity is '.', which is no number"),
    ("buy CU-BW-A 25", "@ PRICE, market or best is missing"),
    ("buy CU-BW-A 25 68450", "'68450' stands where @ PRICE, market or best is expected"),
    ("buy CU-BW-A 25 @ 5 until", "the time is missing"),
    ("buy CU-BW-A 25 @ 5 show all", "the quantity to show is 'all', which is no number"),
    ("buy CU-BW-A 25 @", "the price is missing"),
    ("buy CU-BW-A 25 @ 5 now", "'now' is no word of an order; try help"),
    ("cancel", "the order's ID is missing"),
    ("cancel A1 now", "'now' is no word of a cancel; try help"),
    ("replace A1 50 at 5", "'at' is no word of a replace; try help"),
    ("log maybe", "'maybe' is neither on nor off"),
    ("raw", "TAG=VALUE|TAG=VALUE... is missing"), ("raw x=5", "'x=5' is not TAG=VALUE"),
    ("raw 0=5", "'0=5' is not TAG=VALUE"), ("raw 100000=5", "'100000=5' is not TAG=VALUE"),
    ("raw 55", "'55' is not TAG=VALUE"),
  ]

  @Test("what is wrong with a line is said", arguments: wrong)
  func error(_ line: String, _ text: String) {
    #expect(throws: CommandError(text)) { try CommandParser.parse(line) }
  }

  @Test("help names every command")
  func help() {
    for word in ["buy", "sell", "cancel", "replace", "status", "orders", "raw", "log", "drop"] {
      #expect(CommandParser.help.contains(word))
    }
  }
}
