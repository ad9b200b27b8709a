public import Market

/// The head of every command and event record, 64 bytes, little-endian.
///
/// ```
///  0 length      u32  whole record, head included, a multiple of 64, at most 16,384
///  4 type        u16  CommandType or EventType
///  6 version     u16  layout version of that type's body
///  8 sequence    u64  the command's; in an event, of the command that caused it
/// 16 time        i64  log time, ns since 1970 UTC
/// 24 session     u32  whose message; in an event, whom it is for; 0 the venue
/// 28 epoch       u32  the session's numbering period
/// 32 msgSeqNum   u64  MsgSeqNum(34) of the message behind the command; 0 where none
/// 40 received    i64  log time at which the gateway had the message; 0 where none
/// 48 bodyLength  u32  bytes in use behind the head
/// 52 ordinal     u16  an event's place within its command, from 0
/// 54 flags       u16  RecordFlags
/// 56 reserved    u32
/// 60 crc         u32  CRC32C over the record without this field
/// ```
public struct RecordHead: Sendable, BitwiseCopyable {
  public var length: UInt32 = 0
  public var typeCode: UInt16 = 0
  public var version: UInt16 = 1
  public var sequence = Sequence(rawValue: 0)
  public var time = Instant.none
  public var session = SessionID.venue
  public var epoch = Epoch(rawValue: 0)
  public var msgSeqNum = MsgSeqNum(rawValue: 0)
  public var received = Instant.none
  public var bodyLength: UInt32 = 0
  public var ordinal: UInt16 = 0
  public var flags = RecordFlags()
  public var reserved: UInt32 = 0
  public var crc: UInt32 = 0

  public init() {}

  /// The version of the form of records and of the files that hold them: of a file's header, a record's
  /// head, and the rules by which records stand one behind the other.
  ///
  /// Raised when a program of the version before could not read them. A body that changes has its own
  /// `version`, in the head.
  public static var formatVersion: UInt32 { 1 }

  @inlinable public static var byteCount: Int { 64 }
  static var sequenceOffset: Int { 8 }
  static var timeOffset: Int { 16 }
  static var crcOffset: Int { 60 }

  /// The length of a record whose body has `bodyLength` bytes.
  @inlinable
  public static func recordLength(bodyLength: Int) -> Int {
    (byteCount &+ bodyLength &+ Limits.recordAlignment &- 1) & ~(Limits.recordAlignment &- 1)
  }
}

/// Bits of RecordHead.flags.
public struct RecordFlags: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }
  /// PossDupFlag(43)=Y on the message.
  public static var possDup: RecordFlags { RecordFlags(rawValue: 1) }
  /// PossResend(97)=Y on the message.
  public static var possResend: RecordFlags { RecordFlags(rawValue: 2) }
}
