import FIXWire
import Market
import OrderEntry
import Records

/// The drop copy of all firms: what a supervisor entitled to all of them is told of each event, with the same
/// FeedSeq(7840) and PrevFeedSeq(7841).
struct CopyStream: FeedStream, ~Copyable {
  private var origins = Origins(capacity: Self.sessionsMost)
  private var firmCodes = FirmCodes(capacity: Int(FirmSet.most))
  private var encoder = MessageEncoder(capacity: 1 << 16)
  private var numbers: DayNumbers
  private let venue: CompID
  private let options: ReportOptions
  private let entitlement: Entitlement
  /// FeedSeq(7840) of the last message.
  private var last: UInt64 = 0

  static var suffix: String { ".drop-copy.fix.lz4" }

  /// Sessions that a venue numbers at most.
  static var sessionsMost: Int { 16_384 }

  /// `venue` is its SenderCompID(49).
  init(venue: CompID, zone: MarketZone) {
    self.venue = venue
    numbers = DayNumbers(zone)
    options = ReportOptions(marketUTCOffsetSeconds: Int32(zone.utcOffsetSeconds))
    var all = Entitlement()
    all.isAll = true
    entitlement = all
  }

  /// Who firms and sessions are.
  mutating func learn(_ command: RawSpan) {
    switch CommandType(rawValue: command.loadHead().typeCode) {
    case .defineFirm:
      let body = command.loadBody(DefineFirm.self)
      if body.firm != .none, body.firm.rawValue <= FirmSet.most {
        firmCodes.set(body.code, of: body.firm)
      }
    case .defineSession:
      let body = command.loadBody(DefineSession.self)
      guard body.session != .venue, Int(body.session.rawValue) <= Self.sessionsMost,
        let role = SessionRole(rawValue: body.roleCode)
      else { return }
      origins.set(
        Origins.Origin(compID: body.compID, firm: body.firm, role: role), of: body.session)
    default: return
    }
  }

  mutating func take(
    _ event: RawSpan, at position: UInt64, into messages: inout [FeedMessage]
  ) {
    guard let copy = DropCopy.of(event, for: entitlement, from: origins) else { return }
    let time = event.loadHead().time
    let (day, number) = numbers.next(at: time)
    let header = OutboundHeader(
      copy.msgType, from: venue, to: .feed, msgSeqNum: number, sendingTime: time)
    let place = FeedPlace(feedSeq: FeedPlace.feedSeq(at: position), prevFeedSeq: last)
    last = place.feedSeq
    CopyEncoder.encode(
      event: event, as: copy, at: place, header: header, options: options, firmCodes: firmCodes,
      into: &encoder)
    messages.append(FeedMessage(day: day, bytes: encoder.bytes))
  }
}

extension MessageEncoder {
  /// The message that was written last.
  var bytes: [UInt8] {
    let bytes = Span<UInt8>(_bytes: message)
    return bytes.indices.map { bytes[$0] }
  }
}
