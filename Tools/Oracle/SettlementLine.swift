import Market

/// One event about settlement, as both sides tell it: a kind and numbers with their names.
public struct SettlementLine: Equatable, Sendable, CustomStringConvertible {
  public enum Kind: String, CaseIterable, Sendable {
    case confirm, settle, transfer, title, delivery, funds, trade, undone, noticeRefused
    case commandRefused, net, netRun, consent, graded, ended, collateral, assigned, fixing
    case other
  }
  public let kind: Kind
  private let numbers: [Int64]
  private let names: [String]

  init(_ kind: Kind, _ fields: KeyValuePairs<String, Int64>, _ documents: [Int] = []) {
    self.kind = kind
    numbers = fields.map(\.value) + documents.map { Int64($0) }
    names = fields.map(\.key) + documents.map { _ in "doc" }
  }

  /// Why a document is not changed; nil where that is not said.
  public var titleRefusal: Int64? { number(named: "title") }

  func number(named name: String) -> Int64? { names.firstIndex(of: name).map { numbers[$0] } }

  /// The action and the state before of a document's change; nil of other lines.
  public var titleWay: (from: Int64, action: Int64)? {
    guard kind == .title else { return nil }
    return (numbers[3], numbers[1])
  }

  /// Why, as `TradeReason`, `NoticeRefusal` or `PostingReason` number it; nil where nothing is said.
  public var reason: Int64? { number(named: "reason") }

  public var description: String {
    ([kind.rawValue] + zip(names, numbers).map { "\($0)=\($1)" }).joined(separator: " ")
  }
}

/// What the messages about a trade have in common.
struct TradeFacts {
  var trade = 0
  var instrument = 0
  var buyer = 0
  var seller = 0
  var price: Int64 = 0
  var lots: Int64 = 0
  var weight: Int64 = 0
  var gross: Int64 = 0
  var buyerFees: Int64 = 0
  var sellerFees: Int64 = 0
  var deadline: Int64 = 0
  var documents: [Int] = []
  /// When the day of its delivery begins.
  var settles = NaiveTrade.never
}

extension SettlementLine {
  /// Clearing is asked.
  static func settle(
    _ instruction: Int, _ facts: TradeFacts, takesBack: Int = 0, to session: Int
  ) -> SettlementLine {
    SettlementLine(
      .settle,
      [
        "instruction": Int64(instruction), "trade": Int64(facts.trade), "to": Int64(session),
        "buyer": Int64(facts.buyer), "seller": Int64(facts.seller), "px": facts.price,
        "lots": facts.lots, "weight": facts.weight, "gross": facts.gross,
        "buyerFees": facts.buyerFees, "sellerFees": facts.sellerFees, "until": facts.deadline,
        "takesBack": Int64(takesBack),
      ], facts.documents)
  }

  /// The registry is asked.
  static func transfer(_ instruction: Int, _ facts: TradeFacts, to session: Int)
    -> SettlementLine
  {
    SettlementLine(
      .transfer,
      [
        "instruction": Int64(instruction), "trade": Int64(facts.trade), "to": Int64(session),
        "from": Int64(facts.seller), "holder": Int64(facts.buyer), "until": facts.deadline,
      ], facts.documents)
  }

  /// A party is asked to affirm.
  static func confirm(_ side: Side, _ facts: TradeFacts, to session: Int) -> SettlementLine {
    SettlementLine(
      .confirm,
      [
        "trade": Int64(facts.trade), "side": Int64(side.rawValue), "to": Int64(session),
        "buyer": Int64(facts.buyer), "seller": Int64(facts.seller), "px": facts.price,
        "lots": facts.lots, "weight": facts.weight, "gross": facts.gross,
        "fees": side == .buy ? facts.buyerFees : facts.sellerFees, "until": facts.deadline,
        "settles": facts.settles,
      ], facts.documents)
  }

  /// A trade has come to another state.
  static func trade(_ facts: TradeFacts, _ change: TradeStep, to session: Int) -> SettlementLine {
    SettlementLine(
      .trade,
      [
        "trade": Int64(facts.trade), "from": Int64(change.from), "state": Int64(change.state),
        "reason": Int64(change.reason), "to": Int64(session), "side": Int64(change.side),
        "px": facts.price, "lots": facts.lots, "weight": facts.weight, "gross": facts.gross,
        "buyerFees": facts.buyerFees, "sellerFees": facts.sellerFees,
        "difference": change.difference, "until": facts.deadline, "resale": change.resale,
        "request": Int64(change.request),
      ])
  }

