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

/// The directory in force, which another thread may replace while the doorkeeper works.
public final class CurrentDirectory: Sendable {
  private struct State {
    var directory: SessionDirectory
    var version = 1
  }

  private let state: Mutex<State>

  public init(_ directory: SessionDirectory) { state = Mutex(State(directory: directory)) }

  /// From now on it is `next`, and the doorkeeper looks again at who is connected; without `next` it only
  /// does that, such as for new revocations.
  public func replace(by next: SessionDirectory? = nil) {
    state.withLock { state in
      if let next { state.directory = next }
      state.version += 1
    }
  }

  /// The directory and its version, where that is another one than `version`.
  func other(than version: Int) -> (SessionDirectory, Int)? {
    state.withLock { $0.version == version ? nil : ($0.directory, $0.version) }
  }
}
