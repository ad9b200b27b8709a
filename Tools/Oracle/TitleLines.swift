import Market
import Titles

/// A change of a document, as its chain tells it.
struct TitleStep {
  var document = 0
  var action = 0
  var actor = 0
  var from = 0
  var status = 0
  var reason = 0
  var version = 0
  var holder = 0
  var firm = 0
  var giver = FirmID.none
  var taker = FirmID.none
  var entry = 0
  var parent = 0
  var weight: Int64 = 0
  var until: Int64 = 0
  var claim = 0
  var request = 0
}

extension TitleStep {
  init(
    document: NaiveDocument, legal: NaiveTitles.Document, asked: TitleRequest, from: TitleStatus,
    giver: FirmID, taker: FirmID, request: Int
  ) {
    self.init(
      document: document.number, action: Int(asked.action.rawValue),
      actor: Int(asked.actor.rawValue), from: Int(from.rawValue),
      status: Int(legal.status.rawValue), reason: Int(asked.reason.rawValue),
      version: Int(legal.version), holder: Int(legal.holder.rawValue),
      firm: Int(asked.firm.rawValue), giver: giver, taker: taker, entry: document.entries + 1,
      parent: document.parent, weight: legal.weight, until: legal.until.nanoseconds,
      request: request)
    switch document.claim {
    case .free: claim = 0
    case .order: claim = 5
    case .trade: claim = 6
    }
  }

  init(_ body: TitleChanged) {
    self.init(
      document: SettlementNames.number(of: body.document), action: Int(body.actionCode),
      actor: Int(body.actorCode), from: Int(body.fromStatusCode), status: Int(body.statusCode),
      reason: Int(body.reasonCode), version: Int(body.version), holder: Int(body.holder.rawValue),
      firm: Int(body.firm.rawValue), giver: body.fromFirm, taker: body.toFirm,
      entry: Int(body.endorsementSeq), parent: SettlementNames.number(of: body.parent),
      weight: body.netWeight.thousandths, until: body.validUntil.nanoseconds,
      claim: Int(body.encumbranceCode), request: Int(body.request))
  }
}

extension SettlementLine {
  /// A document has changed; only the venue's own record names the operator's request.
  static func title(_ step: TitleStep, trade: Int, to session: Int) -> SettlementLine {
    SettlementLine(
      .title,
      [
        "doc": Int64(step.document), "action": Int64(step.action), "actor": Int64(step.actor),
        "from": Int64(step.from), "status": Int64(step.status), "why": Int64(step.reason),
        "version": Int64(step.version), "holder": Int64(step.holder), "firm": Int64(step.firm),
        "giver": Int64(step.giver.rawValue), "taker": Int64(step.taker.rawValue),
        "entry": Int64(step.entry), "parent": Int64(step.parent), "weight": step.weight,
        "until": step.until, "claim": Int64(step.claim), "trade": Int64(trade),
        "to": Int64(session), "request": session == 0 ? Int64(step.request) : 0,
      ])
  }

  /// Somebody lets another ask for a change, or no longer does.
  static func consented(
    _ document: Int, _ asked: TitleRequest, _ legal: NaiveTitles.Document, isGiven: Bool,
    request: Int, to session: Int
  ) -> SettlementLine {
    var body = TitleConsented()
    body.actionCode = asked.action.rawValue
    body.actorCode = asked.actor.rawValue
    body.statusCode = legal.status.rawValue
    body.version = legal.version
    body.holder = legal.holder
    body.firm = asked.firm
    body.isGiven = isGiven ? 1 : 0
    body.request = session == 0 ? UInt32(request) : 0
    return .consented(document, body, to: session)
  }

  static func consented(_ document: Int, _ body: TitleConsented, to session: Int)
    -> SettlementLine
  {
    SettlementLine(
      .consent,
      [
        "doc": Int64(document), "action": Int64(body.actionCode), "actor": Int64(body.actorCode),
        "version": Int64(body.version), "holder": Int64(body.holder.rawValue),
        "firm": Int64(body.firm.rawValue), "given": Int64(body.isGiven),
        "status": Int64(body.statusCode), "to": Int64(session), "request": Int64(body.request),
      ])
  }

  /// The warehouse has another grade.
  static func graded(from: UInt8, to: UInt8, request: Int, for session: Int) -> SettlementLine {
    SettlementLine(
      .graded,
      [
        "from": Int64(from), "grade": Int64(to), "request": Int64(request), "to": Int64(session),
      ])
  }

  /// An order has ended because of what has become of a document that backs it.
  static func ended(_ order: Int, to session: Int) -> SettlementLine {
    SettlementLine(.ended, ["order": Int64(order), "to": Int64(session)])
  }
}
