import Market
import Memory
import Records
import Secrets
public import Transport

/// A connection on its way from the doorkeeper to its gateway. The bytes read so far follow it.
public struct Handover: Sendable, BitwiseCopyable {
  /// What the record is about.
  public enum Kind: UInt16, Sendable {
    /// A connection comes.
    case arrival = 0
    /// A connection that has come, by its number, is to be ended: it would not be let in any more.
    case revocation = 1
    /// What has come of a session's demand to change its password.
    case passwordAnswer = 2
  }

  /// Adopted by the gateway, once, also where it refuses the connection.
  public var line = Connection.Handle.none
  public var addressHigh: UInt64 = 0
  public var addressLow: UInt64 = 0
  public var connection: UInt32 = 0
  /// SessionStatus(7814) of the reply to its Logon(A); nil for none.
  public var sessionStatus: UInt16?
  /// Of a revocation: why, a `Notice.Refusal`.
  public var refusal: UInt32 = 0
  public var port: UInt16 = 0
  /// 1 where passwords may be shown on this line.
  public var takesPasswords: UInt8 = 0
  /// Of a password's answer: UserStatus(926), and a `UserReason` where that is other.
  public var userStatus: UInt8 = 0
  public var userReason: UInt16 = 0
  /// `Handover.Kind`.
  public var kindCode = Kind.arrival.rawValue
  public init() {}
}

/// A connection that has come, as its gateway keeps it.
struct Arrival {
  let session: SessionID
  let handover: Handover
  /// What the doorkeeper has read: behind a Logon(A) may stand what is secret.
  let bytes: Secret

  /// Reads the doorkeeper's record.
  init(_ record: RawSpan) {
    let head = record.loadHead()
    session = head.session
    handover = record.loadBody(Handover.self)
    let start = RecordHead.byteCount + MemoryLayout<Handover>.size
    bytes = Secret(record.extracting(start..<RecordHead.byteCount + Int(head.bodyLength)))
  }
}
