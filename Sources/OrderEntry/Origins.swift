public import Market

/// Where copied messages come from: the name, firm and role of each session, by its number.
///
/// The room is taken once; looking up allocates nothing.
public struct Origins: ~Copyable {
  /// What is known of a session.
  public struct Origin: Sendable, BitwiseCopyable {
    /// OnBehalfOfCompID(115).
    public var compID: CompID
    public var firm: FirmID
    public var role: SessionRole

    public init(compID: CompID, firm: FirmID, role: SessionRole) {
      self.compID = compID
      self.firm = firm
      self.role = role
    }
  }

  private var origins: [Origin]
  private static var unknown: Origin {
    Origin(compID: CompID(), firm: .none, role: .operator)
  }

  /// Room for sessions 1 to `capacity`.
  public init(capacity: Int) {
    precondition(capacity >= 0 && capacity < Int(UInt32.max), "sessions are numbered in 32 bits")
    origins = [Origin](repeating: Self.unknown, count: capacity + 1)
  }

  /// Says what a session is, which is within the capacity.
  public mutating func set(_ origin: Origin, of session: SessionID) {
    precondition(
      session != .venue && Int(session.rawValue) < origins.count, "a session within the capacity")
    origins[Int(session.rawValue)] = origin
  }

  /// What a session is; without a name where that is not known.
  public subscript(session: SessionID) -> Origin {
    let place = Int(session.rawValue)
    return place < origins.count ? origins[place] : Self.unknown
  }
}
