import FIX44

/// An ExecutionReport(8) in words.
struct ReportText {
  private let message: WireMessage

  init(_ message: WireMessage) { self.message = message }

  /// `filled 25 of 25 CU-BW-A at 68450, doc R26110000017, vs DLR002 (A1)`
  var line: String {
    "\(event)\(documents)\(counterparty) (\(value(.clOrdID)))"
  }

  /// Why something is rejected: the text, and the code with its meaning.
  static func reason(_ message: WireMessage, _ tag: Tag) -> String {
    let text = message[.text].map { ": \($0)" } ?? ""
    guard let code = message[tag] else { return text }
    let meaning = CodeMeaning.of(tag, code).map { " \($0)" } ?? ""
    return "\(text) [\(tag)=\(code)\(meaning)]"
  }

  private var event: String {
    switch value(.execType) {
    case "0": "accepted \(order), order \(value(.orderID))"
    case "F": fill
    case "4":
      "canceled \(order), filled \(value(.cumQty))\(Self.reason(message, .execRestatementReason))"
    case "5": "replaced \(value(.origClOrdID)) by \(order), \(value(.leavesQty)) left"
    case "8": "rejected \(order)\(Self.reason(message, .ordRejReason))"
    case "C": "expired \(order), filled \(value(.cumQty))"
    case "D": "restated \(order)\(Self.reason(message, .execRestatementReason))"
    case "H": "trade \(value(.execRefID)) busted: \(order)"
    case "I": "status \(status) of \(order), filled \(value(.cumQty)), \(value(.leavesQty)) left"
    case let code: "report \(code) on \(order)"
    }
  }

  private var fill: String {
    let left = value(.leavesQty)
    let rest = left == "0" ? "" : ", \(left) left"
    return "filled \(value(.lastQty)) of \(value(.orderQty)) \(value(.symbol)) "
      + "at \(value(.lastPx))\(rest)"
  }

  private var order: String {
    let side = CodeMeaning.of(.side, value(.side)) ?? value(.side)
    let price = message[.price].map { " at \($0)" } ?? ""
    return "\(side) \(value(.orderQty)) \(value(.symbol))\(price)"
  }

  private var status: String { CodeMeaning.of(.ordStatus, value(.ordStatus)) ?? value(.ordStatus) }

  private var documents: String {
    let named = message.all(.underlyingSecurityID) + message.all(.titleDocID)
    return named.isEmpty ? "" : ", doc \(named.joined(separator: " "))"
  }

  /// The party in the role of contra firm: PartyID(448) before PartyRole(452) 17.
  private var counterparty: String {
    var party = ""
    for field in message.fields {
      if field.tag == .partyID { party = field.value }
      if field.tag == .partyRole && field.value == "17" { return ", vs \(party)" }
    }
    return ""
  }

  private func value(_ tag: Tag) -> String { message[tag] ?? "?" }
}
