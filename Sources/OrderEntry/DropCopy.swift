public import FIX44
public import FIXWire
public import Market
import Records

/// An event as a drop copy shows it: a message that another session got, or a trade.
///
/// Copied are ExecutionReport(8), OrderCancelReject(9), BusinessMessageReject(j); each trade is a
/// TradeCaptureReport(AE), and so are its undoing and its final terms. An event is at most one message of a feed,
/// and always the same one, so a feed is a function of the log and of what its session is entitled to.
public struct DropCopy: Sendable, Equatable {
  /// What the message is.
  enum Kind: UInt8, Sendable {
    case report, cancelReject, businessReject, noticeReject, trade, correction
  }

  let kind: Kind
  /// OnBehalfOfCompID(115): who got the original; empty where the venue itself speaks, of a trade.
  let origin: CompID
  /// The sides of a trade that are shown.
  var showsBuyer = false
  var showsSeller = false
  /// Who the recipient is to the trade.
  var tier = DisclosureTier.owner

  /// MsgType(35).
  public var msgType: MsgType {
    switch kind {
    case .report: .executionReport
    case .cancelReject: .orderCancelReject
    case .businessReject, .noticeReject: .businessMessageReject
    case .trade, .correction: .tradeCaptureReport
    }
  }

  /// Whether an event of this type may be copied to anybody.
  public static func mayConcern(_ typeCode: UInt16) -> Bool {
    switch EventType(rawValue: typeCode) {
    case .executionReport, .tradeMatched, .orderCancelReject, .businessMessageReject,
      .noticeRefused, .tradeChanged:
      true
    default: false
    }
  }

  private init(_ kind: Kind, from origin: CompID) {
    self.kind = kind
    self.origin = origin
  }

  /// The copy that whoever is so entitled gets; nil where it gets none. What sessions are told that get copies
  /// themselves is not copied.
  public static func of(
    _ event: RawSpan, for entitlement: Entitlement, from origins: borrowing Origins
  ) -> DropCopy? {
    let head = event.loadHead()
    if head.typeCode == EventType.tradeMatched.rawValue {
      return trade(event.loadBody(TradeMatched.self), for: entitlement)
    }
    guard mayConcern(head.typeCode) else { return nil }
    let origin = origins[head.session]
    guard !origin.role.getsCopies, let (kind, firm) = message(event, head, origin),
      entitlement.covers(firm)
    else { return nil }
    return DropCopy(kind, from: origin.compID)
  }

  /// What a session was told, and the firm that it concerns.
  private static func message(
    _ event: RawSpan, _ head: RecordHead, _ origin: Origins.Origin
  ) -> (Kind, FirmID)? {
    switch EventType(rawValue: head.typeCode) {
    case .executionReport: return (.report, event.loadBody(ExecutionReport.self).firm)
    case .orderCancelReject: return (.cancelReject, event.loadBody(OrderCancelReject.self).firm)
    case .businessMessageReject: return (.businessReject, origin.firm)
    case .noticeRefused: return (.noticeReject, origin.firm)
    case .tradeChanged:
      let body = event.loadBody(TradeChanged.self)
      guard body.isCorrection else { return nil }
      return (.correction, body.sideCode == Side.buy.rawValue ? body.buyFirm : body.sellFirm)
    default: return nil
    }
  }

  private static func trade(_ body: TradeMatched, for entitlement: Entitlement) -> DropCopy? {
    var copy = DropCopy(.trade, from: CompID())
    copy.showsBuyer = entitlement.covers(body.buyFirm)
    copy.showsSeller = entitlement.covers(body.sellFirm)
    copy.tier = entitlement.isAll ? .supervisor : .owner
    return copy.showsBuyer || copy.showsSeller ? copy : nil
  }
}

extension TradeChanged {
  /// Whether it tells a party that the trade is undone, or that its terms are final.
  fileprivate var isCorrection: Bool {
    guard sideCode != 0, let state = TradeState(rawValue: stateCode) else { return false }
    switch TradeReport(state) {
    case .undone, .final: return true
    case .instruction, .takenBack, .goesOn, .disputed: return false
    }
  }
}

/// The place of a message in the feed of its consumer.
public struct FeedPlace: Sendable, Equatable, BitwiseCopyable {
  /// FeedSeq(7840): sixteen times where its event begins in the event log.
  public let feedSeq: UInt64
  /// PrevFeedSeq(7841): the one before in this feed; zero for the first.
  public let prevFeedSeq: UInt64

  public init(feedSeq: UInt64, prevFeedSeq: UInt64) {
    self.feedSeq = feedSeq
    self.prevFeedSeq = prevFeedSeq
  }

  /// FeedSeq(7840) of the message that the event at `position` becomes.
  public static func feedSeq(at position: UInt64) -> UInt64 { position * ordinals }

  /// Where the event of a FeedSeq(7840) begins; nil where no event has that number.
  public static func position(of feedSeq: UInt64) -> UInt64? {
    feedSeq % (ordinals * UInt64(Limits.recordAlignment)) == 0 ? feedSeq / ordinals : nil
  }

  /// Messages that one event may become.
  private static var ordinals: UInt64 { 16 }
}

extension DropCopy {
  /// What its body depends on besides the event.
  var form: UInt32 {
    UInt32(kind.rawValue) << 8 | UInt32(tier.rawValue) << 2 | (showsBuyer ? 2 : 0)
      | (showsSeller ? 1 : 0)
  }
}

/// Makes the messages of drop copies.
public enum CopyEncoder {
  /// Writes the copy of `event`, a whole record, with its place in the feed.
  ///
  /// MsgType(35) and OnBehalfOfCompID(115) are set here, whatever `header` says.
  public static func encode(
    event: RawSpan, as copy: DropCopy, at place: FeedPlace, header: OutboundHeader,
    options: ReportOptions, firmCodes: borrowing FirmCodes, into encoder: inout MessageEncoder
  ) {
    encoder.begin(header.of(copy))
    encoder.writeCopy(
      of: event, as: copy, place.feedSeq, options, header.precision, firmCodes)
    finish(place, options, &encoder)
  }

  /// Writes the same message with the body that was made for another session, where one is kept.
  public static func encode(
    event: RawSpan, as copy: DropCopy, at place: FeedPlace, header: OutboundHeader,
    options: ReportOptions, firmCodes: borrowing FirmCodes, keeping bodies: inout CopyBodies,
    into encoder: inout MessageEncoder
  ) {
    let key = CopyBodies.Key(copy, place.feedSeq, options, header.precision)
    if !bodies.has(key) {
      encoder.beginFields()
      encoder.writeCopy(
        of: event, as: copy, place.feedSeq, options, header.precision, firmCodes)
      bodies.keep(encoder.fields, as: key)
    }
    encoder.begin(header.of(copy))
    bodies.append(key, to: &encoder)
    finish(place, options, &encoder)
  }

  /// What each session is told for itself.
  private static func finish(
    _ place: FeedPlace, _ options: ReportOptions, _ encoder: inout MessageEncoder
  ) {
    if options.ownTags { encoder.field(.prevFeedSeq, place.prevFeedSeq) }
    encoder.finish()
  }
}

extension OutboundHeader {
  /// With the type of the copy, and where its original went.
  fileprivate func of(_ copy: DropCopy) -> OutboundHeader {
    var header = self
    header.msgType = copy.msgType
    header.onBehalfOfCompID = copy.origin.text.isEmpty ? senderCompID : copy.origin
    return header
  }
}
