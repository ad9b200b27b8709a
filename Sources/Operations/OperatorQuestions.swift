import Agents
import Market
import MarketCore

/// What the operator asks of the venue's state: the answers in words and numbers.

/// What an action would do.
public struct PreviewFigures: Codable, Equatable, Sendable {
  public var instruments: UInt32
  public var orders: UInt32
  public var sessions: UInt32
  public var documents: UInt32
  /// In CNY.
  public var amount: String
  public var needsApproval: Bool

  init(_ preview: ActionPreview) {
    instruments = preview.instruments
    orders = preview.orders
    sessions = preview.sessions
    documents = preview.documents
    amount = DecimalText.text(preview.amount.fen, scale: Amount.scale)
    needsApproval = preview.needsApproval
  }
}

/// An action that waits for a second person.
public struct ApprovalFigures: Codable, Equatable, Sendable {
  public var number: UInt64
  public var action: String
  /// Who has asked for it: the user.
  public var uid: UInt32
  public var text: String
  /// Times are UTC.
  public var askedAt: String
  public var until: String

  init(_ pending: PendingApproval, _ names: PartyNames) {
    number = pending.number
    action = pending.action.sentence(names)
    uid = pending.action.uid
    text = "\(pending.reason)"
    askedAt = SessionFigures.time(UInt64(pending.at.nanoseconds)) ?? ""
    until = SessionFigures.time(UInt64(pending.until.nanoseconds)) ?? ""
  }
}

/// A firm that is stopped.
public struct SuspensionFigures: Codable, Equatable, Sendable {
  public var firm: String
  public var since: String
  /// Who has stopped it: the user.
  public var uid: UInt32
  public var text: String

  init(_ suspension: Suspension, _ names: PartyNames) {
    firm = names.firm(suspension.firm.rawValue)
    since = SessionFigures.time(UInt64(suspension.since.nanoseconds)) ?? ""
    uid = suspension.uid
    text = "\(suspension.reason)"
  }
}

/// What firms and sessions are called.
struct PartyNames {
  let firms: [(FirmID, CompID)]
  let cards: [SessionCard]

  func firm(_ number: UInt32) -> String {
    firms.first { $0.0.rawValue == number }.map { "\($0.1.text)" } ?? "\(number)"
  }

  func session(_ number: UInt32) -> String {
    cards.first { $0.session.rawValue == number }?.name ?? "\(number)"
  }
}

extension OperatorAction {
  /// It in words, as `halt commodity CU (delivery-crisis)`.
  func sentence(_ names: PartyNames) -> String {
    switch self {
    case .market(let body):
      let action = MarketAction(rawValue: body.actionCode).map { "\($0)" } ?? "?"
      let scope = MarketScope(rawValue: body.scopeCode).map { "\($0)" } ?? "?"
      let subject = body.subject.isEmpty ? "" : " \(body.subject)"
      let situation = AbnormalSituation(rawValue: body.situationCode)
      return "\(action) \(scope)\(subject)"
        + (situation.map { " (\(AdminRequest.name(of: $0)))" } ?? "")
    case .kill(let body):
      let verb = body.isOn == 0 ? "lift" : "kill"
      switch KillScope(rawValue: body.scopeCode) {
      case .firm: return "\(verb) firm \(names.firm(body.number))"
      case .session: return "\(verb) session \(names.session(body.number))"
      case .venue, nil: return "\(verb) venue"
      }
    case .trade(let body):
      let control = TradeControl(rawValue: body.actionCode).map { AdminRequest.name(of: $0) }
      return "\(control ?? "?") trade \(body.tradeID.rawValue)"
    case .reserve(let body):
      return "use-reserve trade \(body.tradeID.rawValue): CNY "
        + DecimalText.text(body.amount.fen, scale: Amount.scale)
    case .change(let body): return body.sentence
    case .withdraw(let body): return "withdraw change \(body.number)"
    case .auction(let body):
      switch AuctionControl(rawValue: body.actionCode) {
      case .announce: return "announce lot \(body.auction)"
      case .refuse: return "refuse lot \(body.auction)"
      case .cancel: return "cancel lot \(body.auction)"
      case .voidBid: return "void bid \(body.orderID.rawValue) of lot \(body.auction)"
      case nil: return "? lot \(body.auction)"
      }
    }
  }

