/// Whom an event is told to that is addressed to no single session: sessions of some roles, of one firm or of all.
/// It stands first in such an event's body (`Audience.stands`). 16 bytes.
///
/// One event is enough however many hear it; each hears it once, also who logs on later. Sessions that come into being
/// behind it do not.
public struct Audience: Sendable, BitwiseCopyable {
  /// A bit for each role, 1 shifted by its raw value.
  public var roles: UInt32 = 0
  /// Sessions of this firm; none stands for all.
  public var firm = FirmID.none
  /// The last session that was known then.
  public var lastSession = SessionID.venue
  public var reserved0: UInt32 = 0
  public init() {}

  /// All known sessions of the firm, or of everybody.
  public init(allOf firm: FirmID = .none, upTo lastSession: SessionID) {
    roles = .max
    self.firm = firm
    self.lastSession = lastSession
  }

  /// Whether the session hears it.
  public func includes(_ session: SessionID, _ role: SessionRole, of firm: FirmID) -> Bool {
    session <= lastSession && roles & (1 << UInt32(role.rawValue)) != 0
      && (self.firm == .none || self.firm == firm)
  }
}

extension Audience {
  /// Whether the body of an event of this type begins with one.
  public static func stands(inEvent typeCode: UInt16) -> Bool {
    typeCode == EventType.newsPublished.rawValue
      || typeCode == EventType.auctionAnnounced.rawValue
      || typeCode == EventType.auctionChanged.rawValue
      || typeCode == EventType.parameterChanged.rawValue
  }
}
