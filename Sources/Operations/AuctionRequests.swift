import Agents
import Foundation
import Market
import MarketCore
import Storage

/// What the operator wants with a lot of a one-way auction; what does not apply is left out.
public struct AdminAuction: Codable, Equatable, Sendable {
  /// apply, announce, refuse, void or cancel.
  public var action: String
  /// AuctionID(7762); of all but apply.
  public var auction: UInt32?
  /// OrderID(37) of the bid that is void.
  public var order: UInt64?
  /// The application's own number, SecurityReqID(320).
  public var reference: String?
  /// Codes of the initiator, of its account and of the instrument.
  public var firm: String?
  public var account: String?
  public var symbol: String?
  /// sell or buy; ascending or descending.
  public var side: String?
  public var mode: String?
  /// As decimal numbers: how much, StartPrice(7764), PriceStep(7765), the worst price that is taken.
  public var quantity: String?
  public var start: String?
  public var step: String?
  public var limit: String?
  /// Times such as 2026-11-24T09:00:00+08:00.
  public var opens: String?
  public var closes: String?
  /// Numbers of the documents that are sold.
  public var documents: [String]?
  /// A lot that is bought by guarantee.
  public var guarantee: Bool?
  /// A lot of documents that are pledged to the firm, behind a declared default.
  public var foreclosure: Bool?

  public init(_ action: String) { self.action = action }

  static let controls: [(String, AuctionControl)] = [
    ("announce", .announce), ("refuse", .refuse), ("cancel", .cancel), ("void", .voidBid),
  ]

  /// What only an application says.
  private var hasTerms: Bool {
    [
      reference, firm, account, symbol, side, mode, quantity, start, step, limit, opens, closes,
    ].contains { $0 != nil } || documents != nil || guarantee != nil || foreclosure != nil
  }

  func check() throws(AdminProblem) {
    if action == "apply" {
      if auction != nil || order != nil {
        throw AdminProblem("apply takes no auction and no order")
      }
      return _ = try application()
    }
    guard Self.controls.contains(where: { $0.0 == action }) else {
      let names = ["apply"] + Self.controls.map(\.0)
      throw AdminProblem("'action' is one of \(names.joined(separator: ", "))")
    }
    if hasTerms { throw AdminProblem("\(action) takes auction, and no terms of a lot") }
    guard (auction ?? 0) > 0 else {
      throw AdminProblem("\(action) takes an auction, AuctionID(7762), from 1")
    }
    guard (order != nil) == (action == "void") else {
      throw AdminProblem("void, and it alone, takes an order, OrderID(37)")
    }
  }

  /// The command of an application without who acts.
  func application() throws(AdminProblem) -> ApplyAuction {
    var body = ApplyAuction()
    body.reference = try Self.text32(reference, "reference")
    body.party = CompID(try Self.text16(firm, "firm"))
    if account != nil { body.account = AccountCode(try Self.text16(account, "account")) }
    body.symbol = Symbol(try Self.text16(symbol, "symbol"))
    body.sideCode = try Self.choice(side, "side", [("sell", Side.sell), ("buy", .buy)]).rawValue
    body.modeCode = try Self.choice(
      mode, "mode",
      [("ascending", TradingMode.auctionAscending), ("descending", .auctionDescending)]
    ).rawValue
    body.quantity = Quantity(
      thousandths: try Self.decimal(quantity, "quantity", scale: Quantity.scale))
    body.startPrice = try Self.price(start, "start")
    body.priceStep = try Self.price(step, "step")
    if limit != nil { body.limitPrice = try Self.price(limit, "limit") }
    body.opensAt = try Self.instant(opens, "opens")
    if closes != nil { body.closesAt = try Self.instant(closes, "closes") }
    if guarantee == true { body.cashMarginCode = CashMargin.performanceGuarantee.rawValue }
    body.documentCount = UInt16(try titles().count)
    guard foreclosure == true else { return body }
    guard body.documentCount > 0, body.sideCode == Side.sell.rawValue else {
      throw AdminProblem("a foreclosure sells, and names the pledged 'documents'")
    }
    body.isForeclosure = 1
    return body
  }

  /// The documents behind the command.
  func titles() throws(AdminProblem) -> [TitleDocID] {
    var titles: [TitleDocID] = []
    for document in documents ?? [] {
      titles.append(TitleDocID(try Self.text32(document, "documents")))
    }
    guard titles.count <= Limits.documentsPerOrder else {
      throw AdminProblem("'documents' are \(Limits.documentsPerOrder) at most")
    }
    return titles
  }
}

/// Values of a request.
extension AdminAuction {
  private static func text16(_ text: String?, _ key: String) throws(AdminProblem) -> Text16 {
    guard let value = text.flatMap({ Text16($0) }), !value.isEmpty else {
      throw AdminProblem("apply takes '\(key)', 1 to 16 printable ASCII characters")
    }
    return value
  }

  private static func text32(_ text: String?, _ key: String) throws(AdminProblem) -> Text32 {
    guard let value = text.flatMap({ Text32($0) }), !value.isEmpty else {
      throw AdminProblem("apply takes '\(key)', 1 to 32 printable ASCII characters")
    }
    return value
  }

  private static func choice<Value>(
    _ name: String?, _ key: String, _ among: [(String, Value)]
  ) throws(AdminProblem) -> Value {
    if let found = among.first(where: { $0.0 == name }) { return found.1 }
    throw AdminProblem("'\(key)' is one of \(among.map(\.0).joined(separator: ", "))")
  }

  private static func price(_ text: String?, _ key: String) throws(AdminProblem) -> Price {
    Price(tenThousandths: try decimal(text, key, scale: Price.scale))
  }

