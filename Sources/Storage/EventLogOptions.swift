import Market

/// Sizes of an event log.
public struct EventLogOptions: Sendable {
  /// Bytes of events in one segment, in memory and in a file; a multiple of 4,096. An existing log
  /// keeps the size it was made with.
  public var segmentBytes: Int
  /// Segments in memory, at least 2: how far the slowest reader or the file may be behind.
  public var segmentCount: Int
  /// Readers at a time.
  public var readers: Int

  public init(segmentBytes: Int = 16 << 20, segmentCount: Int = 8, readers: Int = 64) {
    precondition(segmentBytes % 4_096 == 0, "segments are whole pages")
    precondition(segmentBytes >= Limits.recordBytes, "a segment holds any record")
    precondition(segmentCount >= 2, "one segment is written while another is read")
    precondition(readers >= 1, "somebody reads")
    self.segmentBytes = segmentBytes
    self.segmentCount = segmentCount
    self.readers = readers
  }
}

/// What the events of a batch amount to: compared at replay with the next batch's header.
public struct EventDigest: Sendable, Equatable {
  /// Events, without padding.
  public var count: UInt32 = 0
  /// CRC32C over the CRC fields of their records, in order.
  public var crc: UInt32 = 0

  public init(count: UInt32 = 0, crc: UInt32 = 0) {
    self.count = count
    self.crc = crc
  }
}
