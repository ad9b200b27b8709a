import FIXWire
import Market
import OrderEntry
import Records

/// The drop copy of all firms as a log has it: commands and events in their order go in, messages come out.
///
/// A message is what a supervisor entitled to all firms is told of the event, with the same FeedSeq(7840) and
/// PrevFeedSeq(7841). What it says of its way is made from the log too, so that the same log gives the same
/// bytes: MsgSeqNum(34) counts within a file, SendingTime(52) is the time of the command.
struct CopyStream: ~Copyable {
  private var origins = Origins(capacity: Self.sessionsMost)
  private var firmCodes = FirmCodes(capacity: Int(FirmSet.most))
  private var encoder = MessageEncoder(capacity: 1 << 16)
  private let venue: CompID
  private let options: ReportOptions
  private let entitlement: Entitlement
  /// FeedSeq(7840) of the last message.
  private(set) var last: UInt64 = 0

  /// Sessions that a venue numbers at most.
  static var sessionsMost: Int { 16_384 }
  /// TargetCompID(56): a file is for nobody alone.
  static var target: CompID { CompID(Text16("FEED") ?? Text16()) }

  /// `venue` is its SenderCompID(49).
  init(venue: CompID, utcOffsetSeconds: Int) {
    self.venue = venue
    options = ReportOptions(marketUTCOffsetSeconds: Int32(utcOffsetSeconds))
    var all = Entitlement()
    all.isAll = true
    entitlement = all
  }

  /// Learns from a command that the core has taken who firms and sessions are.
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

  /// What the event at `position` is in the feed; nil where it is no message.
  func copy(of event: RawSpan) -> DropCopy? {
    DropCopy.of(event, for: entitlement, from: origins)
  }

  /// The message of an event's copy as the one of this number in its file.
  mutating func message(
    _ event: RawSpan, as copy: DropCopy, at position: UInt64, number: UInt64
  ) -> [UInt8] {
    let header = OutboundHeader(
      copy.msgType, from: venue, to: Self.target, msgSeqNum: MsgSeqNum(rawValue: number),
      sendingTime: event.loadHead().time)
    let place = FeedPlace(feedSeq: FeedPlace.feedSeq(at: position), prevFeedSeq: last)
    CopyEncoder.encode(
      event: event, as: copy, at: place, header: header, options: options, firmCodes: firmCodes,
      into: &encoder)
    let bytes = Span<UInt8>(_bytes: encoder.message)
    return bytes.indices.map { bytes[$0] }
  }

  /// The event at `position` was a message of the feed.
  mutating func passed(_ position: UInt64) { last = FeedPlace.feedSeq(at: position) }
}
