public import FIX44

/// Messages in words.
public struct MessageText: Sendable {
  private let dictionary: FIX44Dictionary

  public init(_ dictionary: FIX44Dictionary) { self.dictionary = dictionary }

  /// Every field: `35=MsgType(8 ExecutionReport) 150=ExecType(F trade) ...`
  public func full(_ message: WireMessage) -> String {
    message.fields.map { field in
      let name = dictionary.field(field.tag)?.name ?? "?"
      let meaning = meaning(of: field).map { " \($0)" } ?? ""
      return "\(field.tag)=\(name)(\(field.value)\(meaning))"
    }.joined(separator: " ")
  }

  /// One line that says what happened.
  public func short(_ message: WireMessage) -> String {
    switch message.msgType {
    case "8": ReportText(message).line
    case "9": cancelReject(message)
    case "r": massCancelReport(message)
    case "AE": tradeReport(message)
    case "j": businessReject(message)
    case "3": reject(message)
    case "A": "logon, heartbeat \(message[.heartBtInt] ?? "?") s"
    case "5": "logout" + (message[.text].map { ": \($0)" } ?? "")
    case "0": "heartbeat" + (message[.testReqID].map { ", answer to \($0)" } ?? "")
    case "1": "test request \(message[.testReqID] ?? "?")"
    case "2": "resend request from \(message[.beginSeqNo] ?? "?") to \(message[.endSeqNo] ?? "?")"
    case "4": "sequence reset to \(message[.newSeqNo] ?? "?")"
    default: other(message)
    }
  }

  private func meaning(of field: WireMessage.Field) -> String? {
    if field.tag == .msgType { return messageName(field.value) }
    return CodeMeaning.of(field.tag, field.value)
  }

  private func messageName(_ msgType: String) -> String? {
    MsgType(msgType).flatMap { dictionary.message($0)?.name }
  }

  private func other(_ message: WireMessage) -> String {
    let name = messageName(message.msgType) ?? "message \(message.msgType)"
    return "\(name) \(message.wire)"
  }

  private func cancelReject(_ message: WireMessage) -> String {
    let what = message[.cxlRejResponseTo] == "2" ? "replace" : "cancel"
    return "\(what) \(message[.clOrdID] ?? "?") of \(message[.origClOrdID] ?? "?") rejected"
      + reason(message, .cxlRejReason)
  }

  private func tradeReport(_ message: WireMessage) -> String {
    "trade \(message[.trdMatchID] ?? "?"), order \(message[.clOrdID] ?? "?")"
      + (message[.text].map { ": \($0)" } ?? "")
  }

  private func businessReject(_ message: WireMessage) -> String {
    let name = message[.refMsgType].map { messageName($0) ?? $0 } ?? "message"
    return "\(name) \(message[.refSeqNum] ?? "?") rejected"
      + reason(message, .businessRejectReason)
  }

  private func massCancelReport(_ message: WireMessage) -> String {
    let id = message[.clOrdID] ?? "?"
    guard message[.massCancelResponse] != "0" else {
      return "mass cancel \(id) rejected" + reason(message, .massCancelRejectReason)
    }
    return "mass cancel \(id) of \(message[.totalAffectedOrders] ?? "?") orders"
  }

  private func reject(_ message: WireMessage) -> String {
    let tag = message[.refTagID].map { ", tag \($0)" } ?? ""
    return "message \(message[.refSeqNum] ?? "?")\(tag) rejected"
      + reason(message, .sessionRejectReason)
  }

  private func reason(_ message: WireMessage, _ tag: Tag) -> String {
    ReportText.reason(message, tag)
  }
}