  /// The warehouse is told of it.
  static func delivery(_ document: Int, _ facts: TradeFacts, weight: Int64, to session: Int)
    -> SettlementLine
  {
    SettlementLine(
      .delivery,
      [
        "doc": Int64(document), "trade": Int64(facts.trade), "to": Int64(session),
        "buyer": Int64(facts.buyer), "seller": Int64(facts.seller), "weight": weight,
        "until": facts.deadline,
      ])
  }

  /// Money has moved between two accounts, each a kind and a number.
  static func funds(_ posting: NaivePosting, trade: Int, request: Int = 0) -> SettlementLine {
    SettlementLine(
      .funds,
      [
        "trade": Int64(trade), "request": Int64(request),
        "currency": Int64(posting.from.currency), "fen": posting.fen,
        "reason": Int64(posting.reason),
        "from": Int64(posting.from.kind), "fromNumber": Int64(posting.from.number),
        "into": Int64(posting.into.kind), "intoNumber": Int64(posting.into.number),
      ])
  }

  /// A fill is undone.
  static func undone(_ order: Int, _ fill: UndoneFill, to session: Int) -> SettlementLine {
    SettlementLine(
      .undone,
      [
        "order": Int64(order), "to": Int64(session), "trade": Int64(fill.trade),
        "status": Int64(fill.status), "leaves": fill.leaves, "cum": fill.cum,
        "last": fill.lots, "px": fill.price,
      ])
  }

  /// A notice changes nothing.
  static func refused(
    _ fault: NoticeFault, _ named: NamedThings, state: Int, to session: Int
  ) -> SettlementLine {
    SettlementLine(
      .noticeRefused,
      [
        "reason": Int64(fault.refusal.rawValue), "trade": Int64(named.trade),
        "state": Int64(state), "instruction": Int64(named.instruction), "to": Int64(session),
        "title": Int64(fault.title?.rawValue ?? 0), "part": Int64(fault.part),
      ])
  }

  /// What a member gets or has to pay in a round of a net run.
  static func net(
    _ member: NaiveNetRun.Member, _ run: NaiveNetRun, net: Int64, sides: Int, to session: Int
  ) -> SettlementLine {
    SettlementLine(
      .net,
      [
        "run": Int64(run.number), "round": Int64(run.round), "member": Int64(member.firm),
        "instruction": Int64(member.instruction), "net": net, "toPay": member.toPay,
        "sides": Int64(sides), "until": run.deadline, "begun": run.begunAt, "to": Int64(session),
      ])
  }

  /// What has become of a net run.
  static func netRun(
    _ run: NaiveNetRun, _ state: NetRunState, payers: Int, until: Int64, request: Int
  ) -> SettlementLine {
    SettlementLine(
      .netRun,
      [
        "run": Int64(run.number), "reason": Int64(state.rawValue), "round": Int64(run.round),
        "trades": Int64(run.trades.count), "payers": Int64(payers), "until": until,
        "begun": run.begunAt, "request": Int64(request),
      ])
  }

  /// The operator is refused.
  static func refused(_ reason: CommandRefusal, detail: Int, request: Int) -> SettlementLine {
    SettlementLine(
      .commandRefused,
      [
        "reason": Int64(reason.rawValue), "detail": Int64(detail), "request": Int64(request),
      ])
  }
}

/// A change of a trade's state.
struct TradeStep {
  var from = 0
  var state = 0
  var reason = 0
  var side = 0
  var difference: Int64 = 0
  var resale: Int64 = 0
  var request = 0
}

/// What is said of a fill that is undone.
struct UndoneFill {
  var trade = 0
  var status = 0
  var leaves: Int64 = 0
  var cum: Int64 = 0
  var lots: Int64 = 0
  var price: Int64 = 0
}

/// An amount that goes from one account to another.
struct NaivePosting {
  /// A kind of account and its number, as the event's table numbers them, and which of the currencies.
  struct Account: Hashable {
    var kind: Int
    var number = 0
    var currency = 0
    static func cash(_ firm: Int, in currency: Int = 0) -> Account {
      Account(kind: 1, number: firm, currency: currency)
    }
    static func guarantee(_ firm: Int, _ currency: Int) -> Account {
      Account(kind: 2, number: firm, currency: currency)
    }
    static func member(_ firm: Int) -> Account { Account(kind: 3, number: firm) }
    static func bank(in currency: Int) -> Account { Account(kind: 9, currency: currency) }
    static let clearing = Account(kind: 8)
    static let tradeFees = Account(kind: 5)
    static let titleFees = Account(kind: 6)
    static let riskReserve = Account(kind: 7)
  }
  var reason: Int
  var fen: Int64
  var from: Account
  var into: Account
}
