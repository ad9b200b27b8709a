import FIX44
import Testing
import TradeClient

@Suite struct MessageTextTests {
  static let text = MessageText(FIX44Dictionary.make())

  /// `35=8|150=F|...` as a message.
  static func message(_ wire: String) -> WireMessage {
    WireMessage(
      fields: wire.split(separator: "|").map { part in
        let pair = part.split(separator: "=", maxSplits: 1)
        return .init(FIX44.Tag(rawValue: UInt32(pair[0]) ?? 0), String(pair[1]))
      })
  }

  static let rows: [(String, String)] = [
    (
      "35=8|37=12|11=A1|150=0|39=0|54=1|38=25|55=CU-BW-A|44=68450|151=25|14=0",
      "accepted buy 25 CU-BW-A at 68450, order 12 (A1)"
    ),
    (
      "35=8|453=1|448=DLR002|447=D|452=17|11=A1|150=F|39=2|55=CU-BW-A|711=1|309=R1|54=2|38=25|32=25"
        + "|31=68450|151=0|14=25", "filled 25 of 25 CU-BW-A at 68450, doc R1, vs DLR002 (A1)"
    ),
    (
      "35=8|11=A1|150=F|55=CU-BW-A|54=2|38=50|32=25|31=68450|151=25",
      "filled 25 of 50 CU-BW-A at 68450, 25 left (A1)"
    ),
    (
      "35=8|11=A1|150=8|55=CU-BW-A|54=2|38=50|44=1|103=99|58=no documents",
      "rejected sell 50 CU-BW-A at 1: no documents [103=99 other] (A1)"
    ),
    (
      "35=8|11=A2|41=A1|150=4|55=CU-BW-A|54=2|38=50|14=25",
      "canceled sell 50 CU-BW-A, filled 25 (A2)"
    ),
    (
      "35=8|11=A2|41=A1|150=5|55=CU-BW-A|54=2|38=50|44=5|151=25",
      "replaced A1 by sell 50 CU-BW-A at 5, 25 left (A2)"
    ),
    (
      "35=8|11=A1|150=I|39=1|55=CU-BW-A|54=2|38=50|14=25|151=25",
      "status partially filled of sell 50 CU-BW-A, filled 25, 25 left (A1)"
    ),
    (
      "35=9|11=A2|41=A1|434=1|102=0|58=too late",
      "cancel A2 of A1 rejected: too late [102=0 too late to cancel]"
    ),
    ("35=9|11=A2|41=A1|434=2|102=1", "replace A2 of A1 rejected [102=1 unknown order]"),
    ("35=r|11=M1|37=NONE|530=7|531=7|533=3", "mass cancel M1 of 3 orders"),
    (
      "35=r|11=M1|37=NONE|530=1|531=0|532=1|58=what",
      "mass cancel M1 rejected: what [532=1 unknown security]"
    ),
    (
      "35=AE|571=402|880=9|552=1|54=1|37=17|11=B-1|58=The trade is invoiced",
      "trade 9, order B-1: The trade is invoiced"
    ),
    (
      "35=j|45=7|372=D|380=6|58=not yours",
      "NewOrderSingle 7 rejected: not yours [380=6 not authorized]"
    ),
    (
      "35=3|45=7|371=44|373=6|58=bad",
      "message 7, tag 44 rejected: bad [373=6 incorrect data format for value]"
    ),
    ("35=A|108=30", "logon, heartbeat 30 s"), ("35=5", "logout"), ("35=5|58=bye", "logout: bye"),
    ("35=0|112=X", "heartbeat, answer to X"), ("35=0", "heartbeat"),
    ("35=1|112=X", "test request X"),
    ("35=2|7=3|16=0", "resend request from 3 to 0"), ("35=4|36=9", "sequence reset to 9"),
    ("35=D|11=A1", "NewOrderSingle 35=D|11=A1|"), ("35=zz", "message zz 35=zz|"),
  ]

  @Test("one line says what happened", arguments: rows)
  func short(_ wire: String, _ line: String) {
    #expect(Self.text.short(Self.message(wire)) == line)
  }

  @Test("the full text has names and meanings")
  func full() {
    #expect(
      Self.text.full(Self.message("35=8|150=F|54=1|44=5|4999=x"))
        == "35=MsgType(8 ExecutionReport) 150=ExecType(F trade) 54=Side(1 buy) 44=Price(5) 4999=?(x)"
    )
  }
}
