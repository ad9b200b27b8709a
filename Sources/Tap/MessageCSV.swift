import FIX44
public import TradeClient

/// Messages as comma-separated lines of the same columns: one for each, of market data one for each entry.
public enum MessageCSV {
  /// Tags of a message, each the first of its kind.
  private static var columns: [(name: String, tag: FIX44.Tag)] {
    [
      ("sendingTime", .sendingTime), ("msgSeqNum", .msgSeqNum), ("msgType", .msgType),
      ("session", .onBehalfOfCompID), ("symbol", .symbol), ("side", .side),
      ("clOrdID", .clOrdID), ("orderID", .orderID), ("execID", .execID),
      ("execType", .execType), ("ordStatus", .ordStatus), ("orderQty", .orderQty),
      ("price", .price), ("lastQty", .lastQty), ("lastPx", .lastPx), ("leavesQty", .leavesQty),
      ("cumQty", .cumQty), ("trade", .trdMatchID), ("text", .text),
      ("feedSeq", .feedSeq),
    ]
  }

  /// The names of the columns.
  public static var header: String { columns.map(\.name).joined(separator: ",") }

  /// The lines of one message, without their ends.
  public static func lines(_ message: WireMessage) -> [String] {
    [columns.map { cell(value(message, $0.tag)) }.joined(separator: ",")]
  }

  /// The trade of an ExecutionReport(8) stands in SecondaryExecID(527).
  private static func value(_ message: WireMessage, _ tag: FIX44.Tag) -> String {
    if tag == .trdMatchID { return message[tag] ?? message[.secondaryExecID] ?? "" }
    return message[tag] ?? ""
  }

  /// RFC 4180: what has a comma, a quote or a line's end is quoted.
  static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
