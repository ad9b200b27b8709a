public import Market
public import Secrets
import Synchronization
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
    /// How long that is good, and what may not follow it.
    public var passwordTerms = PasswordTerms()
    /// Whether own tags are sent to it.
    public var ownTags = true
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

  /// Whether `peer` is an address of this session and of no other.
  func isNamed(by peer: SocketAddress, _ session: SessionID) -> Bool {
    let owners = entries.values.filter { entry in
      entry.addresses.contains { $0.hasSameHost(as: peer) }
    }
    return owners.count == 1 && owners[0].session == session
  }

  /// The session's password is another one.
  mutating func set(_ credential: PasswordHash, _ terms: PasswordTerms, of session: SessionID) {
    for (identity, entry) in entries where entry.session == session {
      entries[identity]?.credential = credential
      entries[identity]?.passwordTerms = terms
    }
  }

  /// By which the session's password is verified; nil where there is none.
  func credential(of session: SessionID) -> PasswordHash? {
    entries.values.first { $0.session == session }?.credential
  }

  /// The session, and its CompID; nil where nobody may connect as it.
  func entry(of session: SessionID) -> (CompID, Entry)? {
    entries.first { $0.value.session == session }.map { ($0.key.compID, $0.value) }
  }

  /// The session that a first message names; one without SenderSubID(50) serves all sub-IDs.
  func entry(compID: CompID, subID: CompID) -> Entry? {
    entries[Identity(compID: compID, subID: subID)]
      ?? entries[Identity(compID: compID, subID: CompID())]
  }
}

/// How long a password is good, and which ones may not follow it.
public struct PasswordTerms: Sendable {
  /// Passwords that may not be set again, besides the present one.
  public var former: [PasswordHash] = []
  /// From here on its session is told that it is due to expire.
  public var warnedFrom = Instant.distantFuture
  /// From here on it is good for nothing but to be changed.
  public var expiresAt = Instant.distantFuture
  public init() {}
}

/// Keeps a session's new password in place of the one that it has shown, for good; the terms of the new one,
/// or nil where it could not be kept.
public typealias PasswordChange =
  @Sendable (_ session: SessionID, _ shown: PasswordHash, _ next: PasswordHash) -> PasswordTerms?

/// The directory in force, which another thread may replace while the doorkeeper works.
public final class CurrentDirectory: Sendable {
  private struct State {
    var directory: SessionDirectory
    /// Of the directory, and of the last demand to look again.
    var replacedAt = 1
    var version = 1
  }

  private let state: Mutex<State>

  public init(_ directory: SessionDirectory) { state = Mutex(State(directory: directory)) }

  /// From now on it is `next`, and the doorkeeper looks again at who is connected; without `next` it only
  /// does that, such as for new revocations.
  public func replace(by next: SessionDirectory? = nil) {
    state.withLock { state in
      state.version += 1
      guard let next else { return }
      state.directory = next
      state.replacedAt = state.version
    }
  }

  /// The version, where it is another one than `version`, and the directory where that is another one.
  func other(than version: Int) -> (directory: SessionDirectory?, version: Int)? {
    state.withLock { state in
      if state.version == version { return nil }
      return (state.replacedAt > version ? state.directory : nil, state.version)
    }
  }
}
