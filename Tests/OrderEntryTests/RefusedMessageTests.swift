import Market
import OrderEntry
import Testing

/// What a refused message leaves for its answer.
@Suite struct RefusedMessageTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let role: SessionRole
    let expected: String
    init(_ line: String, _ expected: String, role: SessionRole = .dealer) {
      self.line = line
      self.role = role
      self.expected = expected
    }
    var testDescription: String { line }
  }

  /// RefMsgType(372) stands as its number: 68 is D, 70 F, 71 G, 72 H, 86 V.
  static let rows: [Row] = [
    Row(
      OrderLines.line(OrderLines.newOrder, with: "44=0.00001"),
      "clOrdID=S-0001 symbol=CU-BW-A businessRejectRefID=S-0001 orderQty=25000 refMsgType=68 "
        + "refusalCode=5 refTagID=44 sideCode=50"),
    Row(
      OrderLines.line(OrderLines.newOrder, with: "11=123456789012345678901234567890123"),
      "symbol=CU-BW-A businessRejectRefID=1234567890123456 orderQty=25000 refMsgType=68 "
        + "refusalCode=5 refTagID=11 sideCode=50"),
    Row(
      OrderLines.line(OrderLines.newOrder, with: "55=12345678901234567|38=0.0001|54=5"),
      "clOrdID=S-0001 businessRejectRefID=S-0001 refMsgType=68 refusalCode=5 refTagID=55 "
        + "sideCode=53"),
    Row(
      OrderLines.cancel,
      "clOrdID=S-0002 origClOrdID=S-0001 symbol=CU-BW-A businessRejectRefID=S-0002 "
        + "orderQty=25000 refMsgType=70 refusalCode=2 sideCode=50", role: .bank),
    Row(
      OrderLines.replace,
      "clOrdID=S-0002 origClOrdID=S-0001 symbol=CU-BW-A businessRejectRefID=S-0002 "
        + "orderQty=50000 refMsgType=71 refusalCode=2 sideCode=50", role: .dropCopy),
    Row(
      OrderLines.status,
      "clOrdID=S-0001 symbol=CU-BW-A businessRejectRefID=S-0001 refMsgType=72 refusalCode=2 "
        + "sideCode=50", role: .warehouse),
    Row(
      "35=V|262=M-1|263=1|264=0|55=CU-BW-A|54=1|",
      "businessRejectRefID=M-1 refMsgType=86 refusalCode=2"),
    Row("35=UR|7790=RE-1|", "refMsgType=21077 refusalCode=1"),
    Row(
      "35=UT|7700=TE-1|",
      "businessRejectRefID=TE-1 refMsgType=21589 refusalCode=4 refTagID=7701"),
  ]

  @Test("the answer's fields, as far as the message has them", arguments: rows)
  func refused(_ row: Row) {
    let decoded = Decoded(row.line, context: OrderLines.context(row.role))
    let text = fields(of: decoded.body(RefusedMessage.self))
    #expect(decoded.result == .appended(.refusedMessage))
    #expect(text == row.expected)
  }
}
