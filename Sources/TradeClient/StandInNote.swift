import FIX44
import Market

/// What clearing is told and need not answer, and puts down: a net that a member gets or has paid already, and a
/// trade that is paid back.
struct StandInNote {
  /// In words.
  let text: String
  /// The line of its statement.
  let statement: String

  /// Nil where the message is none of these.
  init?(_ message: WireMessage, to role: StandInRole) {
    guard role == .clearing, message.msgType == "AE" else { return nil }
    switch message[.tradeReportTransType] {
    case "0" where message[.netRunID] != nil && !StandInQuestion.asksForMoney(message):
      text = "net run \(message[.netRunID] ?? "") \(message[.partyID] ?? ""): nothing to pay"
      statement = Self.netLine(message)
    case "0": return nil
    default:
      guard message[.tradeReportRefID] != nil, let trade = message[.trdMatchID],
        message[.execType] == "H"
      else { return nil }
      text = "trade \(trade): the funds leg is paid back"
      statement = Self.tradeLine(message, trade, sign: "-")
    }
  }

  /// A trade's line of the statement; what is paid back, with a sign.
  static func tradeLine(_ message: WireMessage, _ trade: String, sign: String = "") -> String {
    let parties = message.all(.partyID)
    let money = message.all(.netMoney)
    let cells = [
      trade, parties.first ?? "", sign + (money.first ?? ""), parties.last ?? "",
      sign + (money.last ?? ""), message[.currency] ?? "", "", "",
    ]
    return cells.joined(separator: ",")
  }

  /// The line of a member's net: Side(54) says whether it pays.
  static func netLine(_ message: WireMessage) -> String {
    let (member, amount) = (message[.partyID] ?? "", message[.netMoney] ?? "")
    let cells = message[.side] == "1" ? [member, amount, "", ""] : ["", "", member, amount]
    let end = [message[.currency] ?? "", message[.netRunID] ?? "", message[.netRound] ?? ""]
    return ([""] + cells + end).joined(separator: ",")
  }
}
