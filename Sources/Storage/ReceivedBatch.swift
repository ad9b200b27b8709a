public import Market
import Records

/// A batch of a command log as it has come from another machine: looked at record by record before any of it is
/// written.
public struct ReceivedBatch: Equatable, Sendable {
  /// The sequences of its first and its last command; the last is the one before where it has none.
  public let first: Sequence
  public private(set) var last: Sequence
  /// What its header calls committed.
  public let committedThrough: UInt64
  /// The CRC of its last command, which with the sequence names the place in a log; nil where it has none.
  public private(set) var lastCRC: UInt32?
  /// The last term that it opens; 0 for none.
  public private(set) var term: UInt64 = 0

  /// Bytes of a batch, at most: what an engine gathers.
  public static var byteCountMost: Int { 1 << 18 }

  /// `bytes` begin with the batch's header, and each record stands at a multiple of 64; nil where one is torn, or
  /// they are no batch that follows `previous`. A batch may have fewer commands than its header counts, or none: the
  /// machine that wrote it has lost its power.
  public init?(_ bytes: RawSpan, behind previous: Sequence) {
    guard let head = Self.record(bytes, at: 0),
      head.typeCode == CommandType.batch.rawValue, head.sequence == previous.next,
      Int(head.bodyLength) >= MemoryLayout<BatchHeader>.size
    else { return nil }
    let header = bytes.loadBody(BatchHeader.self)
    guard header.committedThrough <= previous.rawValue else { return nil }
    first = head.sequence
    last = previous
    committedThrough = header.committedThrough
    var offset = Int(head.length)
    while offset < bytes.byteCount {
      guard let head = Self.record(bytes, at: offset), head.sequence == last.next,
        head.typeCode != CommandType.batch.rawValue
      else { return nil }
      if head.typeCode == CommandType.termOpened.rawValue,
        Int(head.bodyLength) >= MemoryLayout<TermOpened>.size
      {
        term = max(term, bytes.loadBody(TermOpened.self, at: offset).term)
      }
      last = head.sequence
      lastCRC = head.crc
      offset += Int(head.length)
    }
    guard last.rawValue - previous.rawValue <= UInt64(header.commandCount) else { return nil }
  }

  /// The head of a whole record; nil where there is none.
  private static func record(_ bytes: RawSpan, at offset: Int) -> RecordHead? {
    guard bytes.byteCount - offset >= RecordHead.byteCount else { return nil }
    let head = bytes.loadHead(at: offset)
    let length = Int(head.length)
    guard length >= RecordHead.byteCount, length <= Limits.recordBytes,
      length % Limits.recordAlignment == 0, length <= bytes.byteCount - offset,
      RecordHead.recordLength(bodyLength: Int(head.bodyLength)) == length,
      bytes.extracting(offset..<offset + length).recordCRC() == head.crc
    else { return nil }
    return head
  }
}