  /// What it would do, in words.
  func consequence(_ preview: ActionPreview) -> String {
    let amount = "CNY " + DecimalText.text(preview.amount.fen, scale: Amount.scale)
    switch kind {
    case .halt, .close:
      return "\(preview.instruments) instruments would change, with \(preview.orders) live orders"
    case .resume, .open: return "\(preview.instruments) instruments would change"
    case .kill: return "\(preview.orders) orders would be cancelled"
    case .lift: return "orders would be taken again"
    case .bust, .dispute, .endDispute, .declareDefault:
      return "it is about \(preview.documents) documents and \(amount)"
    case .useReserve:
      return "\(amount) would be paid of CNY "
        + DecimalText.text(preview.reserve.fen, scale: Amount.scale) + " in the reserve"
    case .changeParameter:
      return "\(preview.sessions) sessions would be told; were it in force now, \(preview.orders) "
        + "orders would be cancelled, or those outside of a narrower band"
    case .withdrawChange:
      return "\(preview.sessions) sessions would be told, and it would not come"
    case .announceLot:
      return "\(preview.sessions) sessions would be told; each bidder would put down \(amount)"
    case .refuseLot: return "what it holds would be free, \(preview.documents) documents"
    case .cancelLot:
      return "\(preview.orders) bids would end, deposits of \(amount) each be given back, "
        + "\(preview.documents) documents be free, and \(preview.sessions) sessions be told"
    case .voidBid:
      return "the bid would count no more, and \(preview.sessions) sessions would be told"
    case nil: return "nothing would be done"
    }
  }
}

extension AdminAnswer {
  /// The answer to a question.
  init(
    _ answer: VenueAnswer, _ asked: AdminRequest, _ action: OperatorAction?, _ names: PartyNames
  ) {
    self.init(ok: true)
    asOf = answer.asOf.rawValue
    if let preview = answer.preview {
      let action = action ?? answer.decided?.action
      let what = action?.sentence(names) ?? asked.nameOfSubject
      if let refusal = preview.refusal {
        ok = false
        message =
          refusal.sentence(of: asked.nameOfSubject, preview.detail)
          ?? "\(what) would be refused: \(refusal), \(preview.detail)"
      } else if let refusal = LotRefusal(preview) {
        ok = false
        message = "\(what) would be refused: \(refusal.words)"
      } else {
        self.preview = PreviewFigures(preview)
        let approval = preview.needsApproval ? "; a second person would have to approve it" : ""
        message =
          "nothing is done. \(what): \(Self.consequence(asked, action, preview))\(approval); as of command "
          + "\(answer.asOf.rawValue)"
      }
    } else {
      approvals = answer.approvals.map { ApprovalFigures($0, names) }
      suspensions = answer.suspensions.map { SuspensionFigures($0, names) }
    }
  }

  /// What an action would do, or news, which is no action.
  private static func consequence(
    _ asked: AdminRequest, _ action: OperatorAction?, _ preview: ActionPreview
  ) -> String {
    if asked.lot != nil && action == nil {
      let amount = "CNY " + DecimalText.text(preview.amount.fen, scale: Amount.scale)
      return
        "a lot would wait for its announcement; \(preview.documents) documents and \(amount) be held"
    }
    if asked.request == .decline { return "it would be done no more" }
    return action?.consequence(preview) ?? "\(preview.sessions) sessions would be told"
  }
}

extension AdminRequest {
  /// What it is about, where that is no action.
  fileprivate var nameOfSubject: String {
    if let lot { return "\(lot.action) \(lot.reference ?? "")" }
    return approval.map { "approval \($0)" } ?? "news"
  }
}

extension ChangeParameter {
  /// It in words, as `change CU-BW-A price-band to 4.5`.
  fileprivate var sentence: String {
    let parameter = InstrumentParameter(rawValue: parameterCode)
    let value = DecimalText.text(value, scale: parameter?.unit.decimals ?? 0)
    let name = parameter.map { AdminRequest.name(of: $0) } ?? "?"
    let situation = AbnormalSituation(rawValue: situationCode)
    return "change \(symbol.text) \(name) to \(value)"
      + (situation.map { " (\(AdminRequest.name(of: $0)))" } ?? "")
  }
}
