public import Market

/// One event that a stream is judged by, as both venues tell it.
public struct TraceLine: Equatable, Sendable {
  public enum Kind: UInt8, Sendable {
    case new, replaced, fill, canceled, expired, rejected, restated, trade, cancelReject, phase
    case massCancel, killSwitch, refused, status, businessReject, sessionAccepted
    case sessionEnded, alleged, reportAnswered
    case quoteRequested, quoteOffered, quoteAnswered
    case lotAnswered, lotAnnounced, lotChanged, deals, other
  }
  public var kind: Kind
  /// OrderID(37); of a trade the buy's, of a phase or hours of deals the instrument, of a kill whom it stops, of an
  /// alleged trade, a request for quotes or an offer the venue's number.
  public var order = 0
  /// The number in ClOrdID(11), or in TradeReportID(571) and its like; of a trade the sell's OrderID(37), of a kill 1
  /// where it is on, of hours of deals where they begin.
  public var name = 0
  /// The number in OrigClOrdID(41); of a status the one in MassStatusReqID(584).
  public var origName = 0
  /// Whom it is for.
  public var session = 0
  public var status = OrdStatus.new
  /// Lots; `last` of a mass cancel or a kill are its orders, of a status TotNumReports(911).
  public var leaves = 0
  public var cum = 0
  public var last = 0
  /// 1/10,000 CNY.
  public var price: Int64 = 0
  public var lastPx: Int64 = 0
  public var avgPx: Int64 = 0
  /// LastLiquidityInd(851) of a fill, the side of the incoming order of a trade, of who is told of an alleged one, or
  /// that fails in a report; 1 on the last status of an answer; else zero.
  public var liquidity: UInt8 = 0
  /// ExecRestatementReason(378); -1 where absent.
  public var restatement = -1
  public var reason = Reason.none
  /// What a report or a message about quotes says that is answered: `TradeReportKind`, `QuoteKind`; else zero.
  public var kindCode: UInt8 = 0
  /// Until when something stands, or when a deal is delivered that is not at once, in nanoseconds; else zero.
  public var deadline: Int64 = 0
  /// Of a lot: when it closes; and its deposit, or what is held of one, in fen.
  public var closes: Int64 = 0
  public var amount: Int64 = 0
  /// Of a phase the one entered, and who has set it.
  public var entered: Phase?
  public var cause = PhaseCause.none

  public init(_ kind: Kind) { self.kind = kind }
}

extension TraceLine: CustomStringConvertible {
  public var description: String {
    switch kind {
    case .trade:
      "trade buy \(order) sell \(name) \(last) @ \(lastPx) by \(liquidity)"
        + (deadline == 0 ? "" : " delivered=\(deadline)")
    case .phase: "phase \(order) \(entered.map { $0.rawValue } ?? "?") by \(cause)"
    case .refused: "refused \(reason)"
    case .massCancel: "mass-cancel N\(name) total=\(last) to=S\(session) \(reason)"
    case .status:
      "status N\(origName) total=\(last)\(liquidity == 1 ? " last" : "") order=\(order) N\(name)"
        + " to=S\(session) \(status) leaves=\(leaves) cum=\(cum) px=\(price) avg=\(avgPx)"
    case .businessReject: "business-reject \(reason) to=S\(session)"
    case .killSwitch: "\(name == 1 ? "stopped" : "lifted") \(order) total=\(last)"
    case .sessionAccepted, .sessionEnded: "\(kind) S\(session)"
    case .alleged:
      "alleged \(order) side=\(liquidity) \(last)@\(lastPx) until=\(deadline) to=S\(session) \(reason)"
    case .reportAnswered:
      "answered N\(name) kind=\(kindCode) number=\(order) until=\(deadline) to=S\(session) \(reason)"
        + " side=\(liquidity)"
    case .lotAnswered, .lotAnnounced, .lotChanged:
      "\(kind) N\(name) lot=\(order) bid=\(origName) kind=\(kindCode) \(leaves)@\(lastPx) start=\(price)"
        + " step=\(avgPx) round=\(cum) bids=\(last) \(liquidity) until=\(deadline) closes=\(closes)"
        + " amount=\(amount) to=S\(session) \(reason)"
    case .quoteRequested, .quoteOffered, .quoteAnswered:
      "\(kind) N\(name) request=\(last) N\(origName) number=\(order) kind=\(kindCode) \(leaves)@\(lastPx)"
        + " rounds=\(cum) side=\(liquidity) until=\(deadline) to=S\(session) \(reason)"
    case .deals: "deals \(order) \(name == 1 ? "open" : "closed")"
    case .other: "other"
    case .new, .replaced, .fill, .canceled, .expired, .rejected, .restated, .cancelReject: report
    }
  }

  private var report: String {
    var words = ["\(kind) N\(name) order=\(order) to=S\(session) status=\(status)"]
    if origName != 0 { words.append("orig=N\(origName)") }
    words.append("leaves=\(leaves) cum=\(cum) px=\(price) avg=\(avgPx)")
    if last != 0 { words.append("last=\(last)@\(lastPx) 851=\(liquidity)") }
    if restatement >= 0 { words.append("378=\(restatement)") }
    if reason != .none { words.append(reason.rawValue) }
    return words.joined(separator: " ")
  }
}
