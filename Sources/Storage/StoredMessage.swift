public import Market
import Records

/// What the store knows of a message that was sent; 64 bytes before its bytes in the file.
///
/// ```
///  0 length         u32  of the whole entry, a multiple of 64
///  4 byteCount      u32  of the message
///  8 msgSeqNum      u64  MsgSeqNum(34)
/// 16 eventPosition  u64  of the event it tells of, in the event log
/// 24 sendingTime    i64  SendingTime(52), ns since 1970 UTC
/// 32 session        u32
/// 36 epoch          u32
/// 40 eventOrdinal   u16  of the event within its command
/// 42 msgType        u16  MsgType(35): its characters, first lowest
/// 44 flags          u16  1 administrative
/// 46 reserved       u16
/// 48 repeatEnd      u64  events up to here may have been sent before, as PossResend(97) says; else 0
/// 56 reserved       u32
/// 60 crc            u32  CRC32C over the entry without this field
/// ```
public struct StoredMessageHead: Sendable, BitwiseCopyable, Equatable {
  /// Set by the store.
  public internal(set) var length: UInt32 = 0
  /// Bytes of the message; set by the store.
  public internal(set) var byteCount: UInt32 = 0
  public var msgSeqNum = MsgSeqNum(rawValue: 0)
  /// Where the event stands that the message tells of; of an administrative message, how far the
  /// session had been served.
  public var eventPosition: UInt64 = 0
  public var sendingTime = Instant.none
  public var session = SessionID.venue
  public var epoch = Epoch(rawValue: 0)
  /// The event's place within its command.
  public var eventOrdinal: UInt16 = 0
  /// MsgType(35): its characters, first lowest.
  public var msgType: UInt16 = 0
  /// 1 where the message is administrative: a gap fill stands for it.
  public var flags: UInt16 = 0
  var reserved0: UInt16 = 0
  /// Events up to this position may have been sent before, with numbers that are lost: they are sent again
  /// with PossResend(97)=Y. Zero where there are none.
  public var repeatEnd: UInt64 = 0
  var reserved2: UInt32 = 0
  var crc: UInt32 = 0

  public init() {}

  /// Whether a gap fill stands for the message instead of its bytes.
  public var isAdmin: Bool {
    get { flags & 1 != 0 }
    set { flags = newValue ? flags | 1 : flags & ~1 }
  }

  static var bytes: Int { 64 }
  static var crcOffset: Int { 60 }
  static var alignment: Int { 64 }

  /// The length of an entry whose message has `byteCount` bytes.
  static func entryLength(_ byteCount: Int) -> Int {
    (bytes + byteCount + alignment - 1) & ~(alignment - 1)
  }
}
