import FIX44

/// The institutions of a market that a stand-in can be.
public enum StandInRole: String, CaseIterable, Sendable {
  /// Answers the instruction to settle a funds leg.
  case clearing
  /// Answers the instruction to move a title.
  case registry
  /// Weighs what was delivered.
  case warehouse
  /// Pays what a guarantee is short of.
  case bank

  /// The header of its statement.
  public var statementHeader: String {
    switch self {
    case .clearing: "trade,payer,paid,payee,received,currency,netRun,netRound"
    case .registry, .warehouse: "trade,document,holder,netWeight,warehouse"
    case .bank: "trade,payer,paid,currency"
    }
  }
}

/// What the venue asks of an institution, or tells it so that it acts.
struct StandInQuestion: Equatable, Sendable {
  /// TradeReportID(571), TitleEventID(7700) or CollReqID(894) of the message.
  let reference: String
  /// TrdMatchID(880); TradeReportID(571) of a call for money; empty of a clearing member's net.
  let trade: String
  /// Symbol(55); empty where the message has none.
  let symbol: String
  let documents: [String]
  /// NetRunID(7779) and the clearing member, where a net is to be paid; empty else.
  let net: String

  /// Nil where the message asks nothing of an institution in this role.
  init?(_ message: WireMessage, to role: StandInRole) {
    let isCall = role == .bank
    let net = role == .clearing ? Self.net(message) : ""
    guard Self.asks(message, role),
      let trade = message[isCall ? .tradeReportID : .trdMatchID] ?? (net.isEmpty ? nil : ""),
      let reference = isCall
        ? message[.collReqID] : message[.tradeReportID] ?? message[.titleEventID]
    else { return nil }
    self.reference = reference
    self.trade = trade
    self.net = net
    symbol = message[.symbol] ?? ""
    documents = message[.titleDocID].map { [$0] } ?? message.all(.underlyingSecurityID)
  }

  /// A net that has to be paid, SettlCurrAmt(119); the other members have nothing to do.
  private static func net(_ message: WireMessage) -> String {
    guard let run = message[.netRunID], let member = message[.partyID], asksForMoney(message)
    else { return "" }
    return "\(run) \(member) \(message[.settlCurrAmt] ?? "")"
  }

  /// Whether a net says that something has to be paid.
  static func asksForMoney(_ message: WireMessage) -> Bool {
    message[.settlCurrAmt].map(StandInPayment.isAmount) ?? false
  }

  private static func asks(_ message: WireMessage, _ role: StandInRole) -> Bool {
    let type = message.msgType
    switch role {
    case .clearing: return type == "AE" && message[.tradeReportTransType] == "0"
    case .bank: return type == "AX" && message[.collAsgnReason] == "3"
    case .registry:
      return type == "UT" && message[.titleAction] == "5" && message[.titleResult] == "0"
    case .warehouse:
      return type == "UT" && message[.titleAction] == "5" && message[.titleResult] == "1"
    }
  }
}
