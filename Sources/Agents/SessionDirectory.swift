public import Market
public import Secrets
public import TLS
public import Transport

/// Who may connect: the identities of the venue's sessions and where each may come from.
public struct SessionDirectory: Sendable {
  /// One session as the doorkeeper knows it.
  public struct Entry: Sendable {
    public var session: SessionID
    /// Hosts that may connect as it; empty: any.
    public var addresses: [SocketAddress]
    public var isEnabled: Bool
    /// What its Password(554) is verified by; nil: none is asked for.
    public var credential: PasswordHash?
    /// Over which lines it comes.
    public var transport = SessionTransport.either
    /// Whose certificate it shows under TLS; nil: one with its CompID as common name (CN).
    public var certificate: CertificateBinding?
    public init(session: SessionID, addresses: [SocketAddress], isEnabled: Bool) {
      self.session = session
      self.addresses = addresses
      self.isEnabled = isEnabled
    }
  }

  /// SenderCompID(49) and SenderSubID(50) of the counterparty.
  struct Identity: Hashable {
    var compID: CompID
    var subID: CompID
  }

  /// TargetCompID(56) of everybody who connects.
  public let venue: CompID
  private var entries: [Identity: Entry] = [:]

  public init(venue: CompID) { self.venue = venue }

  /// Makes a session known.
  public mutating func add(_ entry: Entry, compID: CompID, subID: CompID) {
    entries[Identity(compID: compID, subID: subID)] = entry
  }

  /// The session that a first message names; one without SenderSubID(50) serves all sub-IDs.
  func entry(compID: CompID, subID: CompID) -> Entry? {
    entries[Identity(compID: compID, subID: subID)]
      ?? entries[Identity(compID: compID, subID: CompID())]
  }
}