  private static func decimal(
    _ text: String?, _ key: String, scale: Int
  ) throws(AdminProblem) -> Int64 {
    let problem = AdminProblem("'\(key)' is a number above 0 with \(scale) decimals at most")
    let value: Int64
    do { value = try DecimalText.parse(text ?? "", scale: scale) } catch { throw problem }
    guard value > 0 else { throw problem }
    return value
  }

  private static func instant(_ text: String?, _ key: String) throws(AdminProblem) -> Instant {
    guard let date = ISO8601DateFormatter().date(from: text ?? "") else {
      throw AdminProblem("'\(key)' is a time such as 2026-11-24T09:00:00+08:00")
    }
    let seconds = date.timeIntervalSince1970
    guard seconds > 0, seconds < 9_000_000_000 else {
      throw AdminProblem("'\(key)' is out of range")
    }
    return Instant(nanoseconds: Int64(seconds) * 1_000_000_000)
  }
}

/// The operator's requests about auctions: their commands, and what has come of them.
extension AdminRequest {
  /// A lot is named by auction alone, with its reason.
  func checkLot() throws(AdminProblem) {
    guard (lot != nil) == (request == .auction) else {
      throw AdminProblem("auction, and it alone, takes lot")
    }
    guard let lot else { return }
    if session != nil || firm != nil || venue != nil { throw AdminProblem("auction takes a lot") }
    try lot.check()
    guard (text ?? "").isEmpty == (lot.action == "apply") else {
      throw AdminProblem(
        lot.action == "apply"
          ? "apply takes no 'text': the terms say it all" : "\(lot.action) needs its reason, 'text'"
      )
    }
  }

  /// The command of a request that is checked.
  func auctionCommand(request number: UInt32, by actor: AdminActor) throws(AdminProblem)
    -> OperatorCommand
  {
    guard let lot, let control = AdminAuction.controls.first(where: { $0.0 == lot.action })?.1
    else {
      var body = try lot?.application() ?? ApplyAuction()
      body.request = number
      body.uid = actor.uid
      body.pid = actor.pid
      return .application(body, try lot?.titles() ?? [])
    }
    var body = ControlAuction()
    body.auction = lot.auction ?? 0
    body.orderID = OrderID(rawValue: lot.order ?? 0)
    body.actionCode = control.rawValue
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return .auction(body, text: text ?? "")
  }
}

extension AdminAnswer {
  /// What has come of a request about an auction, from the gateway's figures.
  init(auction asked: AdminRequest, _ gateway: CounterBlock) {
    let number = gateway.load(.auction)
    let state = AuctionState(rawValue: UInt8(clamping: gateway.load(.auctionState)))
    if let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) {
      self.init(ok: false, message: "the venue refused it: \(refusal)")
    } else if let refusal = LotRefusal(gateway) {
      self.init(ok: false, message: "nothing is changed: \(refusal.words)")
    } else {
      let word = state.map { "\($0)".uppercased() } ?? "?"
      self.init(ok: true, message: "lot \(number) is \(word)")
      auction = number
      auctionState = state.map { "\($0)" }
    }
  }
}

/// Why nothing is done with a lot.
struct LotRefusal {
  let reason: AuctionRefusal
  let reject: OrderReject?
  let detail: Int64

  /// From the gateway's figures; nil where it is done.
  init?(_ gateway: CounterBlock) {
    let code = UInt16(clamping: gateway.load(.auctionRefusal))
    guard let reason = AuctionRefusal(rawValue: code) else { return nil }
    self.reason = reason
    reject = OrderReject(rawValue: UInt16(clamping: gateway.load(.orderRefusal)))
    detail = Int64(bitPattern: gateway.load(.refusalDetail))
  }

  /// From what a dry run shows; nil where it would be done.
  init?(_ preview: ActionPreview) {
    guard let reason = preview.lotRefusal else { return nil }
    self.reason = reason
    reject = preview.orderReject
    detail = preview.detail
  }

  /// As words behind a colon.
  var words: String {
    switch reason {
    case .unknownAuction: "there is no such lot, or it is long over"
    case .wrongState:
      "the lot is \(AuctionState(rawValue: UInt8(clamping: detail)).map { "\($0)".uppercased() } ?? "?")"
    case .notOffered: "the instrument has no such auctions, see its 'listingMode'"
    case .orderRule: "a rule of order entry, \(reject.map { "\($0)" } ?? "?"), \(detail)"
    case .startPriceInvalid: "the start is no price, tick \(price(detail))"
    case .stepInvalid: "the step is no multiple of the tick, \(price(detail))"
    case .limitInvalid:
      "the limit is missing, no whole steps away or on the wrong side of the start"
    case .noticeTooShort: "it opens too soon, the notice is \(detail) s"
    case .closeInvalid: "it closes before it opens, or names a close by clock"
    case .tooManyLots: "too many lots are under way"
    case .isInitiator: "the firm is the initiator, or under one control with it"
    case .depositUnchanged: "the deposit is as it was"
    case .insufficientFunds: "less is free than the deposit, CNY \(amount(detail))"
    case .amountDiffers: "the deposit is CNY \(amount(detail))"
    case .unknownFirm: "there is no such firm"
    case .unknownBid: "the lot has no such standing bid"
    case .tooManyDeposits: "too many deposits are held"
    case .byOperator: "the operator has refused it"
    case .invalidValue: "a value is none that can be"
    case .notForeclosable:
      "document \(detail) is not pledged to the firm, or no default was declared"
    }
  }

  private func price(_ detail: Int64) -> String { DecimalText.text(detail, scale: Price.scale) }
  private func amount(_ detail: Int64) -> String { DecimalText.text(detail, scale: Amount.scale) }
}
