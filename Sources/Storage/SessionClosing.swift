import Glibc
import Linux
public import Market
import Records

/// Where the sessions' numbers stood when the venue ended in order. What was stored until then is on the
/// disk, so that whoever finds this knows that a start of the machine has taken nothing.
///
/// ```
///  0 magic          u64  "CANGDANX", read as a little-endian number
///  8 formatVersion  u32  RecordHead.formatVersion
/// 12 crc            u32  CRC32C over what follows
/// 16 logID          u64  names the log
/// 24 count          u64
/// 32 for each session: number u32, epoch u32, MsgSeqNum(34) of its next message u64
/// ```
struct SessionClosing {
  private static let magic: UInt64 = 0x584E_4144_474E_4143
  private static let checkedFrom = 16
  private static let headBytes = 32
  private static let entryBytes = 16

  private let numbers: [SessionID: SessionNumber]

  /// What was put down at `paths` for the log `logID`; nothing where that is not there, or not whole.
  init(_ paths: [String], logID: UInt64) throws(SystemError) {
    var numbers: [SessionID: SessionNumber] = [:]
    for path in paths where unsafe access(path, F_OK) == 0 {
      let file = try File.open(path, O_RDONLY)
      let found = Self.read(try file.head(file.byteCount()), logID: logID)
      numbers.merge(found) { _, last in last }
    }
    self.numbers = numbers
  }

  private static func read(_ bytes: [UInt8], logID: UInt64) -> [SessionID: SessionNumber] {
    let bytes = unsafe bytes.span.bytes
    guard bytes.byteCount >= headBytes, load(bytes, 0) == magic,
      load32(bytes, 8) == RecordHead.formatVersion,
      load32(bytes, 12) == bytes.extracting(checkedFrom...).crc32c(),
      load(bytes, 16) == logID,
      load(bytes, 24) == UInt64(bytes.byteCount - headBytes) / UInt64(entryBytes)
    else { return [:] }
    var numbers: [SessionID: SessionNumber] = [:]
    for offset in stride(from: headBytes, to: bytes.byteCount, by: entryBytes) {
      let session = SessionID(rawValue: load32(bytes, offset))
      numbers[session] = SessionNumber(
        session: session, epoch: Epoch(rawValue: load32(bytes, offset + 4)),
        nextOutbound: MsgSeqNum(rawValue: load(bytes, offset + 8)))
    }
    return numbers
  }

  /// The number that the session's next message would have had; nil where nothing is known of the epoch.
  func nextOutbound(of session: SessionID, _ epoch: Epoch) -> MsgSeqNum? {
    guard let number = numbers[session], number.epoch == epoch else { return nil }
    return number.nextOutbound
  }

  /// Puts `numbers` down at `path`, on the disk before it returns.
  static func write(
    _ numbers: [SessionNumber], logID: UInt64, to path: String
  ) throws(SystemError) {
    var bytes: [UInt8] = []
    append(logID, &bytes)
    append(UInt64(numbers.count), &bytes)
    for number in numbers {
      append(number.session.rawValue, &bytes)
      append(number.epoch.rawValue, &bytes)
      append(number.nextOutbound.rawValue, &bytes)
    }
    var head: [UInt8] = []
    append(magic, &head)
    append(RecordHead.formatVersion, &head)
    unsafe append(bytes.span.bytes.crc32c(), &head)
    let file = try File.open(path, O_RDWR | O_CREAT | O_TRUNC)
    try unsafe file.write((head + bytes).span.bytes, at: 0)
    try file.syncData()
  }

  private static func append<Value: FixedWidthInteger>(_ value: Value, _ bytes: inout [UInt8]) {
    for byte in 0..<MemoryLayout<Value>.size {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
    }
  }

  private static func load(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  private static func load32(_ bytes: RawSpan, _ offset: Int) -> UInt32 {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }
}

/// Where a session's outgoing numbers stand.
public struct SessionNumber: Sendable, Equatable {
  public let session: SessionID
  public let epoch: Epoch
  /// MsgSeqNum(34) of its next message.
  public let nextOutbound: MsgSeqNum

  public init(session: SessionID, epoch: Epoch, nextOutbound: MsgSeqNum) {
    self.session = session
    self.epoch = epoch
    self.nextOutbound = nextOutbound
  }
}
