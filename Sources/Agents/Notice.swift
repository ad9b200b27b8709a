public import Market
import Records
public import Rings

/// What an agent tells the operator; the program writes it to its log. Plain numbers, no text.
public struct Notice: Sendable, BitwiseCopyable {
  /// What has happened. Raw values stand in rings only.
  public enum Kind: UInt16, Sendable, CaseIterable {
    /// `detail` is a `Refusal`.
    case connectionRefused = 1
    case sessionLoggedOn = 2
    /// `detail` is a `SessionEndReason`.
    case sessionEnded = 3
    /// `amount` bytes of a live session, the first of its connection.
    case garbledBytes = 4
    /// `detail` is an `errno`.
    case acceptFailed = 5
    /// No room for the next segment of a log; `detail` is an `errno`.
    case logFull = 6
    /// `amount` is the MsgSeqNum(34).
    case recordDamaged = 7
    /// No room for a file of sent messages, where a session is named for its next one; `detail` is an
    /// `errno`.
    case storeFull = 8
    /// `amount` connections were refused and not told of one by one.
    case refusalsLeftOut = 9
    /// A live connection would not be let in any more and is ended; `detail` is a `Refusal`.
    case accessRevoked = 10
    /// Messages that were sent may be missing in the session store: `detail` numbers from `amount` on.
    case messagesLost = 11
    /// `amount` places of its files of sent messages are damaged; gap fills stand for them.
    case messagesDamaged = 12
    /// `amount` of its files are of another log, or of an epoch that the log does not know.
    case filesPutAside = 13
  }

  /// Why a connection was closed before it had a session.
  public enum Refusal: UInt32, Sendable, CaseIterable {
    case firstMessageNotLogon = 1
    case garbled = 2
    case unknownSession = 3
    case addressNotAllowed = 4
    case sessionDisabled = 5
    case sessionInUse = 6
    case logonTimeout = 7
    case tooManyConnections = 8
    case tooManyFromAddress = 9
    case tooManyBytes = 10
    case closedByPeer = 11
    case wrongTarget = 12
    case gatewayFull = 13
    case shuttingDown = 14
    /// No Password(554) where one is asked for, a wrong one, or another's Username(553).
    case invalidCredentials = 15
    /// A Password(554) from another machine, over a line that anybody can read.
    case passwordOnPlainLine = 16
    /// Too many failures in a row.
    case sessionLocked = 17
    /// Within the delay after a failure.
    case tooSoonAfterFailure = 18
    case tooManyVerifications = 19
    /// No TLS, or none that both sides know; `amount` is a `TLSFailure`.
    case tlsFailed = 20
    case handshakeTimeout = 21
    case handshakeTooLong = 22
    /// No certificate, or none that is accepted; `amount` is a `TLSFailure`.
    case certificateRefused = 23
    /// None was shown, where the session has no password or is bound to one.
    case noCertificate = 24
    /// Not that of the session.
    case certificateOfAnother = 25
    case tlsOnPlainPort = 26
    /// The session is taken under TLS only.
    case tlsRequired = 27
    /// The session is taken on a plain line only.
    case tlsNotAllowed = 28
    /// The right Password(554), which is too old; only NewPassword(925) with it lets in.
    case passwordExpired = 29
    /// Within the delay after a session was logged out for too many messages.
    case throttleBreached = 30
  }

  public var kindCode: UInt16 = 0
  public var port: UInt16 = 0
  public var detail: UInt32 = 0
  public var session = SessionID.venue
  public var connection: UInt32 = 0
  public var addressHigh: UInt64 = 0
  public var addressLow: UInt64 = 0
  public var compID = CompID()
  public var amount: Int64 = 0
  /// The common name (CN) of a certificate that is not the session's; empty where it has none, or one
  /// that is longer.
  public var commonName = Text32()

  public init(_ kind: Kind) { kindCode = kind.rawValue }
}

/// An agent's end of the way to the program's log; what does not fit is counted, never waited for.
public struct NoticeWriter: ~Copyable {
  private var ring: RingProducer
  private var record = RecordBuffer(capacity: 192)
  /// Notices lost because nobody read them.
  public private(set) var lost = 0

  public init(_ ring: consuming RingProducer) { self.ring = ring }

  /// Tells it, or counts it as lost.
  public mutating func write(_ notice: Notice) {
    record.removeAll()
    record.append(RecordHead(), body: notice)
    if !Self.write(record, to: &ring) { lost += 1 }
    ring.publish()
  }

  private static func write(
    _ record: borrowing RecordBuffer, to ring: inout RingProducer
  ) -> Bool {
    ring.write(record.bytes)
  }
}

/// The program's end.
public struct NoticeReader: ~Copyable {
  private var ring: RingConsumer

  public init(_ ring: consuming RingConsumer) { self.ring = ring }

  /// The next notice; nil where there is none.
  public mutating func next() -> Notice? {
    guard let notice = Self.take(&ring) else { return nil }
    ring.release()
    return notice
  }

  private static func take(_ ring: inout RingConsumer) -> Notice? {
    guard let record = ring.next() else { return nil }
    return record.loadBody(Notice.self)
  }
}
