import Market
public import Memory
import Records

/// What a venue's log and a follower say to each other: 64 bytes each way, behind a batch's the batch.
///
/// ```
///  0 magic          u32  "CLOG"
///  4 kind           u16  Kind
///  6 formatVersion  u16  RecordHead.formatVersion
///  8 logID          u64  of the sender's log; 0 where it has none
/// 16 term           u64  of the sender's log
/// 24 sequence       u64  as the kind says
/// 32 committed      u64  the last command that the venue calls committed
/// 40 follower       u64  names the follower's directory
/// 48 coreVersion    u32
/// 52 payloadBytes   u32  what follows: a batch, else 0
/// 56 detail         u32  CRC of the record that a hello names; of a refusal its Reason
/// 60 crc            u32  CRC32C over the bytes before it
/// ```
public struct LogMessage: BitwiseCopyable, Equatable, Sendable {
  /// Raw values are of the wire.
  public enum Kind: UInt16, Sendable, CaseIterable {
    /// Of a follower: its log ends with `sequence`, whose record has the CRC `detail`.
    case hello = 1
    /// The venue has that record: what follows it comes. `sequence` is the venue's last command.
    case welcome = 2
    /// The venue does not have that record. `sequence` is the venue's last command.
    case differs = 3
    /// A batch, whose last command is `sequence`.
    case batch = 4
    /// Of a follower: up to `sequence` everything is on its disk.
    case acknowledged = 5
    /// The venue is there; `sequence` is its last command.
    case alive = 6
    /// The line ends.
    case refused = 7
  }

  /// Why a line ends. Raw values are of the wire.
  public enum Reason: UInt32, Sendable, CaseIterable {
    case noMessage = 1
    case otherLog = 2
    case otherCore = 3
    /// The venue's term is lower than the follower's: it is the venue no more.
    case lowerTerm = 4
    /// Another follower is there.
    case busy = 5
    /// Under durability `standby` acknowledgments of one directory count, until the venue's next start.
    case otherFollower = 6
    case tooLate = 7
    /// The venue can't read its log.
    case unreadable = 8
  }

  var magic = Self.magicNumber
  var kindCode: UInt16
  var formatVersion = UInt16(RecordHead.formatVersion)
  public var logID: UInt64 = 0
  public var term: UInt64 = 0
  public var sequence: UInt64 = 0
  public var committed: UInt64 = 0
  public var follower: UInt64 = 0
  public var coreVersion: UInt32 = 0
  public var payloadBytes: UInt32 = 0
  public var detail: UInt32 = 0
  var crc: UInt32 = 0

  public init(_ kind: Kind) { kindCode = kind.rawValue }

  public var kind: Kind? { Kind(rawValue: kindCode) }

  /// "CLOG", read as a little-endian number.
  static var magicNumber: UInt32 { 0x474F_4C43 }
  public static var byteCount: Int { 64 }

  /// What came in.
  public enum Arrival: Equatable, Sendable {
    case incomplete
    case message(LogMessage)
    /// Bytes that are no message: the line is of no use any more.
    case none
  }

  /// The message at the front of what has come. It is whole when its payload has come too, which is at most
  /// `payloadMost` bytes.
  public static func front(of buffer: borrowing ByteBuffer, payloadMost: Int) -> Arrival {
    let bytes = buffer.readable
    guard bytes.byteCount >= byteCount else { return .incomplete }
    let message = unsafe bytes.unsafeLoadUnaligned(as: LogMessage.self)
    guard message.magic == magicNumber, message.kind != nil,
      message.formatVersion == UInt16(RecordHead.formatVersion), message.crc == message.checksum(),
      Int(message.payloadBytes) <= payloadMost,
      Int(message.payloadBytes) % Limits.recordAlignment == 0
    else { return .none }
    let whole = byteCount + Int(message.payloadBytes)
    return bytes.byteCount < whole ? .incomplete : .message(message)
  }

  /// Appends it, sealed; false where there is no room.
  public func append(to buffer: inout ByteBuffer) -> Bool {
    var sealed = self
    sealed.crc = sealed.checksum()
    return unsafe withUnsafeBytes(of: sealed) { bytes in unsafe buffer.append(bytes.bytes) }
  }

  private func checksum() -> UInt32 {
    unsafe withUnsafeBytes(of: self) { bytes in unsafe bytes.bytes.extracting(0..<60).crc32c() }
  }
}
